/** The chain of a phone's events: each names the hash of the exact bytes of the one before. */
import type { Fact, PhoneEvent } from "../wire/events";

export type Link = {
  id: string; phone: string; seq: number; prev: string; now_ms: number; elapsed_ms: number;
  server_seen: string | null; day: string;
};

/** A fact with its place in the chain. The order of the fields is only for the reader's eye. */
export function linked(fact: Fact, link: Link): PhoneEvent {
  const { type, body } = fact;
  return {
    v: 1, id: link.id, phone: link.phone, seq: link.seq, prev: link.prev, type,
    at: isoTime(link.now_ms), elapsed_ms: Math.round(link.elapsed_ms), server_seen: link.server_seen,
    day: link.day, body,
  } as PhoneEvent;
}

const LATEST_MS = 253402300799999; // 9999-12-31T23:59:59.999Z: four digits for the year, always

/** ISO 8601 UTC with milliseconds; whatever the clock says becomes a writable time. */
export function isoTime(ms: number): string {
  return new Date(Math.min(Math.max(Number.isFinite(ms) ? ms : 0, 0), LATEST_MS)).toISOString();
}

/** An event read back from its own bytes. */
export function eventOf(text: string): PhoneEvent {
  return JSON.parse(text) as PhoneEvent;
}

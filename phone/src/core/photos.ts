/** Photos wait apart from events, named by their SHA-256, and go in the order of their use. */
import type { Bytes } from "../wire/bytes";
import type { PhotoFact, PhotoKind } from "../wire/events";
import { isoTime } from "./chain";
import type { Memory } from "./desk";
import type { Change, Parts, PhotoTicket } from "./parts";
import { Refused } from "./refusals";

/** bytes: JPEG, WebP or PNG as it shall be kept; thumb: a small JPEG of it, or null. */
export type Photo = { kind: PhotoKind; bytes: Bytes; thumb: Bytes | null };

export type Prepared = { facts: PhotoFact[]; kept: NonNullable<Change["photos"]> };

/** The house takes no photo above this. */
const MOST_BYTES = 400_000;

/** Names the photos and makes their tickets; a photo that is kept already isn't kept twice. */
export async function prepare(photos: Photo[], visit: string, parts: Parts, known: Memory["tickets"]): Promise<Prepared> {
  const facts: PhotoFact[] = [];
  const kept = new Map<string, Prepared["kept"][number]>();
  const keep = async (kind: PhotoTicket["kind"], bytes: Bytes): Promise<string> => {
    if (bytes.length > MOST_BYTES) throw new Refused("photo_too_large");
    const sha256 = await parts.keys.sha256(bytes);
    const at = isoTime(parts.clock.now());
    if (!known.has(sha256)) kept.set(sha256, { ticket: { sha256, kind, visit, size: bytes.length, seq: 0, at, state: "waiting" }, bytes });
    return sha256;
  };
  for (const photo of photos) {
    const thumb = photo.thumb && await keep("thumb", photo.thumb);
    facts.push({ kind: photo.kind, sha256: await keep(photo.kind, photo.bytes), bytes: photo.bytes.length, thumb });
  }
  return { facts, kept: [...kept.values()] };
}

const ORDER: PhotoTicket["kind"][] = ["thumb", "face", "ktp", "kk", "house", "handover", "signature"];

/** Photos that may be sent now: their event is acknowledged; small and urgent ones first. */
export function toSend(memory: Memory): PhotoTicket[] {
  return [...memory.tickets.values()]
    .filter((ticket) => ticket.state === "waiting" && ticket.seq <= memory.synced.ack_seq)
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.seq - b.seq);
}

/** A signed answer lists at most this many missing photos; a full list may be cut short. */
export const FULL_LIST = 500;

/** What a signed answer says about photos sent before: missed ones wait again, others are safe. */
export function statesAfter(memory: Memory, missing: string[]): NonNullable<Change["photo_states"]> {
  const missed = new Set(missing);
  const states: NonNullable<Change["photo_states"]> = [];
  for (const { sha256, state } of memory.tickets.values()) {
    if (missed.has(sha256) && state !== "waiting") states.push({ sha256, state: "waiting" });
    else if (state === "sent" && !missed.has(sha256) && missing.length < FULL_LIST) states.push({ sha256, state: "verified" });
  }
  return states;
}

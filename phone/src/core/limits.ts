/**
 * An event is at most 2 kB (2,048 bytes) on the wire, whatever is typed.
 *
 * Every text has its own bound, counted as it stands in JSON and UTF-8. A note also gives way to the rest of its
 * event: only where nothing else is missing (every photo, a supervisor's signed word) is there less room than its bound.
 */
import { toUtf8 } from "../wire/bytes";
import type { OtherWay } from "../wire/events";
import { brief } from "./approvals";
import { Refused } from "./refusals";

export const MOST_EVENT_BYTES = 2048;
export const MOST_NOTE = 160, MOST_NAME = 60;
/** What an event bears beside its body: ids, hash, times, day, the numbers at their longest, and `"note":""`. */
export const ENVELOPE = 375;

/** Bytes of a text as an event carries it. */
export function weight(text: string): number {
  return toUtf8(JSON.stringify(text)).length - 2;
}

/** No control characters and no half of a pair, which the house couldn't keep; without spaces around it. */
export function clean(text: string): string {
  return text.replace(/\p{Cs}/gu, "").replace(/\p{Cc}+/gu, " ").trim();
}

/** As many whole letters from the beginning as weigh no more than `most`. */
export function cut(text: string, most: number): string {
  let taken = "", left = most;
  for (const letter of text) {
    left -= weight(letter);
    if (left < 0) break;
    taken += letter;
  }
  return taken;
}

/** Cleaned, or refused: screens let nobody type more. */
export function bounded(text: string, most: number): string {
  const words = clean(text);
  if (weight(words) > most) throw new Refused("text_too_long");
  return words;
}

/** The note in the room that the rest of its event's body leaves it. */
export function fitting(note: string, body: object): string {
  return cut(note, Math.max(0, MOST_EVENT_BYTES - ENVELOPE - toUtf8(JSON.stringify(body)).length));
}

/** A checked rung as its event carries it: the supervisor's word in brief, the note in the room that is left. */
export function told(rung: OtherWay, body: object): OtherWay {
  const bare = { ...rung, approval: rung.approval && brief(rung.approval), note: "" };
  return { ...bare, note: fitting(rung.note, { ...body, other_way: bare }) };
}

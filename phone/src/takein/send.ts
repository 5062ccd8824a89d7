/**
 * A phone's opened export, sent on to the office's house in batches. Events first, in order; then the photos it
 * lacks. Sent again after a break, nothing is repeated: the house knows each event by its id, each photo by its hash.
 */
import type { Exported } from "../core/parts";
import { array, isInteger, isText, object, readJson, type Reader } from "../wire/shapes";
import type { Bytes } from "../wire/bytes";

const MOST_EVENTS = 100;

/** What the house answered; null when it couldn't be reached. */
export type Post = (address: string, body: string | Bytes, type: string) => Promise<{ status: number; text: string } | null>;

export type TakenIn =
  | { end: "done" | "kept"; events: number; fresh: number; held: number; photos: number }
  | { end: "stopped"; why: "offline" | "forbidden" | { said: string } };

type Heard = { fresh: number; held: number; missing_media: string[] };
type Stop = Extract<TakenIn, { end: "stopped" }>;

/** addresses: where events and a photo of this phone go. tell: how many of how many are there. */
export async function sendOn(
  { events, photos }: Exported,
  phone: string,
  addresses: { events: string; photo(sha256: string): string },
  post: Post,
  tell: (done: number, all: number) => void,
): Promise<TakenIn> {
  const all = events.length + photos.length, sum = { events: events.length, fresh: 0, held: 0, photos: 0 };
  let missing: Set<string> | null = null;
  for (let from = 0; from < events.length; from += MOST_EVENTS) {
    tell(from, all);
    const batch = events.slice(from, from + MOST_EVENTS).map(({ text, signature }) => ({ e: text, s: signature }));
    const answer = await ask(post, addresses.events, JSON.stringify({ phone, epoch: 0, events: batch }), "application/json");
    if ("end" in answer) return answer;
    const heard = readJson(answer.text, readHeard);
    if (heard) {
      sum.fresh += heard.fresh;
      sum.held += heard.held;
      missing = new Set(heard.missing_media);
    }
  }
  // a revoked phone's events lie sealed: nobody knows yet which photos they name, so all are kept
  const wanted = photos.filter(({ ticket, bytes }) => bytes.length > 0 && (missing === null || missing.has(ticket.sha256)));
  for (const { ticket, bytes } of wanted) {
    tell(events.length + sum.photos, events.length + wanted.length);
    const address = `${addresses.photo(ticket.sha256)}?kind=${ticket.kind}&visit=${ticket.visit}`;
    const answer = await ask(post, address, bytes, "application/octet-stream");
    if ("end" in answer) return answer;
    sum.photos += 1;
  }
  tell(1, 1);
  return { end: missing === null ? "kept" : "done", ...sum };
}

async function ask(post: Post, address: string, body: string | Bytes, type: string): Promise<{ text: string } | Stop> {
  const answer = await post(address, body, type);
  if (!answer) return { end: "stopped", why: "offline" };
  if (answer.status < 300) return answer;
  const refused = readJson(answer.text, object({ said: isText }));
  return { end: "stopped", why: refused ?? "forbidden" };
}

const readHeard: Reader<Heard> = object({ fresh: isInteger, held: isInteger, missing_media: array(isText) });

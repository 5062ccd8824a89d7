/** Facts become events: numbered, chained, signed over their exact bytes, and durable on return. */
import { toUtf8 } from "../wire/bytes";
import type { Fact, PhoneEvent } from "../wire/events";
import { linked } from "./chain";
import type { Desk } from "./desk";
import { newId } from "./ids";
import type { Change, KeptEvent, Parts } from "./parts";
import { fold, type Projection } from "./project";
import { Refused } from "./refusals";

export type Written = { events: PhoneEvent[]; projection: Projection };

/** Writes the facts in this order, and what goes `with` them, all or none. `day` is the working day they belong to. */
export async function record(desk: Desk, facts: Fact[], day: string, { photos = [], ...others }: Pick<Change, "photos" | "marking"> = {}): Promise<Written> {
  const memory = desk.memory();
  if (!memory.identity) throw new Refused("not_enrolled");
  const kept: KeptEvent[] = [], events: PhoneEvent[] = [];
  let projection = memory.projection;
  for (const fact of facts) {
    const event = linked(fact, {
      id: newId(desk.parts.clock, desk.parts.random), phone: memory.identity.phone,
      seq: projection.seq + 1, prev: projection.hash, now_ms: desk.parts.clock.now(),
      elapsed_ms: desk.parts.clock.elapsed(), server_seen: memory.synced.server_seen, day,
    });
    const signed = await sign(event, desk.parts);
    projection = fold(projection, event, signed.hash);
    kept.push(signed);
    events.push(event);
  }
  const first = kept[0]?.seq ?? 0;
  const named = photos.map(({ ticket, bytes }) => ({ ticket: { ...ticket, seq: first }, bytes }));
  await desk.commit({ ...others, events: kept, projection, ...(named.length > 0 && { photos: named }) });
  return { events, projection };
}

async function sign(event: PhoneEvent, { keys }: Parts): Promise<KeptEvent> {
  const text = JSON.stringify(event);
  const bytes = toUtf8(text);
  const [hash, signature] = await Promise.all([keys.sha256(bytes), keys.sign(bytes)]);
  return { seq: event.seq, text, hash, signature, at: event.at };
}

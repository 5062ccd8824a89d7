/**
 * Forgetting what the house lent to a phone it has revoked. Only its signed word counts.
 *
 * The pack with its templates goes at once. Events and photos go only when nothing in them is this
 * phone's alone any more, and never while somebody may be holding money.
 */
import type { Desk } from "./desk";
import type { Change } from "./parts";
import { NOTHING_YET } from "./project";

/** Call inside serial(). */
export async function wipePack(desk: Desk): Promise<void> {
  const { pack, wiped } = desk.memory();
  if (wiped === null || pack !== null) await desk.commit({ forget_pack: true, wiped: wiped ?? "pack" });
}

/** Call inside serial(), once every event lies at the house. */
export async function wipeAll(desk: Desk): Promise<void> {
  const { projection, tickets } = desk.memory();
  if (projection.open_intent !== null) return;
  const { seq, hash } = projection;
  const change: Change = {
    wiped: "all", marking: null, forget_pack: true, forget_events_to: seq, forget_photos: [...tickets.keys()],
    // the chain's end stays, so that nothing can be written twice under one number
    projection: { ...NOTHING_YET, seq, hash },
  };
  await desk.commit(change);
}

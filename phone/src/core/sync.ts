/**
 * Sending what the house hasn't heard: events first, then photos, until nothing is left or the
 * network ends. Only a signed answer moves the mark of what is acknowledged.
 */
import { readEventsAnswer, type EventsAnswer, type Held, type HouseProblem } from "../wire/answers";
import { pause, TRIES } from "./backoff";
import { eventOf, isoTime } from "./chain";
import type { Desk } from "./desk";
import { hear } from "./hear";
import { fitting } from "./batches";
import { longAgo } from "./keep";
import { pushParcels } from "./parcels";
import type { Change, Identity, KeptEvent, Synced } from "./parts";
import { statesAfter, toSend } from "./photos";
import { Refused } from "./refusals";
import type { SyncStop } from "./state";
import { unsent } from "./view";
import { wipeAll, wipePack } from "./wipe";
import { CONTRACT } from "./enrol";

/** sent: events put on the wire, again or not · acked: events newly acknowledged */
export type SyncEnd = {
  sent: number; acked: number; held: Held[]; media_sent: number;
  left: { events: number; media: number }; stopped: SyncStop;
  /** the house's own sentence when it refused */
  said: HouseProblem | null;
};

const MOST_EVENTS = 100;

/** How often one sync begins again because the house fell back to an older state. */
const MOST_RESTARTS = 3;

type Trip = {
  desk: Desk; house: Identity; sent: number; media_sent: number; held: Map<string, Held>; most: number; restarts: number;
  said: HouseProblem | null;
};

export async function runSync(desk: Desk): Promise<SyncEnd> {
  const { identity, synced } = desk.memory();
  if (!identity) throw new Refused("not_enrolled");
  const before = synced.ack_seq;
  const trip: Trip = { desk, house: identity, sent: 0, media_sent: 0, held: new Map(), most: MOST_EVENTS, restarts: 0, said: null };
  const stopped = desk.memory().wiped === "all" ? "phone_revoked"
    : await pushEvents(trip) ?? await pushPhotos(trip) ?? await pushParcels({ desk, house: identity, said: (problem) => void (trip.said = problem) });
  if (stopped === null) await forgetOld(desk);
  const left = unsent(desk.memory());
  return {
    sent: trip.sent, acked: Math.max(0, desk.memory().synced.ack_seq - before), held: [...trip.held.values()],
    media_sent: trip.media_sent, left: { events: left.events, media: left.media }, stopped, said: trip.said,
  };
}

/**
 * One pass over the unacknowledged events; an empty batch when there are none, to hear the house.
 * Each event goes once a pass: what a gap keeps unacknowledged waits for the next sync.
 */
async function pushEvents(trip: Trip): Promise<SyncStop> {
  let from = trip.desk.memory().synced.ack_seq;
  for (;;) {
    const batch = await nextBatch(trip, from);
    const before = trip.desk.memory().synced;
    const stop = await pushBatch(trip, batch);
    if (stop !== null && stop !== "halve") return stop === "kept" ? await givenUp(trip, batch) : stop;
    const now = trip.desk.memory();
    if (stop === "halve") trip.most = Math.max(1, Math.floor(batch.length / 2));
    else if (fellBack(before, now.synced) && trip.restarts++ < MOST_RESTARTS) from = now.synced.ack_seq;
    else from = Math.max(now.synced.ack_seq, batch.at(-1)?.seq ?? 0);
    if (from >= now.projection.seq) return null;
  }
}

/** The house was restored from a backup: begin again where it stands now. */
function fellBack(before: Synced, now: Synced): boolean {
  return now.epoch !== before.epoch || now.ack_seq < before.ack_seq;
}

async function nextBatch(trip: Trip, from: number): Promise<KeptEvent[]> {
  return fitting(await trip.desk.parts.store.events(from, trip.most));
}

async function pushBatch(trip: Trip, batch: KeptEvent[]): Promise<SyncStop | "halve" | "kept"> {
  const { desk, house } = trip;
  for (let tries = 0; tries < TRIES; tries++) {
    const { epoch } = desk.memory().synced;
    const json = JSON.stringify({
      phone: house.phone, contract: CONTRACT, epoch, events: batch.map(({ text, signature }) => ({ e: text, s: signature })),
    });
    const answer = await desk.parts.net.post("/api/sync/events", json, house.token);
    const heard = await hear(answer, readEventsAnswer, house, desk.parts.keys);
    trip.sent += batch.length;
    if (heard.is === "answer") return takeAnswer(trip, heard.value);
    if (heard.is === "nothing_new") return "not_the_house";
    if (heard.is === "revoked") {
      trip.said = heard.problem;
      await desk.serial(() => wipePack(desk));
      return heard.kept ? "kept" : "phone_revoked";
    }
    if (heard.is === "stop") {
      trip.said = heard.problem;
      return heard.why;
    }
    if (heard.is === "halve") return batch.length > 1 ? "halve" : "too_large";
    await pause(desk.parts, tries, heard.after_s);
  }
  return "busy";
}

/** Revoked, and what was just sent lies in the sealed inbox: the rest goes there too, then all of it may be forgotten here. */
async function givenUp(trip: Trip, first: KeptEvent[]): Promise<SyncStop> {
  const { desk } = trip;
  let from = first.at(-1)?.seq ?? desk.memory().synced.ack_seq;
  while (from < desk.memory().projection.seq) {
    const batch = await nextBatch(trip, from);
    const stop = await pushBatch(trip, batch);
    if (stop === "halve") trip.most = Math.max(1, Math.floor(batch.length / 2));
    else if (stop !== "kept") return stop ?? "phone_revoked";
    else from = batch.at(-1)?.seq ?? desk.memory().projection.seq;
  }
  if (!await photosGivenUp(trip)) return "phone_revoked";
  await desk.serial(async () => {
    // what was recorded meanwhile isn't there yet
    if (desk.memory().projection.seq === from) await wipeAll(desk);
  });
  return "phone_revoked";
}

/** True when no photo waits any more for a house that would take it. */
async function photosGivenUp({ desk, house }: Trip): Promise<boolean> {
  for (const { sha256, kind, visit, state } of desk.memory().tickets.values()) {
    const bytes = state === "waiting" ? await desk.parts.store.photo(sha256) : null;
    const end = bytes && await desk.parts.net.upload({ sha256, kind, visit, bytes }, house.token);
    if (end?.end === "no_answer" && end.code !== "phone_revoked") return false;
  }
  return true;
}

async function takeAnswer(trip: Trip, answer: EventsAnswer): Promise<SyncStop> {
  for (const held of answer.held) trip.held.set(`${held.id}:${held.code}`, held);
  const { desk } = trip;
  return desk.serial(async () => {
    const memory = desk.memory();
    if (!await isOurs(desk, answer)) return "chain_differs";
    await desk.commit({
      synced: {
        ack_seq: answer.ack_seq, epoch: answer.epoch, server_seen: answer.server_time,
        last_sync_at: isoTime(desk.parts.clock.now()),
      },
      photo_states: statesAfter(memory, answer.missing_media),
    });
    return null;
  });
}

/** The house's last event of this phone must be ours; otherwise somebody copied the phone. */
async function isOurs(desk: Desk, answer: EventsAnswer): Promise<boolean> {
  const { projection, synced } = desk.memory();
  if (answer.ack_seq === 0) return true;
  if (answer.ack_seq === projection.seq) return answer.head_hash === projection.hash;
  const [head] = await desk.parts.store.events(answer.ack_seq - 1, 1);
  if (head?.seq === answer.ack_seq) return head.hash === answer.head_hash;
  // so old that it was forgotten here after a signed answer covered it
  return answer.ack_seq <= synced.ack_seq;
}

async function pushPhotos(trip: Trip): Promise<SyncStop> {
  const { desk, house } = trip;
  let stopped: SyncStop = null;
  for (const ticket of toSend(desk.memory())) {
    const bytes = await desk.parts.store.photo(ticket.sha256);
    if (!bytes) continue;
    const { sha256, kind, visit } = ticket;
    let end = await desk.parts.net.upload({ sha256, kind, visit, bytes }, house.token);
    if (end.end === "again") end = await desk.parts.net.upload({ sha256, kind, visit, bytes }, house.token);
    if (end.end === "no_answer") {
      stopped = "offline";
      break;
    }
    if (end.end !== "stored") continue;
    trip.media_sent += 1;
    await desk.serial(() => desk.commit({ photo_states: [{ sha256, state: "sent" }] }));
  }
  // a signed answer, not the upload's own word, says that the house holds them
  if (trip.media_sent === 0) return stopped;
  return await pushEvents(trip) ?? stopped;
}

/** Lets go of what is covered by a signed answer, verified, and 14 days old by the house's time. */
async function forgetOld(desk: Desk): Promise<void> {
  await desk.serial(async () => {
    const [oldest] = await desk.parts.store.events(0, 1);
    if (!oldest || writtenBy(oldest) >= longAgo(desk)) return;
    const change = forgettable(desk, await desk.parts.store.events(0, MOST_EVENTS * 10));
    if (change) await desk.commit(change);
  });
}

function forgettable(desk: Desk, events: KeptEvent[]): Change | null {
  const { synced, tickets } = desk.memory();
  const before = longAgo(desk);
  const written = new Map(events.map((event) => [event.seq, writtenBy(event)]));
  const photos = [...tickets.values()].filter(({ state, seq, at }) => state === "verified" && (written.get(seq) ?? at) < before);
  const held = Math.min(...[...tickets.values()].filter((t) => !photos.includes(t)).map((t) => t.seq), Infinity);
  const firstToKeep = events.findIndex((event) => event.seq > synced.ack_seq || writtenBy(event) >= before || event.seq >= held);
  const old = firstToKeep < 0 ? events.at(-1) : events[firstToKeep - 1];
  if (!old && photos.length === 0) return null;
  return { ...(old && { forget_events_to: old.seq }), forget_photos: photos.map(({ sha256 }) => sha256) };
}

/** Its own clock may have been behind, but no event is older than the house's word it had heard by then. */
function writtenBy({ text, at }: KeptEvent): string {
  const { server_seen } = eventOf(text);
  return server_seen !== null && server_seen > at ? server_seen : at;
}

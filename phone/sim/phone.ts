/** A simulated phone: the app's own core with a memory store, real keys and the real wire. */
import { readFile } from "node:fs/promises";
import { createCore, Refused, type Core, type Evidence, type FamilyView, type Photo, type Policy, type SyncEnd } from "../src/core/index";
import { eventOf } from "../src/core/chain";
import type { Keys } from "../src/core/parts";
import { createNet } from "../src/net/http";
import { hereClock, hereRandom } from "../src/store/here";
import { keysOf, newKeyPair } from "../src/store/keys";
import { createMemoryStore, type MemoryStore } from "../src/store/memory";
import { chanceOf } from "./chance";
import { GENTLE, mangled, type Mangle } from "./mangle";
import type { DayPlan, Door } from "./scenario";

export type SimPhone = {
  core: Core; store: MemoryStore; keys: Keys; base: string; weather: Weather;
};

/** `told`: what the clock and the counter say while somebody tells a day that isn't today's; null: this machine's. */
type Weather = { mangle: Mangle; clock_offset_ms: number; told: { now_ms: number; elapsed_ms: number } | null };

export async function newPhone(base: string, seed: number): Promise<SimPhone> {
  return switchedOn(createMemoryStore(), keysOf(await newKeyPair()), base, seed);
}

/** A copy with the same keys and the same past: a copied phone, or one set back to a backup. */
export function copied({ store, keys, base }: SimPhone, seed: number): Promise<SimPhone> {
  return switchedOn(store.copy(), keys, base, seed);
}

async function switchedOn(store: MemoryStore, keys: Keys, base: string, seed: number): Promise<SimPhone> {
  const weather: Weather = { mangle: GENTLE, clock_offset_ms: 0, told: null };
  const net = mangled(createNet({ base }), chanceOf(seed), () => weather.mangle);
  const clock = {
    ...hereClock,
    now: () => weather.told?.now_ms ?? Date.now() + weather.clock_offset_ms,
    elapsed: () => weather.told?.elapsed_ms ?? hereClock.elapsed(),
  };
  return { core: await createCore({ store, net, clock, random: hereRandom, keys }), store, keys, base, weather };
}

export function packSummary({ core }: SimPhone): object {
  const { enrolled, pack, round, families, policy } = core.state();
  return {
    enrolled, pack, round, policy,
    families: families.map(({ family, name, order, home, village, items, reference, references, status, due_total }) => ({
      family, name, order, home, village: village.code, items, reference: references[0]?.id ?? reference?.id ?? null, status: status.at, due_total,
    })),
  };
}

export type DayTold = {
  paid: number; failed: number; voided: number; refused: { family: string; code: string }[];
  bag: { float: number; paid: number; returned: number; left: number }; closed: object | null;
};

/** Goes from door to door; what the core refuses is told, and the day goes on. */
export async function liveDay({ core, weather }: Pick<SimPhone, "core"> & Partial<Pick<SimPhone, "weather">>, day: DayPlan, progress: (done: number, of: number) => void): Promise<DayTold> {
  const told = { paid: 0, failed: 0, voided: 0, refused: [] as DayTold["refused"] };
  if (day.open) await core.openDay(day.float ?? core.state().round?.float ?? 0);
  for (const [i, door] of day.plan.entries()) {
    const end = await orRefused(() => visit(core, door, weather));
    if (typeof end === "string") told[end] += 1;
    else told.refused.push({ family: door.family, code: end.code });
    if ((i + 1) % 10 === 0) progress(i + 1, day.plan.length);
  }
  const amount = day.return === "all" ? core.state().bag.left : day.return ?? 0;
  if (amount > 0) await core.returnCash(amount);
  const closed = day.close ? await core.closeDay(day.note) : null;
  return { ...told, bag: core.state().bag, closed };
}

async function orRefused<T>(work: () => Promise<T>): Promise<T | Refused> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

async function visit(core: Core, door: Door, weather?: Weather): Promise<"paid" | "failed" | "voided"> {
  const begun = door.when && { now_ms: door.when.started_ms, elapsed_ms: door.when.elapsed_ms };
  const ended = door.when && { now_ms: door.when.ended_ms, elapsed_ms: door.when.elapsed_ms + door.when.ended_ms - door.when.started_ms };
  if (weather && begun) weather.told = begun;
  if (door.hazard) await core.noteHazard(door.family, door.hazard.kind, door.hazard.note);
  const visit = await core.startVisit(door.family, door.how);
  const photos = await photosOf(door);
  if (weather && ended) weather.told = ended;
  if (door.ending === "failed" || door.ending === "not_home") {
    await fail(core, visit, door, photos);
    return "failed";
  }
  await core.saveEvidence(visit, evidenceOf(core, door), photos);
  const { payment } = await core.intendPayment(visit, await proofOf(core, visit, door.family));
  if (door.ending === "paid") {
    await core.confirmPaid(payment, { received_by: door.received_by });
    return "paid";
  }
  await core.voidPayment(payment, door.note || "batal diserahkan");
  if (door.reason) await fail(core, visit, door, []);
  return "voided";
}

/** What another phone may have paid is asked of the house, as a payer with signal does. */
async function proofOf(core: Core, visit: string, family: string): Promise<{ grant?: string }> {
  const due = core.state().families.find((one) => one.family === family)?.due ?? [];
  return due.some(({ contested }) => contested) ? core.askGrant(visit) : {};
}

function fail(core: Core, visit: string, door: Door, photos: Photo[]): Promise<void> {
  const { note, next } = door;
  return core.failVisit(visit, { reason: door.reason ?? "not_home", note, next, place: placeOf(door), photos });
}

function placeOf({ place, when }: Door): Evidence["place"] {
  return place && { ...place, taken_at: new Date(when?.started_ms ?? Date.now()).toISOString() };
}

function evidenceOf(core: Core, door: Door): Evidence {
  const { families, policy } = core.state();
  const family = families.find((one) => one.family === door.family);
  return { place: placeOf(door), face: faceOf(door, family, policy), other_way: door.other_way };
}

function faceOf(door: Door, family: FamilyView | undefined, policy: Policy | null): Evidence["face"] {
  const face = door.face ?? (door.band && {
    likeness: door.likeness, band: door.band, reference: true, attempts: 1, live: null, quality: null, challenge: null,
  });
  if (!face) return null;
  const known = family?.references[0] ?? family?.reference;
  const reference = face.reference ? known?.id ?? "ktp" : null;
  return { ...face, reference, model: policy?.face.model ?? "", calibration: policy?.face.calibration ?? null };
}

async function photosOf({ photos }: Door): Promise<Photo[]> {
  const taken: Photo[] = [];
  for (const kind of ["face", "house", "ktp", "kk"] as const) {
    const path = photos[kind];
    if (path !== null) taken.push({ kind, bytes: new Uint8Array(await readFile(path)), thumb: null });
  }
  return taken;
}

/** Syncs until nothing is left, as often as a person would press the button. */
export async function syncAll({ core, weather }: Pick<SimPhone, "core" | "weather">, mangle: Mangle | null, tries: number): Promise<SyncEnd> {
  weather.mangle = mangle ?? GENTLE;
  let sum: SyncEnd | null = null;
  for (let i = 0; i < tries; i++) {
    const end = await core.sync();
    sum = sum ? added(sum, end) : end;
    if (end.left.events + end.left.media === 0 || (end.stopped !== null && end.stopped !== "offline")) break;
    if (i > 0) await hereClock.sleep(Math.min(1000, 20 * 2 ** i));
  }
  if (!sum) throw new RangeError("tries must be at least 1");
  return sum;
}

function added(sum: SyncEnd, end: SyncEnd): SyncEnd {
  return {
    ...end, sent: sum.sent + end.sent, acked: sum.acked + end.acked, media_sent: sum.media_sent + end.media_sent,
    held: [...sum.held, ...end.held],
  };
}

/** Everything this phone remembers, read from its events and not from what it was told. */
export async function memoryOf({ core, store }: Pick<SimPhone, "core" | "store">): Promise<object> {
  const events = store.everyEvent();
  const { bag, unsent } = core.state();
  const payments = events.map(({ text }) => eventOf(text)).flatMap((event) => event.type !== "payment.paid" ? []
    : event.body.items.map(({ entitlement, amount }) => ({ payment: event.body.payment, entitlement, amount })));
  return {
    events: events.map(({ text, seq, hash }) => ({ id: eventOf(text).id, seq, hash, type: eventOf(text).type })),
    acked_seq: (await store.load()).synced?.ack_seq ?? 0, payments,
    bag: { float: bag.float, paid: bag.paid, returned: bag.returned }, unsent,
  };
}

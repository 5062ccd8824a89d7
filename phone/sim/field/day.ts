/**
 * A payer's day through every trouble. What they do follows what the phone shows; what really happened to the money is
 * remembered apart from the phone, and an open question after a crash is answered from that.
 */
import { Refused, type Core, type Letter, type Photo, type SyncEnd } from "../../src/core/index";
import { hereRandom } from "../../src/store/here";
import { PowerCut } from "./fuse";
import { ask, count, isRefused, isUnwritten, restart, type FieldPhone } from "./phone";
import type { Trouble, Walk } from "./orders";

const MOST_TRIES = 40;
const PLACE = { accuracy_m: 8, spread_m: 2, fixes: 5 };

export type DoorEnd = { family: string; end: "paid" | "failed" | "voided" | "refused"; code: string | null };

/** Asks again after a power cut or a full storage, as a person would: until it is done, or refused for a reason. */
export async function insist<T>(phone: FieldPhone, trouble: Trouble, work: (core: Core) => Promise<T>): Promise<T> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      return await ask(phone, work, trouble.crash);
    } catch (error) {
      if (!(error instanceof PowerCut) && !isUnwritten(error)) throw error;
      await maybeReopened(phone, error);
    }
  }
  throw new RangeError("a day in which nothing ever works");
}

/** Where the app says that it couldn't write, people close it and open it again. */
async function maybeReopened(phone: FieldPhone, error: unknown): Promise<void> {
  if (error instanceof PowerCut || phone.chance() < 0.5) return;
  count(phone, "reopened");
  await restart(phone);
}

export async function walk(phone: FieldPhone, { doors, trouble }: Walk): Promise<DoorEnd[]> {
  const ends: DoorEnd[] = [];
  for (const door of doors) {
    if (phone.chance() < trouble.storage_full) {
      phone.failing = { left: 1 + Math.floor(phone.chance() * 3), how: phone.chance() < 0.5 ? "full" : "put" };
    }
    ends.push(await atDoor(phone, door, trouble));
    if (phone.chance() < trouble.sync_between) await syncOnce(phone, trouble);
  }
  return ends;
}

type Door = Walk["doors"][number];

async function atDoor(phone: FieldPhone, door: Door, trouble: Trouble): Promise<DoorEnd> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    try {
      await answerOpenQuestion(phone, trouble);
      const end = endSoFar(phone, door);
      if (end) return end;
      await visit(phone, door, trouble);
    } catch (error) {
      if (error instanceof PowerCut || isUnwritten(error)) {
        await maybeReopened(phone, error);
        continue;
      }
      if (error instanceof Refused) return { family: door.family, end: "refused", code: error.code };
      throw error;
    }
  }
  throw new RangeError("a door at which nothing ever works");
}

/** How the phone shows this family. One whose question was answered with no is done here, as is one not home. */
function endSoFar({ core }: FieldPhone, door: Door): DoorEnd | null {
  const shown = core.state().families.find(({ family }) => family === door.family);
  if (!shown) return { family: door.family, end: "refused", code: "not_in_pack" };
  const { at } = shown.status;
  return at === "paid" || at === "failed" ? { family: door.family, end: at, code: null } : null;
}

async function visit(phone: FieldPhone, door: Door, trouble: Trouble): Promise<void> {
  const { crash } = trouble;
  const home = phone.core.state().families.find(({ family }) => family === door.family)?.home;
  const here = home ? { ...PLACE, lat: home.lat, lng: home.lng, taken_at: new Date().toISOString() } : null;
  if (door.hazard) await ask(phone, (core) => core.noteHazard(door.family, "dog", "panggil dari gerbang"), crash);
  const id = await ask(phone, (core) => core.startVisit(door.family, "list"), crash);
  if (door.ending === "not_home") {
    return ask(phone, (core) => core.failVisit(id, { reason: "not_home", note: "surat ditinggal", next: door.next, place: here }), crash);
  }
  const evidence = { place: here, face: null, other_way: WITNESS };
  const photos = door.photo_bytes > 0 ? [photoOf(door.photo_bytes)] : [];
  await ask(phone, (core) => core.saveEvidence(id, evidence, photos), crash);
  const letter = door.looks ? await shownLetter(phone, door) : null;
  if (letter && isMarked(door.family)) {
    count(phone, "letter_marked");
    return ask(phone, (core) => core.failVisit(id, { reason: "letter_marked", note: "", next: "return", place: here }), crash);
  }
  const open = await intend(phone, id, door, letter, crash);
  if (door.ending === "voided" && phone.chance() < 0.7) {
    await ask(phone, (core) => core.voidPayment(open.payment, "batal diserahkan"), crash);
    return ask(phone, (core) => core.failVisit(id, { reason: "refuses", note: "", next: door.next, place: here }), crash);
  }
  await handOver(phone, open, trouble, letter);
}

/** Codes that stand written on the families' own letters. */
const written = new Set<string>();

function isMarked(family: string): boolean {
  return written.has(family);
}

function shownLetter(phone: FieldPhone, door: Door): Promise<Letter | null> {
  return door.letter === null ? Promise.resolve(null) : phone.core.readLetter(door.letter);
}

/** What is contested is paid against the unmarked letter, or asked of the house. */
async function intend(phone: FieldPhone, visit: string, door: Door, seen: Letter | null, crash: number): Promise<Open> {
  try {
    return await ask(phone, (core) => core.intendPayment(visit, { letter: seen, unmarked: seen !== null }), crash);
  } catch (error) {
    if (!isRefused(error, "contested")) throw error;
  }
  const letter = phone.chance() < 0.5 ? await shownLetter(phone, door) : null;
  count(phone, letter ? "contested_by_letter" : "contested_by_grant");
  if (letter && isMarked(door.family)) throw new Refused("contested");
  if (letter) return ask(phone, (core) => core.intendPayment(visit, { letter, unmarked: true }), crash);
  const { grant } = await ask(phone, (core) => core.askGrant(visit), crash);
  return ask(phone, (core) => core.intendPayment(visit, { grant }), crash);
}

type Open = Awaited<ReturnType<Core["intendPayment"]>>;

/** The screen said "hand over the money": money leaves the purse, and then the phone is told. */
async function handOver(phone: FieldPhone, open: Open, { crash, kill_between }: Trouble, letter: Letter | null): Promise<void> {
  const isKilled = phone.chance() < kill_between;
  if (isKilled && phone.chance() < 0.5) return killed(phone, "kill_before_cash");
  give(phone, open);
  if (isKilled) return killed(phone, "kill_after_cash");
  const code = letter && await phone.core.letterCode(letter);
  if (code !== null) written.add(open.family);
  await ask(phone, (core) => core.confirmPaid(open.payment, { received_by: "self", written: code !== null }), crash);
}

async function killed(phone: FieldPhone, how: string): Promise<never> {
  count(phone, how);
  await restart(phone);
  throw new PowerCut(how);
}

function give(phone: FieldPhone, { payment, family, items, total }: Open): void {
  if (phone.purse.cash < total) throw new Refused("bag_too_small"); // whatever the phone says is left in it
  phone.purse.cash -= total;
  phone.handed.push({ payment, family, items: items.map(({ entitlement, amount }) => ({ entitlement, amount })), total });
}

/** "Did the family receive the money just now?" The payer knows, whatever the phone went through. */
export async function answerOpenQuestion(phone: FieldPhone, trouble: Trouble): Promise<void> {
  const open = phone.core.state().openIntent;
  if (!open) return;
  count(phone, "open_question");
  const wasHanded = phone.handed.some(({ payment }) => payment === open.payment);
  if (!wasHanded && phone.chance() < 0.4) {
    return ask(phone, (core) => core.voidPayment(open.payment, "HP mati sebelum uang diserahkan"), trouble.crash);
  }
  if (!wasHanded) give(phone, open);
  await ask(phone, (core) => core.confirmPaid(open.payment, { received_by: "self" }), trouble.crash);
}

const WITNESS = {
  way: "witness", note: "KTP tertinggal; kantor tidak terhubung", code: null, member: null, letter: false,
  approval: null, witness: { name: "I Ketut Lingga", role: "kepala_lingkungan" },
} as const;

/** A JPEG of one pixel; what follows its end makes it one of a kind, and as large as wanted. */
const PIXEL = Uint8Array.from(atob(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/"
  + "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="), (c) => c.charCodeAt(0));

function photoOf(bytes: number): Photo {
  const all = new Uint8Array(Math.max(bytes, PIXEL.length + 16));
  all.set(PIXEL);
  all.set(hereRandom(16), PIXEL.length);
  return { kind: "house", bytes: all, thumb: null };
}

/** One try to send, as after each payment; nothing that goes wrong here stops the payer. */
export async function syncOnce(phone: FieldPhone, trouble: Trouble): Promise<SyncEnd | null> {
  try {
    return await ask(phone, (core) => core.sync(), trouble.crash);
  } catch (error) {
    if (error instanceof PowerCut || error instanceof Refused) return null;
    throw error;
  }
}

/** Dogs, one after the other: a day with more events than go into one batch. */
export async function jot(phone: FieldPhone, notes: number): Promise<void> {
  const { families } = phone.core.state();
  for (let n = 0; n < notes; n++) {
    const family = families[n % families.length]?.family;
    if (family) await phone.core.noteHazard(family, "dog", `anjing ke-${n + 1}`);
  }
}

/** Until all is sent, as often as somebody would press the button. */
export async function syncAll(phone: FieldPhone, trouble: Trouble, tries: number): Promise<{ left: number; stopped: string | null }> {
  let stopped: string | null = null;
  for (let i = 0; i < tries; i++) {
    const end = await syncOnce(phone, trouble);
    stopped = end ? end.stopped : "power";
    const { unsent: { events, media }, carried } = phone.core.state();
    if (end && events + media + carried.length === 0) break;
    if (stopped === "phone_revoked" || stopped === "chain_differs" || stopped === "phone_unknown") break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(200, 10 * 2 ** i)));
  }
  const { events, media } = phone.core.state().unsent;
  return { left: events + media, stopped };
}

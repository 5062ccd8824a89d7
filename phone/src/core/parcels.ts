/**
 * Another phone's sealed file, kept here sealed anew and sent on. Its events prove themselves by
 * that phone's signature; it is forgotten only after signed answers cover all of it: at once where
 * its chain reaches so far, after 14 days where it has a hole and the house signs that it has the rest.
 */
import { readCarriedAnswer, readCarriedKept, type CarriedAnswer, type CarriedKept, type HouseProblem } from "../wire/answers";
import { toUtf8 } from "../wire/bytes";
import { isText, object, readJson, type Reader } from "../wire/shapes";
import { pause, TRIES } from "./backoff";
import { fitting } from "./batches";
import type { Desk } from "./desk";
import { CONTRACT } from "./enrol";
import { hear } from "./hear";
import { longAgo } from "./keep";
import type { Identity, KeptEvent, Keys, Parcel } from "./parts";
import { FULL_LIST } from "./photos";
import { Refused } from "./refusals";
import type { State, SyncStop } from "./state";

const readPhone: Reader<{ phone: string }> = object({ phone: isText });

export async function carry(desk: Desk, file: string, pin: string): Promise<State["carried"][number]> {
  const found = await desk.parts.keys.openFile(file, pin);
  if (!found) throw new Refused("file_wrong");
  const phones = new Set(found.events.map(({ text }) => readJson(text, readPhone)?.phone ?? ""));
  const [of] = phones;
  if (phones.size !== 1 || !of) throw new Refused("file_wrong");
  if (of === desk.memory().identity?.phone) throw new Refused("file_own");
  return desk.serial(async () => {
    const before = desk.memory().parcels.find((one) => one.for === of);
    const tickets = found.photos.map(({ ticket }) => ticket);
    const parcel: Parcel = {
      for: of, events: bySeq(union(before?.events ?? [], found.events, ({ hash }) => hash)),
      tickets: union(before?.tickets ?? [], tickets, ({ sha256 }) => sha256),
    };
    await desk.commit({ parcel: { parcel, photos: found.photos.map(({ ticket: { sha256 }, bytes }) => ({ sha256, bytes })) } });
    return { for: of, events: parcel.events.length, media: parcel.tickets.length };
  });
}

/** Of a copied phone both events of one seq are brought: the house judges, not the carrier. */
function union<T>(before: T[], more: T[], key: (one: T) => string): T[] {
  return [...new Map([...before, ...more].map((one) => [key(one), one])).values()];
}

function bySeq(events: KeptEvent[]): KeptEvent[] {
  return [...events].sort((a, b) => a.seq - b.seq);
}

type Answer = CarriedAnswer | CarriedKept;
const readAnswer: Reader<Answer> = (value, where) =>
  typeof value === "object" && value !== null && "ack_seq" in value ? readCarriedAnswer(value, where) : readCarriedKept(value, where);

type Road = { desk: Desk; house: Identity; said: (problem: HouseProblem | null) => void };

/** said: hears the house's own sentence when it refuses one. A parcel that is refused holds up no other. */
export async function pushParcels(road: Road): Promise<SyncStop> {
  let first: SyncStop = null;
  for (const parcel of road.desk.memory().parcels) {
    const stopped = await pushParcel(road, parcel);
    first ??= stopped;
    if (stopped !== null && stopped !== "refused" && stopped !== "too_large") break;
  }
  return first;
}

async function pushParcel(road: Road, parcel: Parcel): Promise<SyncStop> {
  const { desk, house } = road;
  if (restsAside(desk, parcel)) return null;
  const pushed = await pushEvents(road, parcel);
  if (typeof pushed === "string") return pushed;
  const { told, whole } = pushed;
  const missing = "ack_seq" in told ? told.missing_media : null;
  let sent = 0;
  for (const { sha256, kind, visit } of parcel.tickets) {
    if (missing && !missing.includes(sha256)) continue;
    const bytes = await desk.parts.store.parcelPhoto(parcel.for, sha256);
    const end = bytes && await desk.parts.net.upload({ sha256, kind, visit, bytes, for: parcel.for }, house.token);
    if (end?.end === "no_answer") return "offline";
    if (end?.end === "stored") sent += 1;
  }
  // a signed answer, not the upload's own word, says that the house holds them
  const last = sent === 0 ? { answer: told } : await pushBatch(road, parcel.for, []);
  if (typeof last === "string") return last === "halve" ? "too_large" : last;
  const { answer } = last;
  const arrived = "ack_seq" in answer ? reaches(parcel, answer) && hasPhotos(parcel, answer) : sent === parcel.tickets.length;
  if (arrived) await desk.serial(() => forget(desk, parcel));
  else if (whole && "ack_seq" in answer && hasPhotos(parcel, answer)) await desk.serial(() => putAside(desk, parcel, answer));
  return null;
}

/** The house has it all, in this epoch, and 14 days aren't over: there is nothing to send. */
function restsAside(desk: Desk, { aside }: Parcel): boolean {
  return aside !== undefined && aside.epoch === desk.memory().synced.epoch && aside.at >= longAgo(desk);
}

/** Its chain can't close from here. The copy stays until the house has said so again 14 days later. */
async function putAside(desk: Desk, parcel: Parcel, { server_time, epoch }: CarriedAnswer): Promise<void> {
  const { aside } = parcel;
  if (aside?.epoch === epoch && aside.at < longAgo(desk)) return forget(desk, parcel);
  if (!desk.memory().parcels.includes(parcel)) return;
  await desk.commit({ parcel: { parcel: { ...parcel, aside: { at: server_time, epoch } }, photos: [] } });
}

/** Unless a newer file of that phone came meanwhile. */
async function forget(desk: Desk, parcel: Parcel): Promise<void> {
  if (desk.memory().parcels.includes(parcel)) await desk.commit({ forget_parcel: parcel.for });
}

function reaches({ events }: Parcel, { ack_seq }: CarriedAnswer): boolean {
  return ack_seq >= (events.at(-1)?.seq ?? 0);
}

function hasPhotos({ tickets }: Parcel, { missing_media }: CarriedAnswer): boolean {
  return missing_media.length < FULL_LIST && !tickets.some(({ sha256 }) => missing_media.includes(sha256));
}

/** told: the last answer once each batch was answered, kept only when each of them is; whole: of each the house signed that it has all. */
async function pushEvents(road: Road, { for: of, events }: Parcel): Promise<{ told: Answer; whole: boolean } | Exclude<SyncStop, null>> {
  let last: Answer | null = null, at = 0, most = 100, whole = true;
  while (at < events.length || last === null) {
    const batch = fitting(events.slice(at, at + most));
    const told = await pushBatch(road, of, batch);
    if (told === "halve" && batch.length > 1) {
      most = Math.floor(batch.length / 2);
      continue;
    }
    if (typeof told === "string") return told === "halve" ? "too_large" : told;
    if (!("ack_seq" in told.answer) && !told.answer.kept) return "refused";
    last = told.answer;
    whole &&= told.whole;
    at += batch.length;
  }
  return { told: last, whole };
}

/** What a signed answer must say of this batch for the house to have all of it. */
export async function broughtBy(texts: string[], keys: Keys): Promise<string> {
  const prints = await Promise.all(texts.map((text) => keys.sha256(toUtf8(text))));
  return keys.sha256(toUtf8(prints.sort().join("\n")));
}

type Batch = { answer: Answer; whole: boolean };

async function pushBatch({ desk, house, said }: Road, of: string, batch: KeptEvent[]): Promise<Batch | "halve" | Exclude<SyncStop, null>> {
  const { net, keys } = desk.parts;
  const print = await broughtBy(batch.map(({ text }) => text), keys);
  for (let tries = 0; tries < TRIES; tries++) {
    const { epoch } = desk.memory().synced;
    const events = batch.map(({ text, signature }) => ({ e: text, s: signature }));
    const answer = await net.post("/api/sync/carried", JSON.stringify({ for: of, contract: CONTRACT, epoch, events }), house.token);
    const heard = await hear(answer, readAnswer, house, keys);
    if (heard.is === "answer") {
      const answer = heard.value;
      return answer.for === of ? { answer, whole: "ack_seq" in answer && answer.brought === print } : "not_the_house";
    }
    if (heard.is === "halve") return "halve";
    if (heard.is === "stop" || heard.is === "revoked") said(heard.problem);
    if (heard.is === "stop") return heard.why;
    if (heard.is === "revoked") return "phone_revoked";
    if (heard.is === "nothing_new") return "not_the_house";
    await pause(desk.parts, tries, heard.after_s);
  }
  return "busy";
}

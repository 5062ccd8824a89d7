/**
 * What the house hasn't verified yet, as one sealed file for a worse day: a broken screen, a browser
 * that forgets. It opens with the phone's PIN only; events in it stay signed and chained.
 */
import type { Exported, KeptEvent, PhotoTicket } from "../core/parts";
import { fromBase64Url, toBase64Url, type Bytes } from "../wire/bytes";
import { array, isInteger, isText, object, oneOf, readJson, type Reader } from "../wire/shapes";
import type { Database } from "./idb";
import { openJson, openLock, type Lock, type Sealed, type Sealer } from "./seal";

type Row = { at: string; key: string; iv: string; data: string };
type File = {
  kind: "amanah.sealed"; v: 1;
  lock: { salt: string; rounds: number; keys: { id: string; iv: string; data: string }[] };
  events: Row[]; tickets: Row[]; photos: Row[];
};

/** Every kept event, and the photos of which no signed answer has said that the house holds them. */
export async function exportSealed(db: Database, sealer: Sealer): Promise<string> {
  const lock = await db.get("lock", "lock");
  if (!lock) throw new RangeError("nothing is kept here");
  const file: File = { kind: "amanah.sealed", v: 1, lock: lockText(lock), events: [], tickets: [], photos: [] };
  for (const seq of await db.getAllKeys("events")) push(file.events, String(seq), await db.get("events", seq));
  for (const sha256 of await db.getAllKeys("tickets")) {
    const sealed = await db.get("tickets", sha256);
    const ticket = sealed && await openJson(sealer, `tickets ${sha256}`, sealed) as PhotoTicket;
    if (ticket?.state === "verified") continue;
    push(file.tickets, sha256, sealed);
    push(file.photos, sha256, await db.get("photos", sha256));
  }
  return JSON.stringify(file);
}

/** Null when it is no such file, or the PIN is wrong. */
export async function openExport(text: string, pin: string): Promise<Exported | null> {
  const file = readJson(text, readFile);
  if (!file) return null;
  const [newest] = file.lock.keys.slice(-1);
  const opened = await openLock(lockOf(file.lock), pin, newest?.id ?? "");
  if (!opened) return null;
  const { sealer } = opened;
  const events = await Promise.all(file.events.map((row) => openJson(sealer, `events ${row.at}`, sealedOf(row)) as Promise<KeptEvent>));
  const bytes = new Map<string, Bytes>();
  for (const row of file.photos) bytes.set(row.at, await sealer.open(`photos ${row.at}`, sealedOf(row)));
  const photos = await Promise.all(file.tickets.map(async (row) => ({
    ticket: await openJson(sealer, `tickets ${row.at}`, sealedOf(row)) as PhotoTicket,
    bytes: bytes.get(row.at) ?? new Uint8Array(),
  })));
  return { events, photos };
}

function push(rows: Row[], at: string, sealed: Sealed | undefined): void {
  if (sealed) rows.push({ at, key: sealed.key, iv: toBase64Url(sealed.iv), data: toBase64Url(new Uint8Array(sealed.data)) });
}

function sealedOf({ key, iv, data }: Row): Sealed {
  return { key, iv: bytesOf(iv), data: bytesOf(data).buffer };
}

function lockText({ salt, rounds, keys }: Lock): File["lock"] {
  const texts = keys.map(({ id, iv, data }) => ({ id, iv: toBase64Url(iv), data: toBase64Url(new Uint8Array(data)) }));
  return { salt: toBase64Url(salt), rounds, keys: texts };
}

function lockOf({ salt, rounds, keys }: File["lock"]): Lock {
  return { v: 1, salt: bytesOf(salt), rounds, keys: keys.map(({ id, iv, data }) => ({ id, iv: bytesOf(iv), data: bytesOf(data).buffer })) };
}

function bytesOf(text: string): Bytes {
  return fromBase64Url(text) ?? new Uint8Array();
}

const row: Reader<Row> = object({ at: isText, key: isText, iv: isText, data: isText });
const readFile: Reader<File> = object({
  kind: oneOf("amanah.sealed"), v: oneOf(1),
  lock: object({ salt: isText, rounds: isInteger, keys: array(object({ id: isText, iv: isText, data: isText })) }),
  events: array(row), tickets: array(row), photos: array(row),
});

/**
 * What the house hasn't verified yet, as one sealed file for a worse day: a broken screen, a browser
 * that forgets. It opens with the phone's PIN only; events in it stay signed and chained.
 */
import type { Exported, KeptEvent, PhotoTicket } from "../core/parts";
import type { Bytes } from "../wire/bytes";
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
  const events = await Promise.all(file.events.map((row) => jsonOf(sealer, "events", row) as Promise<KeptEvent | null>));
  const bytes = new Map(file.photos.map((row) => [row.at, row]));
  const photos: Exported["photos"] = [];
  for (const row of file.tickets) {
    const ticket = await jsonOf(sealer, "tickets", row) as PhotoTicket | null;
    const sealed = bytes.get(row.at), photo = sealed && await unsealed(sealer, "photos", sealed);
    if (ticket && photo) photos.push({ ticket, bytes: photo });
  }
  return { events: events.filter((event) => event !== null), photos };
}

/** Null for a damaged row: the others stand by themselves, and a gap in the chain tells the house of it. */
async function unsealed(sealer: Sealer, table: string, row: Row): Promise<Bytes | null> {
  try {
    return await sealer.open(`${table} ${row.at}`, sealedOf(row));
  } catch (error) {
    if (error instanceof DOMException || error instanceof RangeError) return null;
    throw error;
  }
}

async function jsonOf(sealer: Sealer, table: string, row: Row): Promise<unknown> {
  const bytes = await unsealed(sealer, table, row);
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

function push(rows: Row[], at: string, sealed: Sealed | undefined): void {
  if (sealed) rows.push({ at, key: sealed.key, iv: textOf(sealed.iv), data: textOf(new Uint8Array(sealed.data)) });
}

function sealedOf({ key, iv, data }: Row): Sealed {
  return { key, iv: bytesOf(iv), data: bytesOf(data).buffer };
}

function lockText({ salt, rounds, keys }: Lock): File["lock"] {
  const texts = keys.map(({ id, iv, data }) => ({ id, iv: textOf(iv), data: textOf(new Uint8Array(data)) }));
  return { salt: textOf(salt), rounds, keys: texts };
}

function lockOf({ salt, rounds, keys }: File["lock"]): Lock {
  return { v: 1, salt: bytesOf(salt), rounds, keys: keys.map(({ id, iv, data }) => ({ id, iv: bytesOf(iv), data: bytesOf(data).buffer })) };
}

const PIECE = 3 * 8192;

/** base64url by the browser's own hand: a day's photos are tens of megabytes. */
function textOf(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE))));
  return pieces.join("").replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Nothing for a text that isn't base64: then nothing opens with it. */
function bytesOf(text: string): Bytes {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch (error) {
    if (error instanceof DOMException) return new Uint8Array();
    throw error;
  }
}

const row: Reader<Row> = object({ at: isText, key: isText, iv: isText, data: isText });
const readFile: Reader<File> = object({
  kind: oneOf("amanah.sealed"), v: oneOf(1),
  lock: object({ salt: isText, rounds: isInteger, keys: array(object({ id: isText, iv: isText, data: isText })) }),
  events: array(row), tickets: array(row), photos: array(row),
});

/** Opening the app's store: with a PIN or a passkey, by one page at a time, and noticing when it was lost. */
import type { Keys, Storage, Store } from "../core/parts";
import { exportSealed } from "./export";
import { beginAnew, clearAll, createIdbStore, keptSeq, openDatabase, type Database } from "./idb";
import { keysOf, newKeyPair, type KeyPair } from "./keys";
import { askPasskey, makePasskey } from "./passkey";
import { rescued } from "./rescue";
import { changedPin, fits, newLock, openLock, openLockBy, withPasskey, type Lock, type Sealer } from "./seal";

/** missing_events: how many of the last events the browser has lost (0 unless its storage was damaged). */
export type OpenVault = {
  is: "open"; store: Store; keys: Keys; storage: Storage; missing_events: number;
  /** What the house hasn't verified, as one file that opens with this PIN only. */
  exported: () => Promise<string>;
};
export type Opened =
  | OpenVault
  | { is: "wrong_pin" }
  /** another tab or window of this app is writing */
  | { is: "other_page" }
  | { is: "none" };

/**
 * passkey: it can be opened by one. lost: this phone once kept events up to `had_seq`, and the browser has
 * thrown them or their key away; a new vault, a new enrolment, and the house is told.
 */
export type VaultSight = { is: "none" } | { is: "kept"; passkey: boolean } | { is: "lost"; had_seq: number };

/** Seq of the last event, and of a lost chain until a new one has begun; outside of IndexedDB, nothing personal. */
const MARK = "amanah.kept_seq", HAD = "amanah.had_seq";

export async function lookForVault(): Promise<VaultSight> {
  const db = await openDatabase();
  const { lock, pair } = await held(db);
  db.close();
  if (lock && pair) return { is: "kept", passkey: lock.passkey !== undefined };
  const had_seq = Math.max(marked(MARK), marked(HAD));
  return lock || had_seq > 0 ? { is: "lost", had_seq } : { is: "none" };
}

function marked(name: string): number {
  return Number(localStorage.getItem(name) ?? 0);
}

function mark(name: string, seq: number): void {
  localStorage.setItem(name, String(seq));
}

async function held(db: Database): Promise<{ lock: Lock | undefined; pair: KeyPair | undefined }> {
  return { lock: await db.get("lock", "lock"), pair: await readPair(db) };
}

/** A key the browser can't give back any more is a lost one. */
async function readPair(db: Database): Promise<KeyPair | undefined> {
  try {
    return await db.get("pair", "pair");
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/**
 * The first time on this phone, or after its key was lost; the old PIN then saves what was kept, which goes
 * on to the house as another phone's. Also asks the browser not to throw the store away.
 */
export async function makeVault(pin: string): Promise<Opened> {
  if (!await holdTheDoor()) return { is: "other_page" };
  const db = await openDatabase();
  const before = await held(db);
  if (before.lock && before.pair) return openWith(db, await openLock(before.lock, pin, today()), before.lock, before.pair);
  const { lock, sealer } = await newLock(pin, today());
  const old = before.lock && await openLock(before.lock, pin, today());
  if (old === null) return refused(db);
  const pair = await newKeyPair();
  await beginAnew(db, lock, pair, await rescued(db, old?.sealer, sealer));
  mark(HAD, Math.max(marked(MARK), marked(HAD)));
  // a new chain begins: what an older vault had is no longer missed here
  mark(MARK, 0);
  return opened(db, sealer, keysOf(pair));
}

export async function openVault(pin: string): Promise<Opened> {
  return open((lock) => openLock(lock, pin, today()));
}

/** wrong_pin: the payer wasn't recognised, or there is no passkey; the PIN still opens. */
export async function openWithPasskey(): Promise<Opened> {
  return open(async (lock) => {
    const secret = lock.passkey && await askPasskey(lock.passkey);
    return secret ? openLockBy(lock, secret, today()) : null;
  });
}

type Unlocked = { lock: Lock; sealer: Sealer } | null;

async function open(unlock: (lock: Lock) => Promise<Unlocked>): Promise<Opened> {
  if (!await holdTheDoor()) return { is: "other_page" };
  const db = await openDatabase();
  const { lock, pair } = await held(db);
  if (!lock || !pair) return { is: "none" };
  return openWith(db, await unlock(lock), lock, pair);
}

async function openWith(db: Database, unlocked: Unlocked, before: Lock, pair: KeyPair): Promise<Opened> {
  if (!unlocked) return refused(db);
  if (unlocked.lock !== before) await keepLock(db, unlocked.lock);
  return opened(db, unlocked.sealer, keysOf(pair));
}

function refused(db: Database): Opened {
  db.close();
  return { is: "wrong_pin" };
}

/** The fingerprint as a second way in. none: this phone has none to give, or its owner didn't want to. */
export async function addPasskey(pin: string): Promise<"added" | "wrong_pin" | "none"> {
  let isRight = false;
  const added = await relock(async (lock) => {
    isRight = await fits(lock, pin);
    const made = isRight ? await makePasskey() : null;
    return made && withPasskey(lock, pin, made.passkey, made.secret);
  });
  if (added) return "added";
  return isRight ? "none" : "wrong_pin";
}

/** Everything stays; files exported before open with the old PIN. False when the old PIN is wrong. */
export async function changePin(old: string, pin: string): Promise<boolean> {
  return relock((lock) => changedPin(lock, old, pin));
}

async function relock(change: (lock: Lock) => Promise<Lock | null>): Promise<boolean> {
  const db = await openDatabase();
  const lock = await db.get("lock", "lock");
  const changed = lock && await change(lock);
  if (changed) await keepLock(db, changed);
  db.close();
  return Boolean(changed);
}

/** All of it, for good: only for a phone that was wiped, before it is enrolled anew. Close the page after. */
export async function dropVault(): Promise<void> {
  const db = await openDatabase();
  await clearAll(db);
  db.close();
  mark(MARK, 0);
  mark(HAD, 0);
}

async function keepLock(db: Database, lock: Lock): Promise<void> {
  const tx = db.transaction("lock", "readwrite", { durability: "strict" });
  await Promise.all([tx.store.put(lock, "lock"), tx.done]);
}

async function opened(db: Database, sealer: Sealer, keys: Keys): Promise<OpenVault> {
  const kept = (seq: number): void => {
    mark(MARK, seq);
    mark(HAD, 0); // the house was told when the new chain's phone was enrolled
  };
  const missing_events = Math.max(0, marked(MARK) - await keptSeq(db, sealer));
  return {
    is: "open", store: createIdbStore(db, sealer, kept), keys, exported: () => exportSealed(db, sealer), missing_events,
    storage: { persisted: await persisted(), missing_events, had_seq: marked(HAD) },
  };
}

/** Null where the browser doesn't say; it may grant today what it refused before the app was installed. */
async function persisted(): Promise<boolean | null> {
  const { storage } = navigator as { storage?: Partial<StorageManager> };
  return await storage?.persist?.() ?? null;
}

let door: Promise<boolean> | null = null;

/** One writer: the lock is kept until this page is closed. */
function holdTheDoor(): Promise<boolean> {
  door ??= new Promise((answer) => {
    void navigator.locks.request("amanah-writer", { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined);
    });
  });
  const mine = door;
  return mine.then((got) => {
    if (!got && door === mine) door = null;
    return got;
  });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Opening the app's store: with a PIN, by one page at a time, and noticing when it was lost. */
import type { Keys, Store } from "../core/parts";
import { exportSealed } from "./export";
import { createIdbStore, keptSeq, openDatabase, type Database } from "./idb";
import { keysOf, newKeyPair } from "./keys";
import { newLock, openLock, type Lock, type Sealer } from "./seal";

export type Opened =
  /**
   * missing_events: how many of the last events the browser has lost (0 unless its storage was damaged).
   * exported: what the house hasn't verified, as one file that opens with this PIN only.
   */
  | { is: "open"; store: Store; keys: Keys; exported: () => Promise<string>; missing_events: number }
  | { is: "wrong_pin" }
  /** another tab or window of this app is writing */
  | { is: "other_page" }
  | { is: "none" };

/** lost: this phone once kept events up to `had_seq`, and the browser has thrown them away. */
export type VaultSight = { is: "none" } | { is: "kept" } | { is: "lost"; had_seq: number };

const MARK = "amanah.kept_seq";

export async function lookForVault(): Promise<VaultSight> {
  const db = await openDatabase();
  const lock = await db.get("lock", "lock");
  db.close();
  if (lock) return { is: "kept" };
  return markedSeq() > 0 ? { is: "lost", had_seq: markedSeq() } : { is: "none" };
}

/** The last event's seq, noted outside of IndexedDB; it holds nothing personal. */
function markedSeq(): number {
  return Number(localStorage.getItem(MARK) ?? 0);
}

/** The first time on this phone; also asks the browser not to throw the store away. */
export async function makeVault(pin: string): Promise<Opened> {
  if (!await holdTheDoor()) return { is: "other_page" };
  await navigator.storage.persist();
  const db = await openDatabase();
  if (await db.get("lock", "lock")) return openWith(db, pin);
  const { lock, sealer } = await newLock(pin, today());
  const pair = await newKeyPair();
  const tx = db.transaction(["lock", "pair"], "readwrite", { durability: "strict" });
  await Promise.all([tx.objectStore("lock").put(lock, "lock"), tx.objectStore("pair").put(pair, "pair"), tx.done]);
  // a new chain begins: what an older vault had is no longer missed here
  localStorage.setItem(MARK, "0");
  return opened(db, sealer, keysOf(pair));
}

export async function openVault(pin: string): Promise<Opened> {
  if (!await holdTheDoor()) return { is: "other_page" };
  return openWith(await openDatabase(), pin);
}

async function openWith(db: Database, pin: string): Promise<Opened> {
  const [lock, pair] = await Promise.all([db.get("lock", "lock"), db.get("pair", "pair")]);
  if (!lock || !pair) return { is: "none" };
  const unlocked = await openLock(lock, pin, today());
  if (!unlocked) {
    db.close();
    return { is: "wrong_pin" };
  }
  if (unlocked.lock !== lock) await keepLock(db, unlocked.lock);
  return opened(db, unlocked.sealer, keysOf(pair));
}

async function keepLock(db: Database, lock: Lock): Promise<void> {
  const tx = db.transaction("lock", "readwrite", { durability: "strict" });
  await Promise.all([tx.store.put(lock, "lock"), tx.done]);
}

async function opened(db: Database, sealer: Sealer, keys: Keys): Promise<Opened> {
  const kept = (seq: number): void => {
    localStorage.setItem(MARK, String(seq));
  };
  return {
    is: "open", store: createIdbStore(db, sealer, kept), keys, exported: () => exportSealed(db, sealer),
    missing_events: Math.max(0, markedSeq() - await keptSeq(db, sealer)),
  };
}

let held: Promise<boolean> | null = null;

/** One writer: the lock is kept until this page is closed. */
function holdTheDoor(): Promise<boolean> {
  held ??= new Promise((answer) => {
    void navigator.locks.request("amanah-writer", { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined);
    });
  });
  const mine = held;
  return mine.then((got) => {
    if (!got && held === mine) held = null;
    return got;
  });
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Where a simulated phone keeps its things: in memory, or as the app itself does, sealed in IndexedDB. */
import "fake-indexeddb/auto";
import type { Store } from "../../src/core/parts";
import { exportSealed } from "../../src/store/export";
import { createIdbStore, openDatabase, type Database } from "../../src/store/idb";
import { createMemoryStore, type MemoryStore } from "../../src/store/memory";
import { newLock, openLock } from "../../src/store/seal";

export type Cabinet = {
  /** The app is opened: whoever had it open before can write no more. */
  open(): Promise<Store>;
  /** Another phone with the same content. */
  copy(): Promise<Cabinet>;
  /** Everything the house hasn't verified, as one sealed file. */
  exported(): Promise<string>;
  /** The n-th put of the next write throws at once; false where nothing is put. */
  breakPut(n: number): boolean;
  /** A put that was to throw and didn't come any more. */
  mend(): void;
};

export const PIN = "246813";
const DAY = "2026-11-24", FEW_ROUNDS = 10; // the real number is for a thief, not for a simulation

export function inMemory(store: MemoryStore = createMemoryStore()): Cabinet {
  return {
    open: () => Promise.resolve(store),
    copy: () => Promise.resolve(inMemory(store.copy())),
    exported: () => Promise.reject(new RangeError("a store in memory has no sealed file")),
    breakPut: () => false,
    mend: () => undefined,
  };
}

export async function inIndexedDb(): Promise<Cabinet> {
  const name = nextName();
  const db = await openDatabase(name);
  await db.put("lock", (await newLock(PIN, DAY, FEW_ROUNDS)).lock, "lock");
  return cabinetOf(name, db);
}

function cabinetOf(name: string, db: Database): Cabinet {
  const unlocked = async (): Promise<NonNullable<Awaited<ReturnType<typeof openLock>>>> => {
    const lock = await db.get("lock", "lock");
    const opened = lock && await openLock(lock, PIN, DAY);
    if (!opened) throw new RangeError(`${name} doesn't open`);
    return opened;
  };
  return {
    async open() {
      db.close();
      db = await openDatabase(name);
      return createIdbStore(db, (await unlocked()).sealer);
    },
    async copy() {
      const other = nextName(), copied = await openDatabase(other);
      for (const table of db.objectStoreNames) {
        const [keys, rows] = await Promise.all([db.getAllKeys(table), db.getAll(table)]);
        const tx = copied.transaction(table, "readwrite");
        await Promise.all([...rows.map((row, i) => tx.store.put(row, keys[i] as never)), tx.done]);
      }
      return cabinetOf(other, copied);
    },
    exported: async () => exportSealed(db, (await unlocked()).sealer),
    breakPut(n) {
      breaking.set(name, n);
      return true;
    },
    mend: () => void breaking.delete(name),
  };
}

let names = 0;

function nextName(): string {
  names += 1;
  return `phone-${names}`;
}

/** By database: at which of its coming puts the browser throws, as when it can't clone a value or the disk answers no. */
const breaking = new Map<string, number>();

for (const verb of ["put", "add"] as const) {
  const real = IDBObjectStore.prototype[verb];
  IDBObjectStore.prototype[verb] = function broken(value: unknown, key?: IDBValidKey) {
    const left = (breaking.get(this.transaction.db.name) ?? 0) - 1;
    if (left >= 0) breaking.set(this.transaction.db.name, left);
    if (left === 0) throw new DOMException("the disk says no", "UnknownError");
    return real.call(this, value, key);
  };
}

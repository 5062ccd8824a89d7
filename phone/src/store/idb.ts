/**
 * The app's store: IndexedDB, everything sealed before it goes in.
 *
 * One change is one transaction with strict durability; it is sealed first, since a transaction
 * doesn't wait for WebCrypto.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { Change, Identity, Kept, KeptEvent, Marking, Parcel, PhotoTicket, Store, Synced, Wiped } from "../core/parts";
import type { Projection } from "../core/project";
import type { Pack } from "../wire/pack";
import type { KeyPair } from "./keys";
import { openJson, sealJson, type Lock, type Sealed, type Sealer } from "./seal";
import { singles } from "./memory";

type Tables = DBSchema & {
  lock: { key: "lock"; value: Lock };
  pair: { key: "pair"; value: KeyPair };
  records: { key: string; value: Sealed };
  events: { key: number; value: Sealed };
  tickets: { key: string; value: Sealed };
  photos: { key: string; value: Sealed };
  /** by the phone they come from */
  parcels: { key: string; value: Sealed };
  /** "PHONE SHA256" */
  parcel_photos: { key: string; value: Sealed };
};
export type Database = IDBPDatabase<Tables>;

const TABLES = ["lock", "pair", "records", "events", "tickets", "photos", "parcels", "parcel_photos"] as const;

export function openDatabase(name = "amanah"): Promise<Database> {
  return openDB<Tables>(name, 2, {
    // version 1 had no parcels; what it kept stays as it is
    upgrade(db) {
      for (const table of TABLES) if (!db.objectStoreNames.contains(table)) db.createObjectStore(table);
    },
    // a newer version waits for this page: let go, the page will be loaded again
    blocking: (_old, _new, event) => {
      (event.target as IDBDatabase).close();
    },
  });
}

/** kept: called after each durable change with the last event's seq (for the loss detector). */
export function createIdbStore(db: Database, sealer: Sealer, kept: (seq: number) => void = () => undefined): Store {
  const record = async (name: keyof Kept): Promise<unknown> => {
    const sealed = await db.get("records", name);
    return sealed === undefined ? null : openJson(sealer, `records ${name}`, sealed);
  };
  return {
    load: async () => ({
      identity: await record("identity") as Identity | null,
      pack: await record("pack") as Pack | null,
      projection: await record("projection") as Projection | null,
      synced: await record("synced") as Synced | null,
      wiped: await record("wiped") as Wiped | null,
      marking: await record("marking") as Marking | null,
      parcels: await parcels(db, sealer),
    }),
    async events(after, limit) {
      const range = IDBKeyRange.lowerBound(after, true);
      const most = Math.min(limit, 0xffffffff);
      const [seqs, rows] = await Promise.all([db.getAllKeys("events", range, most), db.getAll("events", range, most)]);
      return Promise.all(rows.map((row, i) => openJson(sealer, `events ${seqs[i]}`, row) as Promise<KeptEvent>));
    },
    async tickets() {
      const [names, rows] = await Promise.all([db.getAllKeys("tickets"), db.getAll("tickets")]);
      return Promise.all(rows.map((row, i) => openJson(sealer, `tickets ${names[i]}`, row) as Promise<PhotoTicket>));
    },
    async photo(sha256) {
      const sealed = await db.get("photos", sha256);
      return sealed === undefined ? null : sealer.open(`photos ${sha256}`, sealed);
    },
    async parcelPhoto(of, sha256) {
      const sealed = await db.get("parcel_photos", `${of} ${sha256}`);
      return sealed === undefined ? null : sealer.open(`parcel_photos ${of} ${sha256}`, sealed);
    },
    async transact(change) {
      await write(db, await sealChange(db, sealer, change), change);
      const last = change.events?.at(-1)?.seq;
      if (last !== undefined) kept(last);
    },
  };
}

/** seq of the last event folded into what is kept. */
export async function keptSeq(db: Database, sealer: Sealer): Promise<number> {
  const sealed = await db.get("records", "projection");
  return sealed === undefined ? 0 : (await openJson(sealer, "records projection", sealed) as Projection).seq;
}

async function parcels(db: Database, sealer: Sealer): Promise<Parcel[]> {
  const [names, rows] = await Promise.all([db.getAllKeys("parcels"), db.getAll("parcels")]);
  return Promise.all(rows.map((row, i) => openJson(sealer, `parcels ${names[i]}`, row) as Promise<Parcel>));
}

type Rows = [string, Sealed][];
export type SealedChange = {
  records: Rows; events: [number, Sealed][]; tickets: Rows; photos: Rows; parcels: Rows; parcel_photos: Rows;
};

export async function sealChange(db: Database, sealer: Sealer, change: Change): Promise<SealedChange> {
  const restated = await Promise.all((change.photo_states ?? []).map(async ({ sha256, state }) => {
    const before = await db.get("tickets", sha256);
    if (before === undefined) return null;
    return { ...(await openJson(sealer, `tickets ${sha256}`, before) as PhotoTicket), state };
  }));
  const tickets = [...(change.photos ?? []).map(({ ticket }) => ticket), ...restated.filter((one) => one !== null)];
  const all = <K extends string | number, V>(entries: [K, V][], table: string, how: (place: string, value: V) => Promise<Sealed>): Promise<[K, Sealed][]> =>
    Promise.all(entries.map(async ([key, value]) => [key, await how(`${table} ${key}`, value)] as [K, Sealed]));
  const json = (place: string, value: unknown): Promise<Sealed> => sealJson(sealer, place, value);
  const raw = sealer.seal.bind(sealer);
  const { parcel, photos = [] } = change.parcel ?? {};
  return {
    records: await all(Object.entries(singles(change)), "records", json),
    events: await all((change.events ?? []).map((event) => [event.seq, event]), "events", json),
    tickets: await all(tickets.map((ticket) => [ticket.sha256, ticket]), "tickets", json),
    photos: await all((change.photos ?? []).map(({ ticket, bytes }) => [ticket.sha256, bytes]), "photos", raw),
    parcels: await all(parcel ? [[parcel.for, parcel]] : [], "parcels", json),
    parcel_photos: await all(photos.map(({ sha256, bytes }) => [`${parcel?.for} ${sha256}`, bytes]), "parcel_photos", raw),
  };
}

const CHANGED = ["records", "events", "tickets", "photos", "parcels", "parcel_photos"] as const;

async function write(db: Database, sealed: SealedChange, change: Change): Promise<void> {
  const tx = db.transaction(CHANGED, "readwrite", { durability: "strict" });
  try {
    await Promise.all([...puts(tx, sealed, change), tx.done]);
  } catch (error) {
    // a full phone aborts the transaction: its own error says so, that of a request only "aborted"
    throw tx.error ?? error;
  }
}

type Writing = IDBPTransaction<Tables, typeof CHANGED, "readwrite">;

/** A put that throws at once fails no request: without the abort the browser would keep the puts before it. */
function puts(tx: Writing, sealed: SealedChange, change: Change): Promise<unknown>[] {
  const asked: Promise<unknown>[] = [];
  try {
    keep(tx, sealed, asked);
    forget(tx, change, asked);
    return asked;
  } catch (error) {
    for (const one of [...asked, tx.done]) one.catch(() => undefined); // they say no more than that it was aborted
    tx.abort();
    throw error;
  }
}

function keep(tx: Writing, sealed: SealedChange, asked: Promise<unknown>[]): void {
  for (const table of CHANGED) {
    const store = tx.objectStore(table);
    // add, not put: a second writer of the same seq must fail
    for (const [key, value] of sealed[table]) asked.push(table === "events" ? store.add(value, key) : store.put(value, key));
  }
}

function forget(tx: Writing, change: Change, asked: Promise<unknown>[]): void {
  if (change.forget_pack) asked.push(tx.objectStore("records").delete("pack"));
  if (change.forget_events_to !== undefined) asked.push(tx.objectStore("events").delete(IDBKeyRange.upperBound(change.forget_events_to)));
  for (const sha256 of change.forget_photos ?? []) asked.push(tx.objectStore("tickets").delete(sha256), tx.objectStore("photos").delete(sha256));
  const gone = change.forget_parcel;
  if (gone !== undefined) asked.push(tx.objectStore("parcels").delete(gone), tx.objectStore("parcel_photos").delete(IDBKeyRange.bound(`${gone} `, `${gone}!`)));
}

/** A new chain over the rests of an old one, all or nothing: what could be read of it stays as a parcel. */
export async function beginAnew(db: Database, lock: Lock, pair: KeyPair, sealed: Pick<SealedChange, "parcels" | "parcel_photos">): Promise<void> {
  const tx = db.transaction(TABLES, "readwrite", { durability: "strict" });
  const asked: Promise<unknown>[] = TABLES.map((table) => tx.objectStore(table).clear());
  asked.push(tx.objectStore("lock").put(lock, "lock"), tx.objectStore("pair").put(pair, "pair"));
  for (const table of ["parcels", "parcel_photos"] as const) for (const [key, value] of sealed[table]) asked.push(tx.objectStore(table).put(value, key));
  await Promise.all([...asked, tx.done]);
}

export async function clearAll(db: Database): Promise<void> {
  const tx = db.transaction(TABLES, "readwrite", { durability: "strict" });
  await Promise.all([...TABLES.map((table) => tx.objectStore(table).clear()), tx.done]);
}

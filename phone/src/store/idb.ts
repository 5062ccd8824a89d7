/**
 * The app's store: IndexedDB, everything sealed before it goes in.
 *
 * One change is one transaction with strict durability; it is sealed first, since a transaction
 * doesn't wait for WebCrypto.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Change, Identity, Kept, KeptEvent, PhotoTicket, Store, Synced } from "../core/parts";
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
};
export type Database = IDBPDatabase<Tables>;

export function openDatabase(name = "amanah"): Promise<Database> {
  return openDB<Tables>(name, 1, {
    upgrade(db) {
      for (const table of ["lock", "pair", "records", "events", "tickets", "photos"] as const) db.createObjectStore(table);
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
    async transact(change) {
      const sealed = await sealChange(db, sealer, change);
      await write(db, sealed, change);
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

type SealedChange = {
  records: [string, Sealed][]; events: [number, Sealed][]; tickets: [string, Sealed][]; photos: [string, Sealed][];
};

async function sealChange(db: Database, sealer: Sealer, change: Change): Promise<SealedChange> {
  const restated = await Promise.all((change.photo_states ?? []).map(async ({ sha256, state }) => {
    const before = await db.get("tickets", sha256);
    if (before === undefined) return null;
    return { ...(await openJson(sealer, `tickets ${sha256}`, before) as PhotoTicket), state };
  }));
  const tickets = [...(change.photos ?? []).map(({ ticket }) => ticket), ...restated.filter((one) => one !== null)];
  const all = <K extends string | number, V>(entries: [K, V][], table: string, how: (place: string, value: V) => Promise<Sealed>): Promise<[K, Sealed][]> =>
    Promise.all(entries.map(async ([key, value]) => [key, await how(`${table} ${key}`, value)] as [K, Sealed]));
  const json = (place: string, value: unknown): Promise<Sealed> => sealJson(sealer, place, value);
  return {
    records: await all(Object.entries(singles(change)), "records", json),
    events: await all((change.events ?? []).map((event) => [event.seq, event]), "events", json),
    tickets: await all(tickets.map((ticket) => [ticket.sha256, ticket]), "tickets", json),
    photos: await all((change.photos ?? []).map(({ ticket, bytes }) => [ticket.sha256, bytes]), "photos", (place, bytes) => sealer.seal(place, bytes)),
  };
}

async function write(db: Database, sealed: SealedChange, change: Change): Promise<void> {
  const tx = db.transaction(["records", "events", "tickets", "photos"], "readwrite", { durability: "strict" });
  const asked: Promise<unknown>[] = [];
  const [records, events, tickets, photos] = [tx.objectStore("records"), tx.objectStore("events"), tx.objectStore("tickets"), tx.objectStore("photos")];
  for (const [key, value] of sealed.records) asked.push(records.put(value, key));
  // add, not put: a second writer of the same seq must fail
  for (const [key, value] of sealed.events) asked.push(events.add(value, key));
  for (const [key, value] of sealed.tickets) asked.push(tickets.put(value, key));
  for (const [key, value] of sealed.photos) asked.push(photos.put(value, key));
  if (change.forget_events_to !== undefined) asked.push(events.delete(IDBKeyRange.upperBound(change.forget_events_to)));
  for (const sha256 of change.forget_photos ?? []) asked.push(tickets.delete(sha256), photos.delete(sha256));
  await Promise.all([...asked, tx.done]);
}

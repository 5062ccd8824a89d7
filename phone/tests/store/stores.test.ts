import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Change, KeptEvent, PhotoTicket, Store } from "../../src/core/parts";
import { createCore } from "../../src/core/index";
import { NOTHING_YET } from "../../src/core/project";
import { createIdbStore, openDatabase } from "../../src/store/idb";
import { createMemoryStore } from "../../src/store/memory";
import { newLock, openLock } from "../../src/store/seal";
import { toUtf8 } from "../../src/wire/bytes";
import { familyId, freshPhone, pay } from "../cast";

const FEW_ROUNDS = 10; // the real number is for a thief, not for a test

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function idbStore(): Promise<Store> {
  const { sealer } = await newLock("123456", "2026-11-24", FEW_ROUNDS);
  return createIdbStore(await openDatabase(), sealer);
}

const event = (seq: number): KeptEvent => ({ seq, text: `{"seq":${seq}}`, hash: `h${seq}`, signature: "s", at: "2026-11-24T01:00:00.000Z" });
const ticket = (sha256: string, seq = 1): PhotoTicket =>
  ({ sha256, kind: "face", visit: "v", size: 3, seq, at: "2026-11-24T01:00:00.000Z", state: "waiting" });

describe.each([["in memory", () => Promise.resolve(createMemoryStore() as Store)], ["in IndexedDB", idbStore]])("a store %s", (_name, open) => {
  test("is empty at first", async () => {
    const store = await open();
    expect(await store.load()).toEqual({ identity: null, pack: null, projection: null, synced: null, wiped: null, marking: null, parcels: [] });
    expect(await store.events(0, 10)).toEqual([]);
    expect(await store.tickets()).toEqual([]);
    expect(await store.photo("x")).toBeNull();
  });

  test("gives back what it was given", async () => {
    const store = await open();
    const change: Change = {
      projection: { ...NOTHING_YET, seq: 2 }, synced: { ack_seq: 1, epoch: 1, server_seen: null, last_sync_at: null },
      events: [event(1), event(2)], photos: [{ ticket: ticket("a"), bytes: toUtf8("foto") }],
      marking: { payment: "p", letter: "l", code: "K7P2QXRM" },
    };
    await store.transact(change);
    const { projection, synced, marking } = change;
    expect(await store.load()).toEqual({ identity: null, pack: null, projection, synced, wiped: null, marking, parcels: [] });
    await store.transact({ marking: null });
    expect((await store.load()).marking).toBeNull();
    expect(await store.events(0, 10)).toEqual([event(1), event(2)]);
    expect(await store.events(1, Number.MAX_SAFE_INTEGER)).toEqual([event(2)]);
    expect(await store.events(0, 1)).toEqual([event(1)]);
    expect(await store.photo("a")).toEqual(toUtf8("foto"));
    expect(await store.tickets()).toEqual([ticket("a")]);
  });

  test("keeps events in order past the ninth", async () => {
    const store = await open();
    await store.transact({ events: Array.from({ length: 12 }, (_, i) => event(i + 1)) });
    expect((await store.events(0, 99)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test("writes all of a change or none of it", async () => {
    const store = await open();
    await store.transact({ events: [event(1)], projection: { ...NOTHING_YET, seq: 1 } });
    const clash: Change = {
      projection: { ...NOTHING_YET, seq: 99 }, events: [event(2), event(1)], photos: [{ ticket: ticket("a"), bytes: toUtf8("foto") }],
    };
    await expect(store.transact(clash)).rejects.toThrow();
    expect((await store.load()).projection?.seq).toBe(1);
    expect(await store.events(0, 9)).toEqual([event(1)]);
    expect(await store.photo("a")).toBeNull();
  });

  test("restates and forgets photos, and forgets old events", async () => {
    const store = await open();
    await store.transact({ events: [event(1), event(2), event(3)], photos: ["a", "b"].map((name) => ({ ticket: ticket(name), bytes: toUtf8(name) })) });
    await store.transact({ photo_states: [{ sha256: "a", state: "sent" }, { sha256: "nowhere", state: "sent" }] });
    expect((await store.tickets()).map(({ sha256, state }) => [sha256, state])).toEqual([["a", "sent"], ["b", "waiting"]]);
    await store.transact({ forget_events_to: 2, forget_photos: ["a"] });
    expect((await store.events(0, 9)).map(({ seq }) => seq)).toEqual([3]);
    expect(await store.photo("a")).toBeNull();
    expect(await store.photo("b")).toEqual(toUtf8("b"));
  });

  test("carries a whole day of the core over a restart", async () => {
    const { parts } = await freshPhone();
    const whole = { ...parts, store: await open() };
    const core = await createCore(whole);
    await core.enrol("KODE-1", "HP");
    await core.pullPack();
    await core.openDay(4_050_000);
    await pay(core, familyId(1));
    const again = await createCore(whole);
    expect(again.state()).toEqual(core.state());
    expect(await again.sync()).toMatchObject({ stopped: null, left: { events: 0, media: 0 } });
  });
});

test("nothing readable lies in IndexedDB", async () => {
  const { parts } = await freshPhone();
  const core = await createCore({ ...parts, store: await idbStore() });
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(4_050_000);
  await pay(core, familyId(1));
  const db = await openDatabase();
  let rows = 0;
  for (const table of ["records", "events", "tickets", "photos"] as const) {
    for (const { data } of await db.getAll(table)) {
      rows += 1;
      const raw = Buffer.from(data).toString("latin1");
      for (const secret of ["Ni Wayan", "Kartini", "SEMBAKO", "photo", "payment", "token"]) expect(raw).not.toContain(secret);
    }
  }
  expect(rows).toBeGreaterThan(10);
});

test("a sealed row moved to another place doesn't open", async () => {
  const { sealer } = await newLock("123456", "2026-11-24", FEW_ROUNDS);
  const sealed = await sealer.seal("events 1", toUtf8("x"));
  expect(await sealer.open("events 1", sealed)).toEqual(toUtf8("x"));
  await expect(sealer.open("events 2", sealed)).rejects.toThrow();
});

test("a wrong PIN opens nothing; the right one opens yesterday's and today's", async () => {
  const { lock, sealer } = await newLock("123456", "2026-11-23", FEW_ROUNDS);
  const old = await sealer.seal("here", toUtf8("kemarin"));
  expect(await openLock(lock, "654321", "2026-11-24")).toBeNull();
  const opened = await openLock(lock, "123456", "2026-11-24");
  expect(opened?.lock.keys.map(({ id }) => id)).toEqual(["2026-11-23", "2026-11-24"]);
  expect(await opened?.sealer.open("here", old)).toEqual(toUtf8("kemarin"));
  const fresh = await opened?.sealer.seal("here", toUtf8("hari ini"));
  expect(fresh?.key).toBe("2026-11-24");
  const again = opened && await openLock(opened.lock, "123456", "2026-11-24");
  expect(again?.lock).toBe(opened?.lock);
  expect(fresh && await again?.sealer.open("here", fresh)).toEqual(toUtf8("hari ini"));
});

test("a put that throws at once takes those before it back: no chain without its event", async () => {
  const store = await idbStore();
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
  try {
    await expect(store.transact({ events: [event(1)], projection: { ...NOTHING_YET, seq: 1 } })).rejects.toThrow("full");
  } finally {
    IDBObjectStore.prototype.add = add;
  }
  expect((await store.load()).projection).toBeNull();
  await store.transact({ events: [event(1)], projection: { ...NOTHING_YET, seq: 1 } });
  expect(await store.events(0, 9)).toEqual([event(1)]);
});

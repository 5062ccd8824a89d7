/** Another phone's sealed file goes the rest of its way through this one. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { createCore, type Core } from "../../src/core/index";
import { exportSealed } from "../../src/store/export";
import { createIdbStore, openDatabase } from "../../src/store/idb";
import { newLock } from "../../src/store/seal";
import { codeOf, familyId, freshPhone, pay, type Cast } from "../cast";
import { PHONE } from "../house";

const HOLE = 2, DAY_MS = 24 * 3600 * 1000;
const PIN = "123456", CARRIER = "019370f1-8000-7000-8000-0000000000b1";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** What a phone that broke had exported: some payments, none sent. */
async function brokenPhonesFile(payments = 1): Promise<{ file: string; texts: string[]; holed: string }> {
  const { parts } = await freshPhone(payments);
  const { sealer, lock } = await newLock(PIN, "2026-11-24", 10);
  const db = await openDatabase("broken");
  await db.put("lock", lock, "lock");
  const store = createIdbStore(db, sealer);
  const core = await createCore({ ...parts, store });
  await core.enrol("KODE-1", "HP rusak");
  await core.pullPack();
  await core.openDay(1_350_000 * payments);
  for (let n = 1; n <= payments; n++) await pay(core, familyId(n));
  const texts = (await store.events(0, 999)).map(({ text }) => text);
  const file = await exportSealed(db, sealer);
  await db.delete("events", HOLE);
  return { file, texts, holed: await exportSealed(db, sealer) };
}

/** Another phone of the same office, its own events all sent. */
async function carrier(): Promise<Cast> {
  const cast = await freshPhone();
  await cast.core.enrol("KODE-1", "HP pembawa");
  const { identity } = await cast.store.load();
  if (identity) await cast.store.transact({ identity: { ...identity, phone: CARRIER } });
  return { ...cast, core: await createCore(cast.parts) };
}

test("it is kept over a restart, sent, and forgotten once signed answers cover it", async () => {
  const { file, texts } = await brokenPhonesFile();
  const { core, parts, house, store } = await carrier();
  expect(await core.carry(file, PIN)).toEqual({ for: PHONE, events: texts.length, media: 4 });
  expect(core.state().carried).toEqual([{ for: PHONE, events: texts.length, media: 4 }]);
  const again = await createCore(parts);
  expect(again.state().carried).toHaveLength(1);
  expect(await again.sync()).toMatchObject({ stopped: null });
  expect(house.carried.get(PHONE)).toEqual(texts);
  expect(house.carried_photos).toHaveLength(4);
  expect(again.state().carried).toEqual([]);
  expect((await store.load()).parcels).toEqual([]);
});

test.each(["offline", "portal", "forged", "lost"] as const)("an answer that is %s forgets nothing", async (ill) => {
  const { file } = await brokenPhonesFile();
  const { core, house } = await carrier();
  await core.carry(file, PIN);
  const post = house.post.bind(house);
  house.post = (path, json, token) => {
    if (path.endsWith("carried")) house.ill = [ill];
    return post(path, json, token);
  };
  await core.sync();
  expect(core.state().carried).toHaveLength(1);
});

test("a photo that didn't arrive keeps the parcel here", async () => {
  const { file } = await brokenPhonesFile();
  const { core, house, parts } = await carrier();
  await core.carry(file, PIN);
  const upload = house.upload.bind(house);
  parts.net.upload = () => Promise.resolve({ end: "refused", code: "photo_too_large" });
  await core.sync();
  expect(core.state().carried).toHaveLength(1);
  parts.net.upload = upload;
  await core.sync();
  expect(core.state().carried).toEqual([]);
});

test("of a revoked phone the sealed inbox is told, and its photos with it", async () => {
  const { file, texts } = await brokenPhonesFile();
  const { core, house } = await carrier();
  house.dead.add(PHONE);
  await core.carry(file, PIN);
  await core.sync();
  expect(house.carried.get(PHONE)).toEqual(texts);
  expect(house.carried_photos).toHaveLength(4);
  expect(core.state().carried).toEqual([]);
});

test("an answer about another phone covers nothing", async () => {
  const { file } = await brokenPhonesFile();
  const { core, house } = await carrier();
  await core.carry(file, PIN);
  const post = house.post.bind(house);
  house.post = (path, json, token) => post(path, json.replace(PHONE, CARRIER), token);
  expect(await core.sync()).toMatchObject({ stopped: "not_the_house" });
  expect(core.state().carried).toHaveLength(1);
});

test("a day of many payments goes in batches", async () => {
  const { file, texts } = await brokenPhonesFile(30);
  expect(texts.length).toBeGreaterThan(100);
  const { core, house } = await carrier();
  await core.carry(file, PIN);
  await core.sync();
  expect(house.carried.get(PHONE)).toEqual(texts);
});

/** A carrier that brought all there was of a chain with a hole, its photos too. */
async function broughtWithHole(): Promise<Cast & { file: string; ahead: (days: number) => void }> {
  const { file, holed } = await brokenPhonesFile();
  const cast = await carrier();
  await cast.core.carry(holed, PIN);
  await cast.core.sync();
  const began = cast.house.now();
  return { ...cast, file, ahead: (days) => void (cast.house.now = () => began + days * DAY_MS) };
}

test("a chain with a hole that the house signs it has all the same is shown as that, isn't sent again, and goes after 14 days", async () => {
  const { core, house, parts, ahead } = await broughtWithHole();
  expect(core.state().carried).toMatchObject([{ for: PHONE, media: 4, aside: true }]);
  const sent = house.carried_batches;
  const again = await createCore(parts);
  ahead(13);
  await again.sync();
  expect([house.carried_batches, again.state().carried.length]).toEqual([sent, 1]);
  ahead(15);
  expect(await again.sync()).toMatchObject({ stopped: null });
  expect(house.carried_batches).toBe(sent + 1);
  expect(again.state().carried).toEqual([]);
});

test("a house set back to a backup is sent a chain with a hole again, and its 14 days begin anew", async () => {
  const { core, house, ahead } = await broughtWithHole();
  house.carried.clear();
  house.epoch = 2;
  ahead(1);
  await core.sync();
  expect(house.carried.get(PHONE)?.length).toBeGreaterThan(3);
  house.epoch = 3;
  ahead(16);
  await core.sync();
  expect(core.state().carried).toMatchObject([{ aside: true }]);
  ahead(31);
  await core.sync();
  expect(core.state().carried).toEqual([]);
});

test.each(["nothing", "another"] as const)("a chain with a hole stays for good when the house signs that it has %s of it", async (brought) => {
  const { holed } = await brokenPhonesFile();
  const { core, house } = await carrier();
  house.brought = brought;
  await core.carry(holed, PIN);
  for (const days of [0, 15, 30]) {
    house.now = () => Date.UTC(2026, 10, 24) + days * DAY_MS;
    await core.sync();
    expect(core.state().carried).toHaveLength(1);
    expect(core.state().carried[0]?.aside).toBeUndefined();
  }
});

test("a chain with a hole whose photos didn't arrive isn't aside", async () => {
  const { holed } = await brokenPhonesFile();
  const { core, parts } = await carrier();
  parts.net.upload = () => Promise.resolve({ end: "refused", code: "photo_too_large" });
  await core.carry(holed, PIN);
  await core.sync();
  expect(core.state().carried[0]?.aside).toBeUndefined();
});

test("another copy that closes the hole ends it at once", async () => {
  const { core, house, file } = await broughtWithHole();
  await core.carry(file, PIN);
  expect(core.state().carried[0]?.aside).toBeUndefined();
  await core.sync();
  expect(core.state().carried).toEqual([]);
  expect(house.carried.get(PHONE)?.some((text) => text.includes(`"seq":${HOLE},`))).toBe(true);
});

test("the same file twice is one parcel", async () => {
  const { file } = await brokenPhonesFile();
  const { core } = await carrier();
  const first = await core.carry(file, PIN);
  expect(await core.carry(file, PIN)).toEqual(first);
});

test("a wrong PIN, another file, and this phone's own are refused", async () => {
  const { file } = await brokenPhonesFile();
  const { core, parts } = await carrier();
  expect(await codeOf(core.carry(file, "000000"))).toBe("file_wrong");
  expect(await codeOf(core.carry("{}", PIN))).toBe("file_wrong");
  expect(await codeOf(core.carry(file.slice(0, -9), PIN))).toBe("file_wrong");
  const { core: own } = await freshPhone();
  await own.enrol("KODE-1", "HP");
  expect(await codeOf(own.carry(file, PIN))).toBe("file_own");
  expect((await createCore(parts) satisfies Core).state().carried).toEqual([]);
});

test("a parcel lies sealed anew: nothing readable is in IndexedDB", async () => {
  const { file } = await brokenPhonesFile();
  const { parts } = await carrier();
  const db = await openDatabase("carrier");
  const { sealer } = await newLock("999999", "2026-11-24", 10);
  const store = createIdbStore(db, sealer);
  const { identity } = await parts.store.load();
  if (identity) await store.transact({ identity });
  const core = await createCore({ ...parts, store });
  await core.carry(file, PIN);
  let rows = 0;
  for (const table of ["parcels", "parcel_photos"] as const) {
    for (const { data } of await db.getAll(table)) {
      rows += 1;
      for (const word of ["payment", "photo", "SEMBAKO"]) expect(Buffer.from(data).toString("latin1")).not.toContain(word);
    }
  }
  expect(rows).toBe(5);
  await core.sync();
  expect(await db.count("parcels") + await db.count("parcel_photos")).toBe(0);
});

test("a damaged row of the file takes no other with it", async () => {
  const { file, texts } = await brokenPhonesFile();
  const damaged = JSON.parse(file) as { events: { data: string }[]; photos: { data: string }[] };
  damaged.events[1] = { ...damaged.events[1], data: "AAAA" };
  damaged.photos[0] = { ...damaged.photos[0], data: "*" };
  const { core, house } = await carrier();
  expect(await core.carry(JSON.stringify(damaged), PIN)).toEqual({ for: PHONE, events: texts.length - 1, media: 3 });
  await core.sync();
  expect(house.carried.get(PHONE)).toEqual(texts.filter((_, n) => n !== 1));
  expect(core.state().carried).toHaveLength(1);
});

test("a parcel the house won't have is told in its words, stays, and holds up no other", async () => {
  const { file } = await brokenPhonesFile();
  const { core, house, store } = await carrier();
  await store.transact({ parcel: { parcel: { for: familyId(66), events: [], tickets: [] }, photos: [] } });
  const again = await createCore({ ...(await freshPhone()).parts, store, net: house });
  await again.carry(file, PIN);
  const post = house.post.bind(house);
  house.post = (path, json, token) => {
    if (json.includes(familyId(66))) house.ill = [{ status: 404, code: "phone_unknown_here" }];
    return post(path, json, token);
  };
  expect(await again.sync()).toMatchObject({ stopped: "refused", said: { en: "e" } });
  expect(again.state().carried).toEqual([{ for: familyId(66), events: 0, media: 0 }]);
  expect(core.state().carried).toEqual([]);
});

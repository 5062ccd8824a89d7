import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { toUtf8 } from "../../src/wire/bytes";

// the real rounds take a second on purpose; the tests below aren't about them
vi.mock(import("../../src/store/seal"), async (actual) => {
  const seal = await actual();
  return { ...seal, newLock: (pin: string, day: string) => seal.newLock(pin, day, 10) };
});

let busyElsewhere = false;
const kept = new Map<string, string>();

beforeEach(() => {
  vi.resetModules();
  busyElsewhere = false;
  kept.clear();
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal("navigator", {
    storage: { persist: () => Promise.resolve(true) },
    locks: { request: (_name: string, _how: unknown, work: (lock: object | null) => unknown) => Promise.resolve(work(busyElsewhere ? null : {})) },
  });
});

const vault = () => import("../../src/store/vault");
const event = { seq: 1, text: "{}", hash: "h", signature: "s", at: "2026-11-24T01:00:00.000Z" };

test("there is no vault at first; after it is made, only its PIN opens it", async () => {
  const { lookForVault, makeVault, openVault } = await vault();
  expect(await lookForVault()).toEqual({ is: "none" });
  expect(await openVault("123456")).toEqual({ is: "none" });
  expect((await makeVault("123456")).is).toBe("open");
  expect(await lookForVault()).toEqual({ is: "kept" });
  expect(await openVault("000000")).toEqual({ is: "wrong_pin" });
  expect((await openVault("123456")).is).toBe("open");
});

test("the key pair stays the same over restarts and can't be taken out", async () => {
  const { makeVault, openVault } = await vault();
  const made = await makeVault("123456"), again = await openVault("123456");
  if (made.is !== "open" || again.is !== "open") throw new Error("not open");
  const key = await made.keys.publicKey();
  expect(await again.keys.publicKey()).toBe(key);
  const text = toUtf8("isi");
  expect(await made.keys.verify(key, text, await again.keys.sign(text))).toBe(true);
  const { openDatabase } = await import("../../src/store/idb");
  const pair = await (await openDatabase()).get("pair", "pair");
  expect(pair?.privateKey.extractable).toBe(false);
});

test("making a vault where one is doesn't overwrite it", async () => {
  const { makeVault } = await vault();
  const first = await makeVault("123456");
  if (first.is !== "open") throw new Error("not open");
  await first.store.transact({ events: [event] });
  expect(await makeVault("999999")).toEqual({ is: "wrong_pin" });
  const again = await makeVault("123456");
  expect(again.is === "open" && await again.store.events(0, 9)).toEqual([event]);
});

test("a second page may not write, and may once the first is gone", async () => {
  busyElsewhere = true;
  const { makeVault, openVault } = await vault();
  expect(await makeVault("123456")).toEqual({ is: "other_page" });
  busyElsewhere = false;
  expect(await openVault("123456")).toEqual({ is: "none" });
});

test("a store that the browser threw away is noticed, until a new one is made", async () => {
  const { lookForVault, makeVault } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await made.store.transact({ events: [event, { ...event, seq: 2 }] });
  expect(await lookForVault()).toEqual({ is: "kept" });
  globalThis.indexedDB = new IDBFactory();
  expect(await lookForVault()).toEqual({ is: "lost", had_seq: 2 });
  expect(await makeVault("123456")).toMatchObject({ is: "open", missing_events: 0 });
  expect(await lookForVault()).toEqual({ is: "kept" });
});

test("events that the browser lost from the end are counted; those forgotten for their age are not", async () => {
  const { makeVault, openVault } = await vault();
  const { NOTHING_YET } = await import("../../src/core/project");
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await made.store.transact({ events: [event, { ...event, seq: 2 }], projection: { ...NOTHING_YET, seq: 2 } });
  await made.store.transact({ forget_events_to: 2 });
  expect(await openVault("123456")).toMatchObject({ is: "open", missing_events: 0 });
  kept.set("amanah.kept_seq", "5");
  expect(await openVault("123456")).toMatchObject({ is: "open", missing_events: 3 });
});

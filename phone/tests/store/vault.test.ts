import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { toUtf8 } from "../../src/wire/bytes";

// the real rounds take a second on purpose; the tests below aren't about them
vi.mock(import("../../src/store/seal"), async (actual) => {
  const seal = await actual();
  return {
    ...seal, newLock: (pin: string, day: string) => seal.newLock(pin, day, 10),
    changedPin: (lock: Parameters<typeof seal.changedPin>[0], old: string, pin: string) => seal.changedPin(lock, old, pin, 10),
  };
});

let busyElsewhere = false;
/** Makes a passkey whose secret is HMAC(its own key, salt), and tells it only to a finger it knows. */
const authenticator = {
  knows: true, able: true, keys: new Map<string, Uint8Array<ArrayBuffer>>(),
  async create({ publicKey: { extensions } }: { publicKey: { extensions: Asked } }) {
    if (!this.knows) throw new DOMException("no", "NotAllowedError");
    const id = crypto.getRandomValues(new Uint8Array(16));
    this.keys.set(String(id), crypto.getRandomValues(new Uint8Array(32)));
    return { rawId: id.buffer, getClientExtensionResults: () => (this.able && extensions ? { prf: { enabled: true } } : {}) };
  },
  async get({ publicKey: { allowCredentials, extensions } }: { publicKey: { allowCredentials: { id: Uint8Array }[]; extensions: Asked } }) {
    const key = this.keys.get(String(allowCredentials[0]?.id));
    if (!this.knows || !key) throw new DOMException("no", "NotAllowedError");
    const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const first = await crypto.subtle.sign("HMAC", hmac, extensions.prf.eval.first);
    return { getClientExtensionResults: () => ({ prf: { results: { first } } }) };
  },
};
type Asked = { prf: { eval: { first: Uint8Array<ArrayBuffer> } } };
const kept = new Map<string, string>();

beforeEach(() => {
  vi.resetModules();
  busyElsewhere = false;
  Object.assign(authenticator, { knows: true, able: true });
  kept.clear();
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal("navigator", {
    credentials: authenticator,
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
  expect(await lookForVault()).toEqual({ is: "kept", passkey: false });
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
  expect(await lookForVault()).toEqual({ is: "kept", passkey: false });
  globalThis.indexedDB = new IDBFactory();
  expect(await lookForVault()).toEqual({ is: "lost", had_seq: 2 });
  expect(await makeVault("123456")).toMatchObject({ is: "open", missing_events: 0 });
  expect(await lookForVault()).toEqual({ is: "kept", passkey: false });
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

test("a lost chain is told at the next enrolment, over restarts too, until a new one has begun", async () => {
  const { lookForVault, makeVault, openVault } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  expect(made.storage).toEqual({ persisted: true, missing_events: 0, had_seq: 0 });
  await made.store.transact({ events: [event, { ...event, seq: 2 }] });
  globalThis.indexedDB = new IDBFactory();
  expect(await makeVault("123456")).toMatchObject({ storage: { had_seq: 2 } });
  const again = await openVault("123456");
  expect(again).toMatchObject({ storage: { had_seq: 2, missing_events: 0 } });
  globalThis.indexedDB = new IDBFactory();
  expect(await lookForVault()).toEqual({ is: "lost", had_seq: 2 });
  const third = await makeVault("123456");
  if (third.is !== "open") throw new Error("not open");
  await third.store.transact({ events: [event] });
  expect(await openVault("123456")).toMatchObject({ storage: { had_seq: 0 } });
});

test("what is enrolled after a loss tells the house how far the lost chain went", async () => {
  const { freshPhone } = await import("../cast");
  const { createCore } = await import("../../src/core/index");
  const { parts, house } = await freshPhone();
  const bodies: string[] = [];
  const net = { ...house, post: (path: string, json: string, token: string | null) => (bodies.push(json), house.post(path, json, token)) };
  const core = await createCore({ ...parts, net, storage: { persisted: false, missing_events: 3, had_seq: 7 } });
  await core.enrol("KODE-1", "HP");
  expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ contract: "1.1", had_seq: 7 });
  expect(core.state().storage).toEqual({ persisted: false, missing_events: 3 });
});

test("a lost signing key is a flow: what was signed goes on as a parcel under a new key", async () => {
  const { lookForVault, makeVault, openVault } = await vault();
  const { openDatabase } = await import("../../src/store/idb");
  const { freshPhone, pay } = await import("../cast");
  const { createCore } = await import("../../src/core/index");
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  const { parts } = await freshPhone();
  const core = await createCore({ ...parts, store: made.store });
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(4_050_000);
  await pay(core);
  const events = await made.store.events(0, 99);
  const db = await openDatabase();
  await db.delete("pair", "pair");

  expect(await lookForVault()).toEqual({ is: "lost", had_seq: events.length });
  expect(await openVault("123456")).toEqual({ is: "none" });
  expect(await makeVault("999999")).toEqual({ is: "wrong_pin" });
  const anew = await makeVault("123456");
  if (anew.is !== "open") throw new Error("not open");
  expect(anew.storage.had_seq).toBe(events.length);
  expect(await anew.store.events(0, 99)).toEqual([]);
  const { identity, parcels: [parcel] } = await anew.store.load();
  expect(identity).toBeNull();
  expect(parcel?.events).toEqual(events);
  expect(parcel?.tickets).toHaveLength(4);
  for (const { sha256 } of parcel?.tickets ?? []) expect(await anew.store.parcelPhoto(parcel?.for ?? "", sha256)).not.toBeNull();
});

test("a changed PIN opens everything, the old one nothing", async () => {
  const { changePin, makeVault, openVault } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await made.store.transact({ events: [event] });
  expect(await changePin("000000", "654321")).toBe(false);
  expect(await changePin("123456", "654321")).toBe(true);
  expect(await openVault("123456")).toEqual({ is: "wrong_pin" });
  const again = await openVault("654321");
  expect(again.is === "open" && await again.store.events(0, 9)).toEqual([event]);
  await made.store.transact({ events: [{ ...event, seq: 2 }] });
  expect(again.is === "open" && await again.store.events(0, 9)).toHaveLength(2);
});

test("a passkey opens the same vault; another finger and a phone without one don't", async () => {
  const { addPasskey, lookForVault, makeVault, openVault, openWithPasskey } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await made.store.transact({ events: [event] });
  expect(await openWithPasskey()).toEqual({ is: "wrong_pin" });
  expect(await addPasskey("000000")).toBe("wrong_pin");
  expect(await addPasskey("123456")).toBe("added");
  expect(await lookForVault()).toEqual({ is: "kept", passkey: true });
  const by = await openWithPasskey();
  expect(by.is === "open" && await by.store.events(0, 9)).toEqual([event]);
  expect((await openVault("123456")).is).toBe("open");
  authenticator.knows = false;
  expect(await openWithPasskey()).toEqual({ is: "wrong_pin" });
  expect((await openVault("123456")).is).toBe("open");
});

test("a passkey's day goes on after midnight, and ends with a changed PIN", async () => {
  const { addPasskey, changePin, lookForVault, makeVault, openVault, openWithPasskey } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await addPasskey("123456");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
  const tomorrow = await openWithPasskey();
  if (tomorrow.is !== "open") throw new Error("not open");
  await tomorrow.store.transact({ events: [event] });
  vi.useRealTimers();
  const byPin = await openVault("123456");
  expect(byPin.is === "open" && await byPin.store.events(0, 9)).toEqual([event]);
  await changePin("123456", "654321");
  expect(await lookForVault()).toEqual({ is: "kept", passkey: false });
  expect(await openWithPasskey()).toEqual({ is: "wrong_pin" });
});

test("a phone that can't make such a passkey keeps its PIN alone", async () => {
  const { addPasskey, makeVault } = await vault();
  await makeVault("123456");
  authenticator.able = false;
  expect(await addPasskey("123456")).toBe("none");
  authenticator.knows = false;
  expect(await addPasskey("123456")).toBe("none");
});

test("a vault of the first version opens with all it kept", async () => {
  const { newLock, sealJson } = await import("../../src/store/seal");
  const { newKeyPair } = await import("../../src/store/keys");
  const { openDB } = await import("idb");
  const old = await openDB("amanah", 1, {
    upgrade(db) {
      for (const table of ["lock", "pair", "records", "events", "tickets", "photos"]) db.createObjectStore(table);
    },
  });
  const { lock, sealer } = await newLock("123456", "2026-11-24");
  await old.put("lock", lock, "lock");
  await old.put("pair", await newKeyPair(), "pair");
  await old.put("events", await sealJson(sealer, "events 1", event), 1);
  old.close();
  const { lookForVault, openVault } = await vault();
  expect(await lookForVault()).toEqual({ is: "kept", passkey: false });
  const opened = await openVault("123456");
  expect(opened.is === "open" && await opened.store.events(0, 9)).toEqual([event]);
  expect(opened.is === "open" && await opened.store.load()).toMatchObject({ wiped: null, parcels: [] });
});

test("a dropped vault leaves nothing and no loss to tell of", async () => {
  const { dropVault, lookForVault, makeVault } = await vault();
  const made = await makeVault("123456");
  if (made.is !== "open") throw new Error("not open");
  await made.store.transact({ events: [event] });
  await dropVault();
  expect(await lookForVault()).toEqual({ is: "none" });
});

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { createCore } from "../../src/core/index";
import { exportSealed, openExport } from "../../src/store/export";
import { createIdbStore, openDatabase } from "../../src/store/idb";
import { newLock } from "../../src/store/seal";
import { familyId, freshPhone, pay, phoneKeys } from "../cast";
import { toUtf8 } from "../../src/wire/bytes";
import { vectors } from "../contract";

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

async function aDay(syncs: boolean) {
  const { parts } = await freshPhone();
  const db = await openDatabase();
  const { lock, sealer } = await newLock("123456", "2026-11-24", 10);
  await db.put("lock", lock, "lock");
  const core = await createCore({ ...parts, store: createIdbStore(db, sealer) });
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(4_050_000);
  await pay(core, familyId(1));
  if (syncs) await core.sync();
  await pay(core, familyId(2));
  return exportSealed(db, sealer);
}

test("an export holds every event, still signed, and the photos", async () => {
  const opened = await openExport(await aDay(false), "123456");
  const keys = await phoneKeys();
  expect(opened?.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const { text, signature } of opened?.events ?? []) {
    expect(await keys.verify(vectors().phone_key.public_key, toUtf8(text), signature)).toBe(true);
  }
  expect(opened?.photos).toHaveLength(8);
  for (const { ticket, bytes } of opened?.photos ?? []) expect(await keys.sha256(bytes)).toBe(ticket.sha256);
});

test("photos the house has verified are left out", async () => {
  expect((await openExport(await aDay(true), "123456"))?.photos).toHaveLength(4);
});

test("an export says nothing without its PIN, and no other file is one", async () => {
  const text = await aDay(false);
  for (const secret of ["Ni Wayan", "payment", "photo face"]) expect(text).not.toContain(secret);
  expect(await openExport(text, "000000")).toBeNull();
  for (const other of ["", "{}", "[]", '{"kind":"amanah.sealed","v":2}']) expect(await openExport(other, "123456")).toBeNull();
});

import { expect, test } from "vitest";
import { inIndexedDb, inMemory, PIN } from "../../sim/field/cabinet";
import { createCore } from "../../src/core/index";
import type { Change, KeptEvent } from "../../src/core/parts";
import { NOTHING_YET } from "../../src/core/project";
import { openExport } from "../../src/store/export";
import { toUtf8 } from "../../src/wire/bytes";
import { familyId, freshPhone, pay } from "../cast";

const event = (seq: number): KeptEvent => ({ seq, text: `{"seq":${seq}}`, hash: `h${seq}`, signature: "s", at: "2026-11-24T01:00:00.000Z" });
const change = (seq: number): Change => ({ events: [event(seq)], projection: { ...NOTHING_YET, seq } });

test("a day on IndexedDB is the same after the app was closed", async () => {
  const cabinet = await inIndexedDb(), { parts } = await freshPhone();
  const core = await createCore({ ...parts, store: await cabinet.open() });
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(4_050_000);
  await pay(core, familyId(1));
  const again = await createCore({ ...parts, store: await cabinet.open() });
  expect(again.state()).toEqual(core.state());
  const file = await openExport(await cabinet.exported(), PIN);
  expect(file?.events).toHaveLength(5);
  expect(file?.photos).toHaveLength(4);
});

test("whoever had the store open before can write no more", async () => {
  const cabinet = await inIndexedDb();
  const before = await cabinet.open(), now = await cabinet.open();
  await expect(before.transact(change(1))).rejects.toThrow();
  await now.transact(change(1));
  expect(await now.events(0, 9)).toEqual([event(1)]);
});

test.each([1, 2, 3])("nothing of a change stays whose put number %i throws at once", async (n) => {
  const cabinet = await inIndexedDb(), store = await cabinet.open();
  await store.transact(change(1));
  expect(cabinet.breakPut(n)).toBe(true);
  const photos = [{ ticket: { sha256: "a", kind: "face", visit: "v", size: 1, seq: 2, at: "", state: "waiting" }, bytes: toUtf8("foto") }] as const;
  await expect(store.transact({ ...change(2), photos: [...photos] })).rejects.toThrow("the disk says no");
  expect((await store.load()).projection?.seq).toBe(1);
  expect(await store.events(0, 9)).toEqual([event(1)]);
  await store.transact(change(2));
  expect(await store.events(1, 9)).toEqual([event(2)]);
});

test.each([["in memory", () => Promise.resolve(inMemory())], ["in IndexedDB", inIndexedDb]])("a copied phone goes its own way, %s", async (_name, made) => {
  const cabinet = await made(), store = await cabinet.open();
  await store.transact(change(1));
  const copy = await (await cabinet.copy()).open();
  await store.transact(change(2));
  expect(await copy.events(0, 9)).toEqual([event(1)]);
});

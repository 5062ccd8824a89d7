/** A long day's weight: 300 families in the pack, 60 visits that nobody has heard of. */
import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeAll, expect, test } from "vitest";
import { createCore, type Core, type Photo } from "../../src/core/index";
import { exportSealed } from "../../src/store/export";
import { createIdbStore, openDatabase, type Database } from "../../src/store/idb";
import { newLock, type Sealer } from "../../src/store/seal";
import { FACE, familyId, freshPhone, SEEN } from "../cast";

const FAMILIES = 300, VISITS = 60, PHOTO = 100_000, THUMB = 24_000, SIGNATURE = 20_000;

/** As large as the budgets allow; no two alike. */
function full(kind: Photo["kind"], bytes = PHOTO): Photo {
  const thumb = kind === "signature" ? null : noise(THUMB);
  return { kind, bytes: noise(bytes), thumb };
}

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  crypto.getRandomValues(bytes.subarray(0, 64));
  return bytes;
}

let db: Database, sealer: Sealer, core: Core, event_bytes = 0;

beforeAll(async () => {
  globalThis.indexedDB = new IDBFactory();
  db = await openDatabase();
  const made = await newLock("123456", "2026-11-24", 10);
  sealer = made.sealer;
  await db.put("lock", made.lock, "lock");
  const { parts } = await freshPhone(FAMILIES);
  const store = createIdbStore(db, sealer);
  core = await createCore({ ...parts, store });
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(1_350_000 * FAMILIES);
  for (let n = 1; n <= VISITS; n++) {
    const visit = await core.startVisit(familyId(n), "letter");
    await core.saveEvidence(visit, { ...SEEN, face: FACE }, [full("face"), full("ktp"), full("kk"), full("house")]);
    const { payment } = await core.intendPayment(visit);
    await core.confirmPaid(payment, { received_by: "self", signature: full("signature", SIGNATURE) });
  }
  event_bytes = Math.max(...(await store.events(0, 9999)).map(({ text }) => text.length));
}, 60_000);

test("60 unsent visits of full photos keep within 60 MB, sealing and pack counted", async () => {
  let bytes = 0;
  for (const table of ["records", "events", "tickets", "photos"] as const) {
    for (const { data, iv, key } of await db.getAll(table)) bytes += data.byteLength + iv.byteLength + 2 * key.length + 128;
  }
  console.info(`${(bytes / 1e6).toFixed(1)} MB in the store`);
  expect(core.state().unsent).toMatchObject({ events: 1 + 4 * VISITS, media: 9 * VISITS });
  expect(bytes).toBeLessThan(60e6);
});

test("an event is at most 2 kB", () => {
  expect(event_bytes).toBeLessThan(2000);
});

test("what the screens are shown is made in a few milliseconds", async () => {
  const started = performance.now();
  for (let n = 0; n < 20; n++) {
    await core.noteHazard(familyId(200 + n), "dog", "");
    expect(core.state().families).toHaveLength(FAMILIES);
  }
  const each_ms = (performance.now() - started) / 20;
  console.info(`${each_ms.toFixed(1)} ms a verb, its state included`);
  expect(each_ms).toBeLessThan(100);
});

test("a copy for a worse day is no heavier than base64 makes it", async () => {
  expect((await exportSealed(db, sealer)).length).toBeLessThan(80e6);
});

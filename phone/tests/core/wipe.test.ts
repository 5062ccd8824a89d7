/** A phone that is revoked in the field: it forgets what it was lent, and no payment with it. */
import { expect, test } from "vitest";
import { createCore } from "../../src/core/index";
import { codeOf, familyId, freshPhone, openedPhone, pay, seen, type Cast } from "../cast";
import { packOf, type House } from "../house";

const KEPT: House["revoked"] = { by: "house", kept: true };

async function readAll(cast: Cast): Promise<string> {
  const { store } = cast;
  return JSON.stringify([await store.load(), await store.events(0, 999), await store.tickets()]);
}

test.each(["nobody", "stranger"] as const)("a word to forget signed by %s takes nothing away", async (by) => {
  const cast = await openedPhone();
  await pay(cast.core);
  const before = await readAll(cast);
  cast.house.revoked = { by, kept: true };
  expect(await cast.core.sync()).toMatchObject({ stopped: "phone_revoked" });
  await cast.core.pullPack();
  expect(await readAll(cast)).toBe(before);
  expect(cast.core.state()).toMatchObject({ wiped: false, families: { length: 3 } });
});

test("the house's own word takes the pack at once, and all the rest once it is kept", async () => {
  const cast = await openedPhone();
  await pay(cast.core);
  const events = cast.store.everyEvent().map(({ text }) => text);
  cast.house.revoked = { by: "house", kept: false };
  expect(await cast.core.sync()).toMatchObject({ stopped: "phone_revoked", said: { en: "This phone was revoked." } });
  expect(cast.core.state()).toMatchObject({ wiped: true, families: [], face_secret: null, unsent: { events: events.length } });
  expect(await readAll(cast)).not.toContain("Kartini");

  cast.house.revoked = KEPT;
  await cast.core.sync();
  expect(cast.house.inbox.map(({ e }) => e)).toEqual(events);
  expect(cast.core.state()).toMatchObject({ wiped: true, unsent: { events: 0, media: 0 } });
  expect(await cast.store.events(0, 99)).toEqual([]);
  expect(await cast.store.tickets()).toEqual([]);
  expect(await codeOf(cast.core.startVisit(familyId(2), "list"))).toBe("day_not_open");
});

test("a pack asked for in vain takes the pack away, no event", async () => {
  const cast = await openedPhone();
  cast.house.revoked = KEPT;
  expect(await cast.core.pullPack()).toMatchObject({ end: "phone_revoked" });
  expect(cast.core.state()).toMatchObject({ wiped: true, pack: null, unsent: { events: 1 } });
});

test("every batch must be kept before anything is forgotten", async () => {
  const cast = await openedPhone(40);
  for (let n = 1; n <= 40; n++) await pay(cast.core, familyId(n));
  const count = cast.store.everyEvent().length;
  expect(count).toBeGreaterThan(100);
  cast.house.revoked = KEPT;
  let posts = 0;
  const post = cast.house.post.bind(cast.house);
  cast.parts.net.post = (path, json, token) => (++posts > 1 ? Promise.resolve({ came: false, why: "offline" }) : post(path, json, token));
  expect(await cast.core.sync()).toMatchObject({ stopped: "offline" });
  expect(cast.store.everyEvent()).toHaveLength(count);
  cast.parts.net.post = post;
  await cast.core.sync();
  expect(new Set(cast.house.inbox.map(({ e }) => e)).size).toBe(count);
  expect(cast.store.everyEvent()).toEqual([]);
});

test("photos that nobody has heard of yet stay until somebody answers", async () => {
  const cast = await openedPhone();
  await pay(cast.core);
  cast.house.revoked = KEPT;
  cast.parts.net.upload = () => Promise.resolve({ end: "no_answer", code: null });
  await cast.core.sync();
  expect(await cast.store.tickets()).toHaveLength(4);
  expect(cast.core.state()).toMatchObject({ wiped: true, pack: null });
});

test("money in somebody's hands is answered for before all is forgotten", async () => {
  const cast = await openedPhone();
  const { payment } = await cast.core.intendPayment(await seen(cast.core));
  cast.house.revoked = KEPT;
  await cast.core.sync();
  await cast.core.confirmPaid(payment, { received_by: "self" });
  await cast.core.sync();
  expect(cast.house.inbox.some(({ e }) => e.includes("payment.paid"))).toBe(true);
  expect(cast.store.everyEvent()).toEqual([]);
});

test("a phone that was wiped stays wiped over a restart and asks the house no more", async () => {
  const cast = await openedPhone();
  cast.house.revoked = KEPT;
  await cast.core.sync();
  const again = await createCore(cast.parts);
  expect(again.state()).toMatchObject({ wiped: true, pack: null });
  const before = cast.house.inbox.length;
  expect(await again.sync()).toMatchObject({ stopped: "phone_revoked", sent: 0 });
  expect(cast.house.inbox).toHaveLength(before);
});

test("a revocation taken back brings a new pack", async () => {
  const cast = await openedPhone();
  cast.house.revoked = { by: "house", kept: false };
  await cast.core.pullPack();
  cast.house.revoked = null;
  cast.house.pack = packOf(3);
  expect(await cast.core.pullPack()).toMatchObject({ end: "new" });
  expect(cast.core.state()).toMatchObject({ wiped: false, families: { length: 3 } });
});

test("a phone full of photos says what to do, and has written nothing", async () => {
  const { parts, core } = await freshPhone();
  await core.enrol("KODE-1", "HP");
  const store = { ...parts.store, transact: () => Promise.reject(new DOMException("full", "QuotaExceededError")) };
  const full = await createCore({ ...parts, store });
  await expect(full.pullPack()).rejects.toMatchObject({ code: "store_full" });
  expect(full.state().pack).toBeNull();
});

/** A round that only marks homes: offline, crash-proof, and without a way to money. */
import { expect, test } from "vitest";
import { createCore, type Place } from "../../src/core/index";
import { eventOf } from "../../src/core/chain";
import { fold, NOTHING_YET } from "../../src/core/project";
import { readPack } from "../../src/wire/pack";
import { codeOf, FAMILY, familyId, freshPhone, photo, photosOf, SEEN, type Cast } from "../cast";
import { packOf } from "../house";

const PLACE: Place = { lat: -8.65, lng: 115.22, accuracy_m: 12, spread_m: 3, fixes: 5, taken_at: "2026-11-24T01:00:00.000Z" };
const MARK = { place: PLACE, met: "nobody" as const, note: "Pagar biru", photos: [photo("house", "house 1", "house 1")] };

async function tagger(): Promise<Cast> {
  const cast = await freshPhone();
  const pack = packOf(3);
  const round = { id: "019370f1-8000-7000-8000-0000000000c9", day: "2026-11-24", float: 0, opened: false, kind: "tag" as const };
  cast.house.pack = { ...pack, round, families: pack.families.map((family) => ({ ...family, items: [] })) };
  await cast.core.enrol("KODE-1", "HP uji");
  await cast.core.pullPack();
  await cast.core.openDay(0);
  return cast;
}

test("a home is marked: one event with its place and photo, and the family is done", async () => {
  const { core, store } = await tagger();
  expect(core.state().tagging).toBe(true);
  await core.tagHome(await core.startVisit(FAMILY, "list"), MARK);
  expect(core.state().families[0]?.status).toMatchObject({ at: "tagged", step: { met: "nobody", note: "Pagar biru" } });
  const [, , told] = store.everyEvent().map(({ text }) => eventOf(text));
  expect(told).toMatchObject({ type: "home.tagged", body: { family: FAMILY, place: PLACE, met: "nobody", photos: [{ kind: "house" }] } });
  expect(await codeOf(core.startVisit(FAMILY, "list"))).toBe("visit_over");
});

test("it works without network, and all of it arrives later", async () => {
  const { core, house } = await tagger();
  house.ill = ["offline"];
  await core.tagHome(await core.startVisit(FAMILY, "list"), MARK);
  await core.sync();
  expect(core.state().unsent).toMatchObject({ events: 3, media: 2 });
  house.ill = [];
  await core.sync();
  await core.sync();
  expect(core.state().unsent).toMatchObject({ events: 0, media: 0 });
  expect(house.photos.size).toBe(2);
});

test("a home that isn't found fails with its reason and gives back nothing", async () => {
  const { core, store } = await tagger();
  await core.failVisit(await core.startVisit(familyId(2), "list"), { reason: "moved", note: "", next: "again" });
  expect(core.state().families[1]?.status).toMatchObject({ at: "failed", step: { reason: "moved" } });
  expect(store.everyEvent().map(({ text }) => eventOf(text).type)).toEqual(["day.opened", "visit.started", "visit.failed"]);
});

test("there is no way to money", async () => {
  const { core } = await tagger();
  const visit = await core.startVisit(FAMILY, "list");
  await core.saveEvidence(visit, SEEN, photosOf(FAMILY));
  expect(await codeOf(core.intendPayment(visit))).toBe("nothing_due");
  expect(core.state().openIntent).toBeNull();
});

test("a day of marking ends without cash, after a restart too", async () => {
  const { core, store, parts } = await tagger();
  await core.tagHome(await core.startVisit(FAMILY, "list"), MARK);
  const again = await createCore(parts);
  expect(again.state().families[0]?.status.at).toBe("tagged");
  expect(await again.closeDay("")).toMatchObject({ float: 0, paid: 0, returned: 0, variance: 0, visits: 1, failed: 0 });
  let day = NOTHING_YET;
  for (const { text, hash } of store.everyEvent()) day = fold(day, eventOf(text), hash);
  expect(day.round?.closed_at).not.toBeNull();
});

test("an older house says nothing of kinds: its rounds pay", () => {
  const { round } = packOf(1);
  expect(readPack({ ...packOf(1), round: { ...round, kind: undefined } }).round?.kind).toBe("pay");
});

test("in a round to pay homes are marked by paying, not by hand", async () => {
  const { core } = await freshPhone();
  await core.enrol("KODE-1", "HP uji");
  await core.pullPack();
  await core.openDay(1);
  expect(await codeOf(core.tagHome(await core.startVisit(FAMILY, "list"), MARK))).toBe("not_tagging");
});

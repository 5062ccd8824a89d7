/** Random payers press random buttons, restart and sync; whatever they do, the same things stay true. */
import { expect, test } from "vitest";
import { createCore, Refused, type Core } from "../../src/core/index";
import { eventOf } from "../../src/core/chain";
import { openLeases } from "../../src/core/leases";
import { fold, NOTHING_YET } from "../../src/core/project";
import { chanceOf, type Chance } from "../../sim/chance";
import { familyId, openedPhone, photosOf, SEEN, type Cast } from "../cast";
import { packOf, paidTwice } from "../house";

const FAMILIES = 6;
let fence = 1;

test.each(Array.from({ length: 30 }, (_, i) => i + 100))("a random week, seed %i", async (seed) => {
  const chance = chanceOf(seed);
  const cast = await openedPhone(FAMILIES);
  let { core } = cast;
  for (let press = 0; press < 150; press++) {
    if (chance() < 0.05) core = await createCore(cast.parts);
    await orRefused(() => button(core, cast, chance));
    holds(core, cast);
  }
  cast.house.ill = [];
  await core.sync();
  await core.sync();
  await arrived(core, cast);
  count(cast);
});

const happened: Record<string, number> = {};
function count({ store }: Cast): void {
  for (const { text } of store.everyEvent()) {
    const { type } = eventOf(text);
    happened[type] = (happened[type] ?? 0) + 1;
  }
}

test("the weeks above saw everything that can happen, many times", () => {
  const types = ["payment.paid", "payment.voided", "visit.failed", "lease.released", "cash.returned", "day.closed", "hazard.noted"];
  for (const type of types) expect(happened[type], type).toBeGreaterThan(15);
});

async function orRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

function button(core: Core, { house }: Cast, chance: Chance): Promise<unknown> {
  const going = core.state().families.filter(({ status }) => status.at === "visiting").map(({ family }) => family);
  const family = (chance() < 0.8 ? going[0] : undefined) ?? familyId(1 + Math.floor(chance() * FAMILIES));
  const status = core.state().families.find((one) => one.family === family)?.status;
  const visit = status?.at === "visiting" ? status.step.visit : "none";
  const payment = core.state().openIntent?.payment ?? "none";
  const buttons: (() => Promise<unknown>)[] = [
    () => core.startVisit(family, "letter"),
    () => core.saveEvidence(visit, chance() < 0.7 ? SEEN : { ...SEEN, place: null }, photosOf(`${family} ${chance()}`)),
    () => core.intendPayment(visit),
    () => core.confirmPaid(payment, { received_by: "self" }),
    () => core.confirmPaid(payment, { received_by: "self" }),
    () => core.voidPayment(payment, "batal"),
    () => core.intendPayment(visit),
    () => chance() < 0.7 ? core.intendPayment(visit) : core.failVisit(visit, { reason: "not_home", note: "", next: chance() < 0.6 ? "again" : "counter" }),
    () => core.noteHazard(family, "steps", "licin"),
    () => core.returnCash(Math.floor(chance() * 50_000)),
    () => {
      house.ill = chance() < 0.5 ? [] : chance() < 0.5 ? ["lost"] : ["offline"];
      return core.sync();
    },
    () => chance() < 0.1 ? core.closeDay("tutup") : core.pullPack(),
    async () => {
      if (core.state().round?.state !== "closed") return;
      const tail = Math.floor(chance() * 0xffff).toString(16).padStart(4, "0");
      const pack = packOf(FAMILIES, `019370f1-8000-7000-9000-00000000${tail}`);
      house.ill = [];
      house.pack = { ...pack, families: pack.families.map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, fence: (fence += 1) })) })) };
      await core.pullPack();
      await core.openDay(8_100_000);
    },
  ];
  return (buttons[Math.floor(chance() * buttons.length)] ?? (() => core.sync()))();
}

function holds(core: Core, { store }: Cast): void {
  const { bag, openIntent, families } = core.state();
  expect(bag.left).toBe(bag.float - bag.paid - bag.returned);
  expect(bag.paid).toBeLessThanOrEqual(bag.float);
  let folded = NOTHING_YET;
  const paid = new Set<string>();
  for (const { text, hash } of store.everyEvent()) {
    const event = eventOf(text);
    folded = fold(folded, event, hash);
    if (event.type !== "payment.paid") continue;
    for (const { entitlement } of event.body.items) {
      expect(paid.has(entitlement)).toBe(false);
      paid.add(entitlement);
    }
  }
  expect(folded.bag).toEqual({ float: bag.float, paid: bag.paid, returned: bag.returned });
  expect(folded.open_intent).toBe(openIntent?.visit ?? null);
  const due = families.flatMap((family) => family.due);
  expect(due.some(({ entitlement }) => paid.has(entitlement))).toBe(false);
}

async function arrived(core: Core, { house, store }: Cast): Promise<void> {
  expect(core.state().unsent).toMatchObject({ events: 0, media: 0 });
  expect([...house.events.values()].map(({ hash }) => hash).sort()).toEqual(store.everyEvent().map(({ hash }) => hash).sort());
  expect(paidTwice(house)).toEqual([]);
  const kept = await store.load();
  if (kept.pack && kept.projection) expect(openLeases(kept.pack, kept.projection)).toEqual(core.state().families.flatMap(({ due }) => due));
}

/**
 * The phone dies at every await between the door and the acknowledged receipt, and the payer starts
 * it again: the family is paid once, no payment is lost, the bag agrees with the hands.
 */
import { expect, test } from "vitest";
import { createCore, type Core, type Exported, type Letter } from "../../src/core/index";
import { eventOf } from "../../src/core/chain";
import type { Parts } from "../../src/core/parts";
import { fold, NOTHING_YET } from "../../src/core/project";
import { chanceOf, type Chance } from "../../sim/chance";
import { FAMILY, familyId, openedPhone, pay, photosOf, SEEN, type Cast } from "../cast";
import { paidTwice, PHONE } from "../house";

class Died extends Error {}

/** Every letter here is genuine, with a secret, and the payer sees no code on it. */
const LETTER: Letter = {
  genuine: true, letter: familyId(99), family: "", total: 1_350_000, stage: "Tahap 4 2026", items: [], secret: "AAAAAAAAAAAAAAAAAAAAAA",
};

/** A round whose every entitlement another phone once held. */
async function contestedPhone(families: number): Promise<Cast> {
  const cast = await openedPhone(families);
  const { pack } = cast.house;
  const contested = pack.families.map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, contested: true })) }));
  cast.house.pack = { ...pack, pack: "contested", families: contested };
  await cast.core.pullPack();
  return cast;
}

/** Parts that die at the n-th call from now; a dead phone answers nothing any more. */
function mortal(parts: Parts, lives: number): { parts: Parts; calls: () => number } {
  let calls = 0;
  const breath = (): void => {
    if (++calls >= lives) throw new Died();
  };
  const around = <A extends unknown[], R>(work: (...asked: A) => Promise<R>) => async (...asked: A): Promise<R> => {
    breath(); // before it happened
    const done = await work(...asked);
    breath(); // after it happened, before anybody heard
    return done;
  };
  const { store, net, keys } = parts;
  return {
    calls: () => calls,
    parts: {
      ...parts,
      store: {
        load: around(store.load), events: around(store.events), tickets: around(store.tickets),
        photo: around(store.photo), parcelPhoto: around(store.parcelPhoto), transact: around(store.transact),
      },
      net: { get: around(net.get), post: around(net.post), upload: around(net.upload) },
      keys: { ...keys, openFile: around(keys.openFile), publicKey: around(keys.publicKey), sign: around(keys.sign), sha256: around(keys.sha256) },
    },
  };
}

/** The payer's hands: what really left them. */
type Hands = Map<string, number>;

/** What a careful payer does with whatever the phone shows; can be begun again at any time. */
async function carryOn(core: Core, families: string[], hands: Hands): Promise<void> {
  const open = core.state().openIntent;
  if (open && hands.has(open.payment)) await core.confirmPaid(open.payment, { received_by: "self" });
  else if (open) await core.voidPayment(open.payment, "HP mati sebelum uang diserahkan");
  for (const family of families) {
    if (core.state().families.find((one) => one.family === family)?.status.at === "paid") continue;
    const visit = await core.startVisit(family, "letter");
    await core.saveEvidence(visit, SEEN, photosOf(family));
    const { payment, total } = await core.intendPayment(visit, { letter: { ...LETTER, family }, unmarked: true });
    hands.set(payment, total);
    await core.confirmPaid(payment, { received_by: "self" });
    await core.giveReceipt(payment, "screen");
    await core.noteHazard(family, "dog", "", { helped: "panggil dari gerbang" });
  }
  await core.sync();
}

/** Lives on through deaths; gives how many there were. */
async function throughDeaths(cast: Cast, families: string[], hands: Hands, lives: () => number): Promise<number> {
  for (let deaths = 0; ; deaths++) {
    const { parts } = mortal(cast.parts, lives());
    try {
      await carryOn(await createCore(parts), families, hands);
      return deaths;
    } catch (error) {
      if (!isDeath(error)) throw error;
    }
  }
}

function isDeath(error: unknown): boolean {
  return error instanceof Died || (error instanceof Error && error.cause instanceof Died);
}

async function expectAllIsWell(cast: Cast, families: string[], hands: Hands): Promise<void> {
  const core = await createCore(cast.parts);
  await core.sync();
  const kept = cast.store.everyEvent();
  const handed = [...hands.values()].reduce((sum, total) => sum + total, 0);
  expect(core.state().bag.paid).toBe(handed);
  expect(handed).toBe(families.length * 1_350_000);
  expect(paidTwice(cast.house)).toEqual([]);
  expect([...cast.house.events.values()].map(({ hash }) => hash)).toEqual(kept.map(({ hash }) => hash));
  expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, i) => i + 1));
  let folded = NOTHING_YET;
  for (const { text, hash } of kept) {
    expect(eventOf(text).prev).toBe(folded.hash);
    folded = fold(folded, eventOf(text), hash);
  }
  expect(folded).toEqual((await cast.store.load()).projection);
  expect(core.state().unsent).toMatchObject({ events: 0, media: 0 });
}

test("dying once at any await pays the family exactly once", async () => {
  const { parts } = await contestedPhone(1);
  const { calls, parts: counted } = mortal(parts, Infinity);
  await carryOn(await createCore(counted), [FAMILY], new Map());
  const points = calls();
  expect(points).toBeGreaterThan(50);

  let died = 0;
  for (let at = 1; at <= points; at++) {
    const cast = await contestedPhone(1);
    const hands: Hands = new Map();
    const lives = [at];
    died += await throughDeaths(cast, [FAMILY], hands, () => lives.shift() ?? Infinity);
    await expectAllIsWell(cast, [FAMILY], hands);
  }
  expect(died).toBe(points);
});

let deaths = 0;
test.each(Array.from({ length: 40 }, (_, i) => i + 1))("dying again and again on a bad network, seed %i", async (seed) => {
  const chance = chanceOf(seed);
  const cast = await contestedPhone(3);
  const families = [1, 2, 3].map(familyId);
  const hands: Hands = new Map();
  deaths += await throughDeaths(cast, families, hands, () => {
    cast.house.ill = weather(chance);
    return chance() < 0.9 ? 1 + Math.floor(chance() * 120) : Infinity;
  });
  cast.house.ill = [];
  await expectAllIsWell(cast, families, hands);
});

test("the seeds above did kill the phone often", () => {
  expect(deaths).toBeGreaterThan(40);
});

function weather(chance: Chance): Cast["house"]["ill"] {
  const kinds = ["offline", "portal", "forged", "lost", { status: 503 }] as const;
  return Array.from({ length: Math.floor(chance() * 3) }, () => kinds[Math.floor(chance() * kinds.length)] ?? "offline");
}

test("the test itself notices a payment made twice", async () => {
  const cast = await contestedPhone(1);
  const careless: Hands = new Map();
  await carryOn(cast.core, [FAMILY], careless);
  careless.set("another time, from the payer's own pocket", 1_350_000);
  await expect(expectAllIsWell(cast, [FAMILY], careless)).rejects.toThrow();
});

/** Goes on with one thing through deaths at the awaits given, until it is done. */
async function until(cast: Cast, lives: number[], work: (core: Core) => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work(await createCore(mortal(cast.parts, lives.shift() ?? Infinity).parts));
      return;
    } catch (error) {
      if (!isDeath(error)) throw error;
    }
  }
}

async function awaitsOf(cast: Cast, work: (core: Core) => Promise<unknown>): Promise<number> {
  const { parts, calls } = mortal(cast.parts, Infinity);
  await work(await createCore(parts));
  return calls();
}

test("dying at any await of a revocation forgets nothing that the house hasn't kept, and forgets all in the end", async () => {
  const revoked = async (): Promise<Cast> => {
    const cast = await openedPhone(2);
    for (const n of [1, 2]) await pay(cast.core, familyId(n));
    cast.house.revoked = { by: "house", kept: true };
    return cast;
  };
  const points = await awaitsOf(await revoked(), (core) => core.sync());
  expect(points).toBeGreaterThan(20);
  for (let at = 1; at <= points; at++) {
    const cast = await revoked();
    const events = cast.store.everyEvent().map(({ text }) => text);
    await until(cast, [at], (core) => core.sync());
    expect(new Set(cast.house.inbox.map(({ e }) => e))).toEqual(new Set(events));
    expect(cast.store.everyEvent()).toEqual([]);
    expect(await cast.store.load()).toMatchObject({ wiped: "all", pack: null });
  }
});

test("dying at any await of a parcel loses none of it, and leaves none of it here in the end", async () => {
  const broken = await openedPhone(1);
  await pay(broken.core);
  const photos: Exported["photos"] = [];
  for (const ticket of await broken.store.tickets()) photos.push({ ticket, bytes: await broken.store.photo(ticket.sha256) ?? new Uint8Array() });
  const file: Exported = { events: broken.store.everyEvent(), photos };
  const carrying = async (): Promise<Cast> => {
    const cast = await openedPhone(1);
    const { identity } = await cast.store.load();
    if (identity) await cast.store.transact({ identity: { ...identity, phone: familyId(98) } });
    cast.parts.keys = { ...cast.parts.keys, openFile: () => Promise.resolve(file) };
    return cast;
  };
  const work = async (core: Core): Promise<void> => {
    if (core.state().carried.length === 0) await core.carry("file", "123456");
    await core.sync();
  };
  const points = await awaitsOf(await carrying(), work);
  expect(points).toBeGreaterThan(20);
  for (let at = 1; at <= points; at++) {
    const cast = await carrying();
    await until(cast, [at], work);
    expect(cast.house.carried.get(PHONE)).toEqual(file.events.map(({ text }) => text));
    expect(new Set(cast.house.carried_photos).size).toBe(photos.length);
    expect((await cast.store.load()).parcels).toEqual([]);
  }
});

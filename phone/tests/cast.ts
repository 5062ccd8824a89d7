/** The cast of the core's tests: a phone with a family in front of it. */
import { createCore, type Core, type Evidence, type FaceSeen, type OtherWay, type Photo } from "../src/core/index";
import type { Clock, Keys, Parts } from "../src/core/parts";
import { hereRandom } from "../src/store/here";
import { createMemoryStore, type MemoryStore } from "../src/store/memory";
import { toUtf8 } from "../src/wire/bytes";
import { keysFrom, vectors } from "./contract";
import { familyNo, openHouse, packOf, type House } from "./house";

export type TestClock = Clock & { set(ms: number): void; slept: number[] };

export function testClock(): TestClock {
  let now = Date.UTC(2026, 10, 24, 1, 0, 0);
  const start = now, slept: number[] = [];
  return {
    now: () => (now += 1000), elapsed: () => now - start, slept, set: (ms) => void (now = ms),
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

let keys: Keys | null = null;
export async function phoneKeys(): Promise<Keys> {
  return (keys ??= await keysFrom(vectors().phone_key.private_jwk));
}

export type Cast = { core: Core; house: House; store: MemoryStore; clock: TestClock; parts: Parts };

/** A phone that isn't enrolled. */
export async function freshPhone(families = 3): Promise<Cast> {
  const house = await openHouse(packOf(families));
  const store = createMemoryStore(), clock = testClock();
  const parts = { store, net: house, clock, keys: await phoneKeys(), random: hereRandom };
  return { core: await createCore(parts), house, store, clock, parts };
}

/** Enrolled, with today's pack, the day open. */
export async function openedPhone(families = 3): Promise<Cast> {
  const cast = await freshPhone(families);
  await cast.core.enrol("KODE-1", "HP uji");
  await cast.core.pullPack();
  await cast.core.openDay(1_350_000 * families);
  return cast;
}

export const FAMILY = familyNo(1).family;
export const familyId = (n: number): string => familyNo(n).family;

export const FACE: FaceSeen = {
  likeness: 0.71, band: "same", model: "fr_feature-1", reference: "r", attempts: 1, live: 0.9, quality: 74,
  calibration: "lfw_dev 2026-11", challenge: null,
};
/** A witness with a name, a supervisor's code not given: the note says why. */
export const WITNESS: OtherWay = {
  way: "witness", note: "Tidak ada sinyal untuk menelepon kantor", witness: { name: "I Ketut Lingga", role: "kepala_lingkungan" },
  code: null, member: null, letter: false, approval: null,
};
export const SEEN: Evidence = {
  place: { lat: -8.65, lng: 115.22, accuracy_m: 12, spread_m: 3, fixes: 5, taken_at: "2026-11-24T01:00:00.000Z" },
  face: FACE,
  other_way: null,
};

export function photo(kind: Photo["kind"], content: string, thumb: string | null = null): Photo {
  return { kind, bytes: toUtf8(`photo ${content}`), thumb: thumb === null ? null : toUtf8(`thumb ${thumb}`) };
}

/** Photos that no other family has. */
export function photosOf(family: string): Photo[] {
  return [photo("face", `face ${family}`, `face ${family}`), photo("house", `house ${family}`, `house ${family}`)];
}

export async function seen(core: Core, family = FAMILY): Promise<string> {
  const visit = await core.startVisit(family, "letter");
  await core.saveEvidence(visit, SEEN, photosOf(family));
  return visit;
}

export async function pay(core: Core, family = FAMILY): Promise<string> {
  const { payment } = await core.intendPayment(await seen(core, family));
  await core.confirmPaid(payment, { received_by: "self" });
  return payment;
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return "no refusal";
}

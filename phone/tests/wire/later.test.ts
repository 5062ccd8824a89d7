/** A newer house adds fields: this phone reads the same as without them, wherever they stand and whatever they hold. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readCarriedAnswer, readCarriedKept, readEnrolled, readEventsAnswer, readGrant, readProblem, readRevoked,
} from "../../src/wire/answers";
import { toUtf8 } from "../../src/wire/bytes";
import { readPack, type Pack } from "../../src/wire/pack";
import { readJson, type Reader } from "../../src/wire/shapes";
import { familyId, freshPhone, pay } from "../cast";
import { keysFrom, vectors } from "../contract";
import { packOf } from "../house";

const runs = { numRuns: 60 };

/** What a later version may put beside the fields we know: its own names, any values, "__proto__" among them. */
const later = fc.array(fc.record({
  name: fc.oneof(fc.constantFrom("__proto__", "constructor", "v2", "toString"), fc.string({ maxLength: 12 }).map((s) => `later_${s}`)),
  value: fc.jsonValue({ maxDepth: 2 }),
}), { minLength: 1, maxLength: 3 });

type Later = { name: string; value: unknown }[];

/** The JSON text of a value with those fields in every object of it, before and after its own. */
function withLater(value: unknown, more: Later): string {
  if (Array.isArray(value)) return `[${value.map((one) => withLater(one, more)).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const own = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}:${withLater(one, more)}`);
  const added = more.map(({ name, value: one }) => `${JSON.stringify(name)}:${JSON.stringify(one)}`);
  return `{${[...added.slice(1), ...own, ...added.slice(0, 1)].join()}}`;
}

/** A pack with something in each of its lists. */
function fullPack(): Pack {
  const pack = packOf(2);
  return {
    ...pack, approvers: [{ phone: "p", name: "Komang", public_key: "k" }], supervisor: { keys: [{ day: "2026-11-24", key: "k" }] },
    map: [{ name: "Dangin Puri", sha256: "a", bytes: 9 }],
    families: pack.families.map((family) => ({
      ...family, home: { lat: -8.6, lng: 115.2, accuracy_m: 8 }, tags: [{ lat: -8.6, lng: 115.2, accuracy_m: 9, day: "2026-08-24" }],
      hazards: [{ kind: "dog", note: "galak", noted: "2026-08-24", confirmed: "2026-09-24", helped: "panggil" }],
      reference: { id: "r", model: "m", template: "t" }, references: [{ id: "r", model: "m", template: "t", kind: "face", taken: "2026-08-24" }],
      last_failed: { day: "2026-08-24", reason: "not_home", again_on: "2026-11-24", again_part: "morning" },
    })),
  };
}

test("a pack with later fields in every object is read as without them", () => {
  const pack = fullPack();
  fc.assert(fc.property(later, (more) => {
    expect(readJson(withLater(pack, more), readPack)).toEqual(pack);
  }), runs);
});

const READERS: Record<string, Reader<object>[]> = {
  enrolled: [readEnrolled], heard: [readEventsAnswer, readCarriedAnswer], kept: [readCarriedKept], granted: [readGrant], refused: [readProblem, readRevoked],
};

test("an answer with later fields in every object is read as without them, or refused as without them", () => {
  const { signed, unsigned } = vectors<Record<"signed" | "unsigned", { shape: string; body: string }[]>>("answers.json");
  for (const { shape, body } of [...signed, ...unsigned]) {
    for (const read of READERS[shape] ?? []) {
      fc.assert(fc.property(later, (more) => {
        expect(readJson(withLater(JSON.parse(body), more), read)).toEqual(readJson(body, read));
      }), runs);
    }
  }
  expect(new Set(signed.map(({ shape }) => shape))).toEqual(new Set(Object.keys(READERS)));
});

test("a part of the day that only a newer house knows leaves the family in the pack", () => {
  const pack = fullPack();
  const families = pack.families.map((family) => ({ ...family, last_failed: { ...family.last_failed, again_part: "night" } }));
  expect(readPack({ ...pack, families }).families[0]?.last_failed).toMatchObject({ day: "2026-08-24", again_part: null });
});

test("a day with a newer house's pack and answers is worked, paid and sent as any other", async () => {
  const more: Later = [{ name: "later", value: { deep: [1] } }, { name: "__proto__", value: { contested: true } }];
  const { core, house } = await freshPhone(2);
  house.pack = JSON.parse(withLater(house.pack, more)) as Pack;
  const post = house.post.bind(house), signing = await keysFrom(vectors().house_key.private_jwk);
  const said = new Set<string>();
  house.post = async (path, json, token) => {
    const answer = await post(path, json, token);
    if (!answer.came || answer.text === null) return answer;
    said.add(path);
    const text = withLater(JSON.parse(answer.text), more);
    return { ...answer, text, bytes: toUtf8(text), signature: await signing.sign(toUtf8(text)) };
  };
  await core.enrol("KODE-1", "HP");
  await core.pullPack();
  await core.openDay(2_700_000);
  await pay(core, familyId(1));
  expect(await core.sync()).toMatchObject({ stopped: null, left: { events: 0, media: 0 } });
  expect(core.state().bag).toMatchObject({ paid: 1_350_000, left: 1_350_000 });
  expect(core.state().families.map(({ due }) => due.some(({ contested }) => contested))).toEqual([false, false]);
  expect([...said]).toEqual(["/api/sync/enrol", "/api/sync/events"]);
});

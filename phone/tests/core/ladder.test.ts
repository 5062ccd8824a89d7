import { expect, test } from "vitest";
import { checkDigit, gaps, isCode, lacks, stands } from "../../src/core/ladder";
import * as flow from "../../src/core/flow";
import type { OtherWay, PhotoKind } from "../../src/wire/events";
import { chanceOf } from "../../sim/chance";
import { codeOf, FACE, FAMILY, openedPhone, photo, photosOf, SEEN, WITNESS } from "../cast";

const kinds = (...all: PhotoKind[]): { kind: PhotoKind }[] => all.map((kind) => ({ kind }));
const PAPERS: OtherWay = { way: "papers", note: "", witness: null, code: null, member: null, letter: true, approval: null };
const HEIR: OtherWay = { way: "representative", note: "", witness: null, code: null, member: "I Made 1", letter: false, approval: null };
const CODED: OtherWay = { ...WITNESS, note: "", code: "57260431" };
const FULL = kinds("face", "house", "ktp", "kk");
const here = { place: SEEN.place, face: { ...FACE, band: "different" as const } };

test.each([
  ["papers", PAPERS], ["a witness with a supervisor's code", CODED], ["a representative", HEIR],
] as const)("%s, complete, need no further words", (_, way) => {
  expect(lacks(way, FULL)).toEqual([]);
  expect(gaps(way, { ...here, photos: FULL })).toEqual([]);
  expect(stands(way, { ...here, photos: FULL })).toBe(true);
});

test.each([
  ["papers without the KTP", PAPERS, kinds("face", "kk"), "ktp_photo"],
  ["papers without the family card", PAPERS, kinds("face", "ktp"), "kk_photo"],
  ["a witness without a name", { ...CODED, witness: { name: " ", role: "rt" as const } }, FULL, "witness"],
  ["a witness nobody named", { ...CODED, witness: null }, FULL, "witness"],
  ["a code with a wrong digit", { ...CODED, code: "57260432" }, FULL, "code_mistyped"],
  ["a representative without a name", { ...HEIR, member: null }, FULL, "member"],
] as const)("%s is no rung, whatever the note says", (_, way, photos, lack) => {
  const said = { ...way, note: "alasan apa pun" };
  expect(lacks(said, [...photos])).toEqual([lack]);
  expect(stands(said, { ...here, photos: [...photos] })).toBe(false);
});

test.each([
  ["the letter wasn't scanned", { ...PAPERS, letter: false, approval: null }, here, FULL, "letter"],
  ["nobody could be called for a code", { ...CODED, code: null }, here, FULL, "code"],
  ["the papers were passed over", CODED, here, kinds("face"), "papers"],
  ["no face was photographed", PAPERS, here, kinds("ktp", "kk"), "face"],
  ["there is no place", PAPERS, { ...here, place: null }, FULL, "place"],
  ["the representative has no KTP", HEIR, here, kinds("face"), "ktp_photo"],
] as const)("%s: a reason is needed, and is enough", (_, way, seen, photos, gap) => {
  const told = { ...seen, photos: [...photos] };
  expect(gaps(way, told)).toEqual([gap]);
  expect(stands(way, told)).toBe(false);
  expect(stands({ ...way, note: "listrik padam" }, told)).toBe(true);
});

test("money is never offered on a rung that lacks its evidence", () => {
  const chance = chanceOf(11);
  const door = flow.started({ visit: "v", family: "f", how: "list" }, "t");
  for (let i = 0; i < 4000; i++) {
    const maybe = <T>(value: T): T | null => (chance() < 0.5 ? value : null);
    const [base] = [PAPERS, CODED, HEIR].sort(() => chance() - 0.5);
    if (!base) throw new RangeError("no rung");
    const way = { ...base, witness: maybe(base.witness), code: maybe(base.code), member: maybe(base.member), note: chance() < 0.5 ? "n" : "" };
    const photos = FULL.filter(() => chance() < 0.6).map(({ kind }) => ({ kind, sha256: "a", bytes: 1, thumb: null }));
    const proof = { place: maybe(SEEN.place), face: maybe(here.face), other_way: way, photos };
    const may = flow.proven(door, proof).at === "seen";
    expect(may).toBe(lacks(way, photos).length === 0 && (way.note !== "" || gaps(way, proof).length === 0));
  }
});

test("the check digit finds every wrong digit and every swap of neighbours", () => {
  expect(checkDigit("572")).toBe(4);
  const code = "57260431";
  expect(isCode(code)).toBe(true);
  for (let i = 0; i < 8; i++) {
    for (let d = 0; d < 10; d++) {
      const typed = code.slice(0, i) + String(d) + code.slice(i + 1);
      expect(isCode(typed)).toBe(typed === code);
    }
    if (i < 7) {
      const swapped = code.slice(0, i) + code.charAt(i + 1) + code.charAt(i) + code.slice(i + 2);
      expect(isCode(swapped)).toBe(swapped === code);
    }
  }
  for (const typed of ["", "5726043", "572604311", "5726043a", " 7260431"]) expect(isCode(typed)).toBe(false);
});

test("a representative must be on the family's own card, as the office knows it or as it was photographed", async () => {
  const { core } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  const photos = [...photosOf(FAMILY), photo("ktp", "ktp")];
  const proof = { ...SEEN, face: here.face };
  expect(await codeOf(core.saveEvidence(visit, { ...proof, other_way: { ...HEIR, member: "Orang Lain" } }, photos))).toBe("not_on_card");
  const stranger = { ...HEIR, member: "Orang Lain " };
  await core.saveEvidence(visit, { ...proof, other_way: stranger }, [...photos, photo("kk", "kk")]);
  await core.saveEvidence(visit, { ...proof, other_way: HEIR }, photos);
  expect((await core.intendPayment(visit)).total).toBe(1_350_000);
});

test("evidence that lacks what its rung rests on isn't kept as a rung", async () => {
  const { core } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  const proof = { ...SEEN, face: here.face };
  expect(await codeOf(core.saveEvidence(visit, { ...proof, other_way: PAPERS }, photosOf(FAMILY)))).toBe("rung_incomplete");
  expect(await codeOf(core.saveEvidence(visit, { ...proof, other_way: { ...CODED, code: "12345678" } }, photosOf(FAMILY)))).toBe("code_mistyped");
  expect(await codeOf(core.saveEvidence(visit, { ...proof, other_way: CODED }, photosOf(FAMILY)))).toBe("note_missing");
});

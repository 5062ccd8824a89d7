/** What holds whatever is shown, said or set: contested aid, a supervisor's word, hazards, clocks. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { approve, approvedBy } from "../../src/core/approvals";
import { eventOf } from "../../src/core/chain";
import { openDesk, type Memory } from "../../src/core/desk";
import { payable, telephone } from "../../src/core/guards";
import { createCore, Refused, type HazardKind, type Letter } from "../../src/core/index";
import { fold, NOTHING_YET } from "../../src/core/project";
import { view } from "../../src/core/view";
import { codeOf, FAMILY, familyId, openedPhone, pay, phoneKeys, seen, WITNESS, photo, SEEN } from "../cast";

async function atTheDoor(): Promise<{ memory: Memory; visit: string }> {
  const { core, parts } = await openedPhone();
  const visit = await seen(core);
  return { memory: (await openDesk(parts)).memory(), visit };
}

function contested(memory: Memory, which: boolean[]): Memory {
  if (!memory.pack) return memory;
  const families = memory.pack.families.map((family) => ({ ...family, items: family.items.map((item, i) => ({ ...item, contested: which[i] === true })) }));
  return { ...memory, pack: { ...memory.pack, families } };
}

test("a contested entitlement is paid for a grant or the genuine unmarked letter of this family, and for nothing else", async () => {
  const { memory, visit } = await atTheDoor();
  const letters = fc.record({
    genuine: fc.constantFrom(true, false, null), family: fc.constantFrom(FAMILY, familyId(2)), secret: fc.constantFrom("AAAAAAAAAAAAAAAAAAAAAA", null),
    letter: fc.uuid(), total: fc.integer(), stage: fc.string(), items: fc.constant<Letter["items"]>([]),
  });
  const shown = fc.record({ letter: fc.option(letters), unmarked: fc.boolean(), grant: fc.option(fc.constantFrom("", "019370f1-8000-7000-8000-0000000000ae")) });
  fc.assert(fc.property(fc.tuple(fc.boolean(), fc.boolean()), shown, (which, proof) => {
    const { letter, unmarked, grant } = proof;
    const may = !which.includes(true) || Boolean(grant)
      || (unmarked && letter?.genuine === true && letter.family === FAMILY && letter.secret !== null);
    const pays = (): unknown => payable(contested(memory, which), visit, proof);
    if (may) expect(pays).not.toThrow();
    else expect(pays).toThrow(expect.objectContaining({ code: "contested" }));
  }), { numRuns: 400 });
});

const APPROVER = { phone: "019370f1-8000-7000-8000-0000000000b9", name: "Bu Komang" };
const ASKED = { v: 1, visit: familyId(7), day: "2026-11-24", office: "80000", payer: "Made" } as const;

test("a supervisor's word changed in one letter is nobody's", async () => {
  const keys = await phoneKeys();
  const said = await approve(ASKED, APPROVER.phone, 0, keys);
  const approvers = [{ ...APPROVER, public_key: await keys.publicKey() }];
  expect(await approvedBy(said, ASKED.visit, ASKED.day, approvers, keys)).toMatchObject(APPROVER);
  await fc.assert(fc.asyncProperty(fc.nat(said.length - 3), fc.constantFrom(..."AZaz09-_.x"), async (at, letter) => {
    const changed = said.slice(0, at) + letter + said.slice(at + 1);
    fc.pre(changed !== said);
    expect(await approvedBy(changed, ASKED.visit, ASKED.day, approvers, keys)).toBeNull();
  }));
  await fc.assert(fc.asyncProperty(fc.string(), async (text) => {
    expect(await approvedBy(`AMANAH-OK1:${text}`, ASKED.visit, ASKED.day, approvers, keys)).toBeNull();
  }));
});

test("evidence with a supervisor's word that isn't one isn't kept", async () => {
  const { core } = await openedPhone();
  const visit = await core.startVisit(FAMILY, "list");
  const evidence = { ...SEEN, face: null, other_way: { ...WITNESS, approval: "AMANAH-OK1:e30.AA" } };
  expect(await codeOf(core.saveEvidence(visit, evidence, [photo("face", "f"), photo("house", "h")]))).toBe("approval_wrong");
});

test("a kind of hazard is told once, as it was seen last, and not once it is gone", async () => {
  const { memory } = await atTheDoor();
  const seenHazards = fc.record({
    kind: fc.constantFrom<HazardKind>("dog", "alley", "steps"), note: fc.constantFrom("", "galak"),
    helped: fc.constantFrom("", "panggil dari gerbang"), gone: fc.boolean(), noted: fc.constantFrom("2026-11-23", "2026-11-24"),
  });
  fc.assert(fc.property(fc.array(seenHazards, { maxLength: 12 }), (noted) => {
    const told = view({ ...memory, projection: { ...memory.projection, hazards: { [FAMILY]: noted } } }).families[0]?.hazards ?? [];
    const last = new Map(noted.map((one) => [one.kind, one]));
    expect(new Set(told.map(({ kind }) => kind)).size).toBe(told.length);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set([...last.values()].filter(({ gone }) => !gone).map(({ kind }) => kind)));
    for (const { kind, confirmed, noted: first } of told) {
      expect(confirmed).toBe(last.get(kind)?.noted);
      expect(noted.some((one) => one.kind === kind && one.noted === first)).toBe(true);
    }
  }));
});

test("whatever the clock says, nothing is blocked and the order is the chain's", async () => {
  const times = fc.oneof(fc.integer({ min: -1e15, max: 1e17 }), fc.double(), fc.constantFrom(0, Date.UTC(1980, 0), Date.UTC(2090, 0)));
  await fc.assert(fc.asyncProperty(fc.array(times, { minLength: 6, maxLength: 6 }), async (jumps) => {
    const { clock, store, house, parts } = await openedPhone();
    for (const [n, jump] of jumps.entries()) {
      clock.set(jump);
      const core = await createCore(parts);
      if (n < 3) await pay(core, familyId(n + 1));
      else if (n === 3) await core.noteHazard(FAMILY, "dog", "galak");
      else await core.sync();
    }
    const kept = store.everyEvent();
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, i) => i + 1));
    let folded = NOTHING_YET;
    for (const { text, hash } of kept) {
      expect(eventOf(text)).toMatchObject({ seq: folded.seq + 1, prev: folded.hash });
      expect(eventOf(text).at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      folded = fold(folded, eventOf(text), hash);
    }
    expect([...house.events.keys()].sort((a, b) => a - b)).toEqual(kept.map(({ seq }) => seq));
    expect((await createCore(parts)).state()).toMatchObject({ bag: { paid: 4_050_000 }, unsent: { events: 0 } });
  }), { numRuns: 40 });
});

test("a telephone number is digits by the time it is sealed, however it was typed", () => {
  fc.assert(fc.property(fc.string(), (typed) => {
    try {
      expect(telephone(typed)).toMatch(/^\+?\d{9,15}$/);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      expect(error.code).toBe("number_wrong");
    }
  }));
});

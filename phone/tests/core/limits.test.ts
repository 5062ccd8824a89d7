/** Whatever is typed, however much is photographed: an event is at most 2 kB of UTF-8, and nothing typed for a reason is lost. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { approve } from "../../src/core/approvals";
import { Refused, type Core, type Photo } from "../../src/core/index";
import { linked } from "../../src/core/chain";
import { gaps } from "../../src/core/ladder";
import { bounded, clean, cut, ENVELOPE, MOST_EVENT_BYTES, MOST_NAME, MOST_NOTE, weight } from "../../src/core/limits";
import { toUtf8 } from "../../src/wire/bytes";
import { FAIL_REASONS, type FaceSeen, type Fact, type OtherWay, type Place } from "../../src/wire/events";
import { codeOf, FAMILY, openedPhone, phoneKeys, photo, type Cast } from "../cast";
import { PHONE } from "../house";

const DOOR_ITEMS = 12; // aid of a whole year at one door
const LONG = "\u{1F415}\u0000\u0001\"\\\ud800é漢a ";
const typed = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ unit: fc.constantFrom(...LONG), maxLength: 400 }), fc.constantFrom("", "漢".repeat(400), "\"".repeat(300), "a".repeat(300)));
/** What a screen hands over: it lets nobody type more. */
const note = typed.map((text) => cut(clean(text), MOST_NOTE)), name = typed.map((text) => cut(clean(text), MOST_NAME));

const WORST_PLACE: Place = { lat: -8.6561203, lng: 115.2228301, accuracy_m: 12345.6, spread_m: 12345.6, fixes: 5, taken_at: "2026-11-24T01:05:00.000Z" };
const WORST_FACE: FaceSeen = {
  likeness: -0.7134, band: "different", model: "m".repeat(40), reference: FAMILY, attempts: 123, live: 0.931, quality: 100,
  calibration: "c".repeat(40), challenge: { asked: "right", passed: false, ms: 100_000 },
};
const KINDS = ["face", "ktp", "kk", "house"] as const;

function pictures(which: readonly boolean[]): Photo[] {
  return KINDS.filter((_, n) => which[n]).map((kind) => ({ ...photo(kind, kind, kind), bytes: new Uint8Array(99_999).fill(KINDS.indexOf(kind)) }));
}

/** A family whose card bears long names and who is owed a year, before a phone whose clock and numbers are long. */
async function atALongDoor(): Promise<Cast & { visit: string }> {
  const cast = await openedPhone(1);
  const [family] = cast.house.pack.families;
  if (!family) throw new Error("no family");
  const items = Array.from({ length: DOOR_ITEMS }, (_, n) => ({ ...family.items[0], entitlement: `019370f1-8000-7000-8009-${String(n).padStart(12, "0")}`, amount: 100_000, fence: 99_999, contested: false } as typeof family.items[0] & object));
  const members = [{ name: "I Gusti Ngurah ".repeat(6).trim(), relation: "child" }];
  const approvers = [{ phone: PHONE, name: "Bu Komang", public_key: await (await phoneKeys()).publicKey() }];
  cast.house.pack = { ...cast.house.pack, pack: "long", families: [{ ...family, items, members }], approvers, seal_key: approvers[0]?.public_key ?? null };
  await cast.core.pullPack();
  cast.clock.set(Date.UTC(2026, 10, 24, 23));
  return { ...cast, visit: await cast.core.startVisit(FAMILY, "letter") };
}

function heaviest({ store }: Cast): number {
  return Math.max(...store.everyEvent().map(({ text }) => toUtf8(text).length));
}

test("an envelope is never heavier than reckoned with", () => {
  const id = FAMILY, longest = {
    id, phone: id, seq: 9_999_999, prev: "f".repeat(64), now_ms: Date.UTC(2026, 10, 24), elapsed_ms: 9_999_999_999,
    server_seen: "2026-11-24T01:05:00.123456+00:00", day: "2026-11-24",
  };
  for (const type of ["visit.evidence", "visit.failed"] as const) {
    const bare = JSON.stringify(linked({ type, body: {} } as unknown as Fact, longest));
    expect(bare.length - "{}".length + `,"note":""`.length).toBeLessThanOrEqual(ENVELOPE);
  }
});

test("letters are cut whole, cleaned and weighed as they stand in JSON", () => {
  fc.assert(fc.property(typed, fc.nat(300), (text, most) => {
    const words = clean(text);
    expect(words).toBe(words.trim());
    expect(/[\p{Cc}\p{Cs}]/u.test(words)).toBe(false);
    const short = cut(words, most);
    expect(words.startsWith(short)).toBe(true);
    expect(weight(short)).toBeLessThanOrEqual(most);
    expect(toUtf8(JSON.stringify(short)).length - 2).toBe(weight(short));
    if (weight(words) > most) expect(() => bounded(text, most)).toThrow(Refused);
    else expect([bounded(text, most), short]).toEqual([words, words]);
  }), { numRuns: 500 });
});

const other: fc.Arbitrary<OtherWay> = fc.record({
  way: fc.constantFrom("papers", "witness", "representative"), note, letter: fc.boolean(),
  witness: fc.option(fc.record({ name, role: fc.constantFrom("kepala_lingkungan", "tetangga") })), code: fc.constantFrom(null, "57260431"),
  member: fc.oneof(fc.constant(null), name, fc.constant("I Gusti Ngurah ".repeat(6).trim())), approval: fc.constantFrom(null, "signed"),
});

const witnessed: OtherWay = {
  way: "witness", note: "漢".repeat(53), letter: false, witness: { name: "漢".repeat(18), role: "kepala_lingkungan" }, code: null, member: null, approval: null,
};
type Case = [OtherWay, Place | null, [boolean, boolean, boolean, boolean]];
/** All there is and a signed word; all but the word; the word and all but a card. */
const HARDEST: Case[] = [
  [{ ...witnessed, approval: "signed" }, WORST_PLACE, [true, true, true, true]],
  [witnessed, WORST_PLACE, [true, true, true, true]],
  [{ ...witnessed, approval: "signed" }, WORST_PLACE, [true, false, true, true]],
];

async function evidenceOf({ core, store, visit }: Cast & { visit: string }, rung: OtherWay | null, place: Place | null, which: readonly boolean[]): Promise<OtherWay | null | undefined> {
  const photos = pictures(which);
  try {
    await core.saveEvidence(visit, { place, face: which[0] ? WORST_FACE : null, other_way: rung }, photos);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  const last = JSON.parse(store.everyEvent().at(-1)?.text ?? "{}") as { body: { other_way: OtherWay | null } };
  return last.body.other_way;
}

test("evidence of every rung is at most 2 kB, and a reason for what is missing stands whole in it", async () => {
  const cast = await atALongDoor();
  const approval = await approve({ v: 1, visit: cast.visit, day: "2026-11-24", office: "80000", payer: "Made" }, PHONE, Date.UTC(2026, 10, 24), await phoneKeys());
  let kept = 0;
  await fc.assert(fc.asyncProperty(fc.option(other, { freq: 9 }), fc.constantFrom(null, WORST_PLACE), fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), async (way, place, which) => {
    const rung = way && { ...way, approval: way.approval && approval };
    const told = await evidenceOf(cast, rung, place, which);
    if (told === undefined) return;
    kept += 1;
    expect(heaviest(cast)).toBeLessThanOrEqual(MOST_EVENT_BYTES);
    if (!rung || !told) return;
    expect(rung.note.startsWith(told.note)).toBe(true);
    if (gaps(rung, { place, photos: pictures(which) }).length > 0) expect(told.note).toBe(rung.note);
  }), { numRuns: 400, examples: HARDEST });
  expect(kept).toBeGreaterThan(60);
});

test("a rung keeps nothing that belongs to another", async () => {
  const cast = await atALongDoor();
  const rung: OtherWay = { way: "papers", note: "x", witness: { name: "W", role: "rt" }, code: null, member: "M", letter: true, approval: "AMANAH-OK1:e30.AA" };
  expect(await evidenceOf(cast, rung, WORST_PLACE, [true, true, true, true])).toMatchObject({ witness: null, member: null, approval: null });
});

/** Every other verb that takes words, at a door owed a year of aid. */
const SAYS: Record<string, (core: Core, visit: string, words: string) => Promise<unknown>> = {
  "visit.failed": (core, visit, words) => core.failVisit(visit, { reason: FAIL_REASONS.reduce((a, b) => (b.length > a.length ? b : a)), note: words, next: "counter", place: WORST_PLACE, photos: pictures([true, true, true, true]), letter_left: false }),
  "payment.voided": async (core, visit, words) => { await core.saveEvidence(visit, { place: WORST_PLACE, face: { ...WORST_FACE, band: "same" }, other_way: null }, pictures([true, true, true, true])); await core.voidPayment((await core.intendPayment(visit, { grant: FAMILY })).payment, words); },
  "payment.paid": async (core, visit) => { await core.saveEvidence(visit, { place: WORST_PLACE, face: { ...WORST_FACE, band: "same" }, other_way: null }, pictures([true, true, true, true])); await core.confirmPaid((await core.intendPayment(visit, { grant: FAMILY })).payment, { received_by: "representative", signature: photo("signature", "s") }); },
  "receipt.given": async (core, visit) => { await SAYS["payment.paid"]?.(core, visit, ""); const { status } = core.state().families[0] ?? {}; if (status?.at === "paid") await core.giveReceipt(status.step.payment, "whatsapp", "+628123456789012"); },
  "cash.returned": (core) => core.returnCash(1_000_000),
  "hazard.noted": (core, _, words) => core.noteHazard(FAMILY, "other", words, { helped: words }),
  "lease.released": (core, _, words) => core.releaseLease("019370f1-8000-7000-8009-000000000000", words),
  "day.closed": (core, _, words) => core.closeDay(words),
};

test.each(Object.entries(SAYS))("%s is at most 2 kB with the longest words", async (type, say) => {
  for (const words of ["漢".repeat(53), "\u{1F415}".repeat(40), "\"".repeat(80), "a".repeat(MOST_NOTE)]) {
    const cast = await atALongDoor();
    await say(cast.core, cast.visit, words);
    expect(cast.store.everyEvent().map(({ text }) => (JSON.parse(text) as { type: string }).type)).toContain(type);
    expect(heaviest(cast)).toBeLessThanOrEqual(MOST_EVENT_BYTES);
  }
});

test.each(Object.keys(SAYS).filter((type) => !["payment.paid", "receipt.given", "cash.returned"].includes(type)))("%s refuses longer words and writes nothing of them", async (type) => {
  const cast = await atALongDoor();
  expect(await codeOf(SAYS[type]?.(cast.core, cast.visit, "a".repeat(MOST_NOTE + 1)) ?? Promise.resolve())).toBe("text_too_long");
  expect(cast.store.everyEvent().map(({ text }) => (JSON.parse(text) as { type: string }).type)).not.toContain(type);
});

import { expect, test } from "vitest";
import { approve } from "../../src/core/approvals";
import { eventOf, linked } from "../../src/core/chain";
import { leaseText } from "../../src/core/leases";
import { letterCode, readLetter } from "../../src/core/letter";
import { fold, NOTHING_YET } from "../../src/core/project";
import type { Fact, Item, Place } from "../../src/wire/events";
import { toUtf8 } from "../../src/wire/bytes";
import { keysFrom, vectors, writeVectors, type EventVectors } from "../contract";

const id = (tail: string): string => `019370f1-8000-7000-8000-${tail.padStart(12, "0")}`;
const PHONE = id("b0"), ROUND = id("c0"), FAMILY = id("fa01"), OTHER = id("fa02");
const ITEMS: Item[] = [
  { entitlement: id("e1"), amount: 600_000, fence: 1 }, { entitlement: id("e2"), amount: 600_000, fence: 3 },
];
const PLACE: Place = {
  lat: -8.6561203, lng: 115.2228301, accuracy_m: 14.6, spread_m: 3.2, fixes: 5, taken_at: "2026-11-24T01:05:00.000Z",
};
const hash = (letter: string): string => letter.repeat(64);

const FACTS: Fact[] = [
  { type: "day.opened", body: { round: ROUND, float: 18_600_000, counted: true } },
  { type: "visit.started", body: { visit: id("d1"), family: FAMILY, how: "letter" } },
  {
    type: "visit.evidence", body: {
      visit: id("d1"), family: FAMILY, place: PLACE,
      face: { likeness: 0.7134, band: "same", model: "fr_feature-1", reference: id("f1"), attempts: 1, live: 0.93,
        quality: 81, calibration: "lfw_dev 2026-11", challenge: { asked: "left", passed: true, ms: 1420 } },
      other_way: null,
      photos: [
        { kind: "face", sha256: hash("a"), bytes: 84_211, thumb: hash("b") },
        { kind: "house", sha256: hash("c"), bytes: 97_004, thumb: hash("d") },
      ],
    },
  },
  {
    type: "visit.evidence", body: {
      visit: id("d1"), family: FAMILY, place: PLACE,
      face: { likeness: 0.2134, band: "different", model: "fr_feature-1", reference: id("f1"), attempts: 3, live: 0.31,
        quality: 35, calibration: "lfw_dev 2026-11", challenge: { asked: "blink", passed: false, ms: 8000 } },
      other_way: {
        way: "witness", note: "KTP dititip di koperasi — “besok diambil”",
        witness: { name: "I Ketut Lingga", role: "kepala_lingkungan" }, code: "57260431", member: null, letter: false, approval: null,
      },
      photos: [{ kind: "kk", sha256: hash("1"), bytes: 91_007, thumb: null }],
    },
  },
  { type: "payment.intended", body: { payment: id("ad1"), visit: id("d1"), family: FAMILY, items: ITEMS, total: 1_200_000, letter: null, grant: id("ae1") } },
  { type: "payment.voided", body: { payment: id("ad1"), visit: id("d1"), family: FAMILY, reason: "Uang kurang, dihitung ulang — “lembar” ke-3" } },
  {
    type: "payment.intended", body: {
      payment: id("ad2"), visit: id("d1"), family: FAMILY, items: ITEMS, total: 1_200_000,
      letter: { letter: id("1e77e4"), unmarked: true }, grant: null,
    },
  },
  {
    type: "payment.paid", body: {
      payment: id("ad2"), visit: id("d1"), family: FAMILY, items: ITEMS, total: 1_200_000,
      received_by: "self", receipt: "7KQ2MX9P", signature: hash("e"),
      letter: { letter: id("1e77e4"), code: "K7P2QXRM", written: true },
    },
  },
  { type: "hazard.noted", body: { family: OTHER, kind: "dog", note: "Anjing galak 🐕, panggil dari gerbang", helped: "Tuan rumah memegang anjingnya", gone: false } },
  { type: "visit.started", body: { visit: id("d2"), family: OTHER, how: "list" } },
  {
    type: "visit.failed", body: {
      visit: id("d2"), family: OTHER, entitlements: [id("e3")], reason: "not_home", note: "", next: "counter",
      place: null, photos: [], letter_left: true, again_on: "2026-11-26", again_part: "afternoon",
    },
  },
  { type: "visit.started", body: { visit: id("d3"), family: id("fa03"), how: "list" } },
  {
    type: "home.tagged", body: {
      visit: id("d3"), family: id("fa03"), place: PLACE, photos: [{ kind: "house", sha256: hash("2"), bytes: 88_120, thumb: hash("3") }],
      met: "neighbour", note: "Pagar biru, gang kedua",
    },
  },
  { type: "lease.released", body: { entitlement: id("e3"), fence: 2, reason: "failed:counter" } },
  {
    type: "receipt.given", body: {
      payment: id("ad2"), visit: id("d1"), family: FAMILY, how: "whatsapp", to: "BExhbXBsZQ",
    },
  },
  { type: "cash.returned", body: { amount: 17_400_000, office: "80000" } },
  {
    type: "day.closed", body: {
      round: ROUND, float: 18_600_000, paid: 1_200_000, returned: 17_400_000, variance: 0, note: "", visits: 2, failed: 1,
    },
  },
];

/** AMANAH_WRITE_VECTORS=1 npx vitest run tests/core/vectors.test.ts writes them anew. */
async function write(before: EventVectors): Promise<void> {
  const keys = await keysFrom(before.phone_key.private_jwk);
  const events: EventVectors["events"] = [];
  let prev = "0".repeat(64);
  for (const [i, fact] of FACTS.entries()) {
    const text = JSON.stringify(linked(fact, {
      id: id(`1e${i.toString(16)}`), phone: PHONE, seq: i + 1, prev, now_ms: Date.UTC(2026, 10, 24, 1, i, 3, 4),
      elapsed_ms: 1000 + i * 60_000, server_seen: i === 0 ? null : "2026-11-23T22:00:00.000Z", day: "2026-11-24",
    }));
    prev = await keys.sha256(toUtf8(text));
    events.push({ type: fact.type, text, hash: prev, signature: await keys.sign(toUtf8(text)) });
  }
  writeVectors({ ...before, events });
}

if (process.env["AMANAH_WRITE_VECTORS"]) await write(vectors());
const sworn = vectors();

test("every type of event is among the vectors", () => {
  const types = new Set(sworn.events.map(({ type }) => type));
  expect([...types].sort()).toEqual([...new Set(FACTS.map(({ type }) => type))].sort());
  expect(types.size).toBe(13);
});

test("each vector's text is exactly what the core writes for that fact", () => {
  for (const [i, { text }] of sworn.events.entries()) {
    const { id, phone, seq, prev, at, elapsed_ms, server_seen, day } = eventOf(text);
    const fact = FACTS[i];
    if (!fact) throw new Error("more vectors than facts");
    expect(JSON.stringify(linked(fact, { id, phone, seq, prev, now_ms: Date.parse(at), elapsed_ms, server_seen, day }))).toBe(text);
  }
});

test("each vector's hash and signature verify, and each names the one before", async () => {
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  expect(await keys.publicKey()).toBe(sworn.phone_key.public_key);
  let prev = "0".repeat(64);
  for (const { text, hash, signature } of sworn.events) {
    expect(eventOf(text).prev).toBe(prev);
    expect(await keys.sha256(toUtf8(text))).toBe(hash);
    expect(await keys.verify(sworn.phone_key.public_key, toUtf8(text), signature)).toBe(true);
    expect(await keys.verify(sworn.phone_key.public_key, toUtf8(text + " "), signature)).toBe(false);
    prev = hash;
  }
});

test("no event of the vectors is larger than 2 kB", () => {
  for (const { text } of sworn.events) expect(toUtf8(text).length).toBeLessThanOrEqual(2048);
});

test("the vectors fold into a closed day with a balanced bag", () => {
  let day = NOTHING_YET;
  for (const { text, hash } of sworn.events) day = fold(day, eventOf(text), hash);
  expect(day.bag).toEqual({ float: 18_600_000, paid: 1_200_000, returned: 17_400_000 });
  expect(day.settled).toEqual({ [id("e1")]: id("ad2"), [id("e2")]: id("ad2") });
  expect(day.released).toEqual({ [id("e3")]: 2 });
  expect(day.open_intent).toBeNull();
  expect(day.round?.closed_at).not.toBeNull();
});

test("the house's signature over its answer verifies over exactly those bytes", async () => {
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  const { body, signature } = sworn.house_answer;
  expect(await keys.verify(sworn.house_key.public_key, toUtf8(body), signature)).toBe(true);
  expect(await keys.verify(sworn.house_key.public_key, toUtf8(body.replace("12", "13")), signature)).toBe(false);
  expect(await keys.verify(sworn.phone_key.public_key, toUtf8(body), signature)).toBe(false);
});

test("the hash of the open leases doesn't depend on their order", async () => {
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  const open = sworn.leases.open.map(([entitlement, fence]) => ({ entitlement, fence }));
  expect(await keys.sha256(leaseText(open))).toBe(sworn.leases.hash);
  expect(await keys.sha256(leaseText([...open].reverse()))).toBe(sworn.leases.hash);
  expect(await keys.sha256(leaseText([]))).toBe(sworn.leases.none);
});

type LetterVectors = {
  letter_key: string; family: string; letter: string; total: number; stage: string;
  items: [string, string, number][]; base45: string; base64url: string; printed: string; forged: string;
  secret: {
    bytes: string; code: string; printed: string;
    not_the_houses: { why: string; text: string }[]; none: { why: string; text: string }[];
  };
};

test("a letter's QR is read and known to be genuine, as papers prints it and in other writings; a changed amount is not", async () => {
  const letters = vectors<LetterVectors>("letters.json");
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  for (const text of [letters.base45, letters.base64url, letters.printed]) {
    expect(await readLetter(text, letters.letter_key, keys)).toEqual({
      genuine: true, family: letters.family, letter: letters.letter, total: letters.total, stage: letters.stage, secret: null,
      items: letters.items.map(([entitlement, programme, amount]) => ({ entitlement, programme, amount })),
    });
  }
  expect(await readLetter(letters.forged, letters.letter_key, keys)).toMatchObject({ genuine: false, total: 1_200_001 });
  expect(await readLetter(letters.base45, null, keys)).toMatchObject({ genuine: null });
});

test("a letter's QR reveals its one-time secret, from which the code written on it follows", async () => {
  const { secret, letter_key } = vectors<LetterVectors>("letters.json");
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  const letter = await readLetter(secret.printed, letter_key, keys);
  expect(letter).toMatchObject({ genuine: true, secret: secret.bytes });
  expect(letter && await letterCode(letter, keys)).toBe(secret.code);
});

test("a letter whose secret was changed, added or signed by another isn't genuine; what is no secret gives no code", async () => {
  const { secret, letter_key } = vectors<LetterVectors>("letters.json");
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  for (const { why, text } of secret.not_the_houses) {
    expect([why, (await readLetter(text, letter_key, keys))?.genuine]).toEqual([why, false]);
  }
  for (const { why, text } of secret.none) {
    const letter = await readLetter(text, letter_key, keys);
    expect([why, letter?.genuine, letter?.secret]).toEqual([why, true, null]);
    expect(letter && await letterCode(letter, keys)).toBeNull();
  }
});

test("a QR that is no letter of ours is nothing", async () => {
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  for (const text of ["", "AMN1:", "AMN1:ABC", "https://contoh.id", "AMN1:%%%%", "AMN1:oQE"]) {
    expect(await readLetter(text, null, keys)).toBeNull();
  }
});

test("a witness, a signed approval and four photos make an event of at most 2 kB", async () => {
  const keys = await keysFrom(sworn.phone_key.private_jwk);
  const photos = (["face", "ktp", "kk", "house"] as const).map((kind) => ({ kind, sha256: hash("a"), bytes: 99_999, thumb: hash("b") }));
  const fullest = FACTS.find((fact) => fact.type === "visit.evidence" && fact.body.other_way !== null);
  if (fullest?.type !== "visit.evidence" || fullest.body.other_way === null) throw new Error("no such vector");
  const approval = await approve({ v: 1, visit: id("d1"), day: "2026-11-24", office: "80000", payer: "Made" }, PHONE, Date.UTC(2026, 10, 24), keys);
  const other_way = { ...fullest.body.other_way, approval, code: null };
  const text = JSON.stringify(linked({ type: "visit.evidence", body: { ...fullest.body, other_way, photos } }, {
    id: id("1e"), phone: PHONE, seq: 999, prev: hash("f"), now_ms: Date.UTC(2026, 10, 24), elapsed_ms: 86_400_000,
    server_seen: "2026-11-23T22:00:00.000Z", day: "2026-11-24",
  }));
  expect(toUtf8(text).length).toBeLessThanOrEqual(2048);
});

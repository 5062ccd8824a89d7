/** Answers and doubts that both sides swear to, a pack of contract 1.0, and the version this phone speaks. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { approvedBy, brief } from "../../src/core/approvals";
import { eventOf } from "../../src/core/chain";
import { CONTRACT } from "../../src/core/enrol";
import { NotFromHere } from "../../src/core/flow";
import { broughtBy } from "../../src/core/parcels";
import { fold, NOTHING_YET } from "../../src/core/project";
import {
  readCarriedAnswer, readCarriedKept, readEnrolled, readEventsAnswer, readGrant, readProblem, readRevoked,
} from "../../src/wire/answers";
import { toUtf8 } from "../../src/wire/bytes";
import { readPack, type Approver } from "../../src/wire/pack";
import { readJson, type Reader } from "../../src/wire/shapes";
import { keysFrom, vectors, type EventVectors } from "../contract";

const contract = (name: string): string => readFileSync(new URL(`../../../contract/${name}`, import.meta.url), "utf8");

type Answer = { shape: string; status: number; body: string; signature: string };
type Answers = {
  house_key: string; brought: { texts: string[]; print: string }; signed: Answer[]; unsigned: Answer[];
  not_the_houses: { why: string; body: string; signature: string }[];
};
const answers = vectors<Answers>("answers.json");

function readerOf({ shape, body }: { shape: string; body: string }): Reader<object> {
  switch (shape) {
    case "enrolled": return readEnrolled;
    case "heard": return body.includes('"for"') ? readCarriedAnswer : readEventsAnswer;
    case "kept": return readCarriedKept;
    case "granted": return readGrant;
    default: return readProblem;
  }
}

test("every answer is known by the house's signature and read whole", async () => {
  const keys = await keysFrom(vectors().phone_key.private_jwk);
  expect(new Set(answers.signed.map(({ shape }) => shape))).toEqual(new Set(["enrolled", "heard", "kept", "granted", "refused"]));
  for (const answer of answers.signed) {
    expect(await keys.verify(answers.house_key, toUtf8(answer.body), answer.signature)).toBe(true);
    const read = readJson(answer.body, readerOf(answer));
    expect(JSON.parse(answer.body)).toMatchObject(read ?? { unread: answer.shape });
  }
});

test("what the house didn't say isn't taken for its word: a portal's page, a changed letter, another's signature", async () => {
  const keys = await keysFrom(vectors().phone_key.private_jwk);
  for (const { why, body, signature } of answers.not_the_houses) {
    expect([why, await keys.verify(answers.house_key, toUtf8(body), signature)]).toEqual([why, false]);
  }
});

test("what the house says of a batch that was brought is what the carrier computes of it, in whatever order", async () => {
  const keys = await keysFrom(vectors().phone_key.private_jwk);
  const { texts, print } = answers.brought;
  expect(await broughtBy(texts, keys)).toBe(print);
  expect(await broughtBy([...texts].reverse(), keys)).toBe(print);
  expect(await broughtBy(texts.slice(1), keys)).not.toBe(print);
  expect(answers.signed.map(({ body }) => readJson(body, readCarriedAnswer)?.brought)).toContain(print);
});

test("a revoked phone reads what it is to forget; a refusal that says nothing of it asks for nothing", () => {
  const said = answers.signed.filter(({ shape }) => shape === "refused").map(({ body }) => readJson(body, readRevoked));
  expect(said.map((one) => [one?.wipe, one?.kept])).toEqual([[true, true], [true, false]]);
  for (const { body } of answers.unsigned) expect(readJson(body, readRevoked)).toMatchObject({ wipe: false, kept: false });
});

type Doubted = { doubts: string[]; events: string[]; ended: "paid" | "failed"; sound: boolean };
const { visits } = vectors<{ visits: Doubted[] }>("doubts.json");

function dayOf(events: string[]): typeof NOTHING_YET {
  return events.reduce((day, text) => fold(day, eventOf(text), "0".repeat(64)), NOTHING_YET);
}

test("a visit that the house doubts and a sound phone can tell ends on the phone as its vector says", () => {
  for (const { doubts, events, ended } of visits.filter(({ sound }) => sound)) {
    const day = dayOf(events);
    expect([doubts, Object.keys(day.settled).length]).toEqual([doubts, ended === "paid" ? 1 : 0]);
    expect(day.open_intent).toBeNull();
  }
});

test("what the house doubts of phones that don't keep their own order, this one can't even tell", () => {
  const unsound = visits.filter(({ sound }) => !sound);
  expect(unsound.length).toBeGreaterThan(3);
  for (const { events } of unsound) expect(() => dayOf(events)).toThrow(NotFromHere);
});

type Approvals = { visit: string; day: string; approver: Approver; right: string; shown: string; brief: string; wrong: { why: string; text: string }[] };

test("a supervisor's word for this visit stands, and nothing else that is shown", async () => {
  const { visit, day, approver, right, wrong } = vectors<Approvals>("approvals.json");
  const keys = await keysFrom(vectors().phone_key.private_jwk);
  expect(await approvedBy(right, visit, day, [approver], keys)).toEqual(approver);
  for (const { why, text } of wrong) {
    expect([why, await approvedBy(text, visit, day, [approver], keys)]).toEqual([why, null]);
  }
});

test("evidence carries a supervisor's word in brief, and whole where it couldn't be put together again", () => {
  const said = vectors<Approvals>("approvals.json");
  expect(brief(said.shown)).toBe(said.brief);
  for (const text of [said.right, said.brief, "", "AMANAH-OK1:e30.AA"]) expect(brief(text)).toBe(text);
});

test("a pack of a 1.0 house is read, with all that came later left at its default", () => {
  const day = JSON.parse(contract("recorded/1.0/day.json")) as { pack: { body: string }; enrolment: { body: string } };
  const pack = readPack(JSON.parse(day.pack.body));
  expect(pack).toMatchObject({ contract: "1.0", approvers: [], supervisor: null, seal_key: null, map: [] });
  expect(pack.families).toHaveLength(5);
  for (const family of pack.families) {
    expect(family).toMatchObject({ tags: [], last_failed: null });
    expect(family.items.every(({ contested }) => !contested)).toBe(true);
  }
  expect(readJson(day.enrolment.body, readEnrolled)).toMatchObject({ phone: pack.phone });
});

test("the event log of a 1.0 phone folds into a closed day: after an update the app still knows what it did", async () => {
  const { phone_key, events } = JSON.parse(contract("recorded/1.0/log.json")) as EventVectors;
  const keys = await keysFrom(phone_key.private_jwk);
  let day = NOTHING_YET;
  for (const { text, hash, signature } of events) {
    expect(await keys.verify(phone_key.public_key, toUtf8(text), signature)).toBe(true);
    day = fold(day, eventOf(text), hash);
  }
  expect(day.seq).toBe(events.length);
  expect([day.open_intent, day.round?.closed_at === null, Object.keys(day.settled).length]).toEqual([null, false, 2]);
});

test("the phone speaks the newest version that is written down", () => {
  const versions = JSON.parse(contract("versions.json")) as Record<string, unknown>;
  expect(CONTRACT).toBe(Object.keys(versions).at(-1));
});

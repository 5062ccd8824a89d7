import { expect, test } from "vitest";
import * as flow from "../../src/core/flow";
import type { Proof, Step } from "../../src/core/flow";
import type { Bodies } from "../../src/wire/events";
import { newId, receiptCode } from "../../src/core/ids";
import { hereRandom } from "../../src/store/here";
import { SEEN, testClock, WITNESS } from "../cast";
import { chanceOf } from "../../sim/chance";

const FACE = { kind: "face" as const, sha256: "a", bytes: 1, thumb: null };
const GOOD: Proof = { ...SEEN, photos: [FACE] };
const door = flow.started({ visit: "v", family: "f", how: "list" }, "t");
const money = { payment: "p", visit: "v", family: "f", items: [], total: 5, letter: null, grant: null };
const paidBody: Bodies["payment.paid"] = { ...money, received_by: "self", receipt: "r", signature: null, letter: null };
const failBody: Bodies["visit.failed"] = {
  visit: "v", family: "f", entitlements: [], reason: "moved", note: "", next: "again", place: null, photos: [],
  letter_left: false, again_on: null, again_part: null,
};

test("place without a face is placed; with a face it is seen", () => {
  expect(flow.proven(door, { ...GOOD, face: null }).at).toBe("placed");
  expect(flow.proven(door, { ...GOOD, place: null }).at).toBe("door");
  expect(flow.proven(door, GOOD).at).toBe("seen");
});

test("another way stands for the place and for the face", () => {
  const vouched: Proof = { place: null, face: null, other_way: WITNESS, photos: [] };
  expect(flow.proven(door, vouched).at).toBe("seen");
});

test.each([["same", true], ["between", true], ["none", true], ["different", false]] as const)("a face that is %s is seen: %s", (band, is) => {
  expect(flow.hasFace({ ...GOOD, face: GOOD.face && { ...GOOD.face, band } })).toBe(is);
});

test("no path leads to paid but through seen and handing", () => {
  for (const step of everyStep()) {
    const may = step.at === "handing";
    if (may) expect(flow.paid(step, paidBody, "t").at).toBe("paid");
    else expect(() => flow.paid(step, paidBody, "t")).toThrow(flow.NotFromHere);
    if (step.at !== "seen") expect(() => flow.intended(step, money, "t")).toThrow(flow.NotFromHere);
  }
});

test("a visit over stays over", () => {
  for (const step of everyStep().filter((one) => !flow.isOpen(one))) {
    expect(() => flow.proven(step, GOOD)).toThrow(flow.NotFromHere);
    expect(() => flow.failed(step, failBody, "t")).toThrow(flow.NotFromHere);
    expect(() => flow.voided(step, "p")).toThrow(flow.NotFromHere);
  }
});

test("money in somebody's hands can't become a failed visit without an answer", () => {
  expect(() => flow.failed(flow.intended(flow.proven(door, GOOD), money, "t"), failBody, "t")).toThrow(flow.NotFromHere);
});

test("random moves never reach paid without a place and a face, or another way", () => {
  const chance = chanceOf(7);
  let reached = 0;
  for (let walk = 0; walk < 3000; walk++) {
    let step: Step = door, proof: Proof | null = null;
    for (let move = 0; move < 8; move++) {
      const offered = randomProof(chance);
      const [next, used] = randomMove(step, offered, chance);
      if (next !== step && used) proof = offered;
      step = next;
    }
    if (step.at !== "paid") continue;
    reached += 1;
    expect(proof && flow.hasPlace(proof) && flow.hasFace(proof)).toBe(true);
  }
  expect(reached).toBeGreaterThan(50);
});

function everyStep(): Step[] {
  const seen = flow.proven(door, GOOD);
  const handing = flow.intended(seen, money, "t");
  return [door, flow.proven(door, { ...GOOD, face: null }), seen, handing, flow.paid(handing, paidBody, "t"), flow.failed(door, failBody, "t")];
}

function randomProof(chance: () => number): Proof {
  return {
    place: chance() < 0.5 ? GOOD.place : null, face: chance() < 0.5 ? GOOD.face : null,
    other_way: chance() < 0.2 ? WITNESS : null, photos: chance() < 0.7 ? [FACE] : [],
  };
}

function randomMove(step: Step, proof: Proof, chance: () => number): [Step, boolean] {
  try {
    switch (Math.floor(chance() * 5)) {
      case 0: return [flow.proven(step, proof), true];
      case 1: return [flow.intended(step, money, "t"), false];
      case 2: return [flow.paid(step, paidBody, "t"), false];
      case 3: return [flow.voided(step, "p"), false];
      default: return [chance() < 0.1 ? flow.failed(step, failBody, "t") : step, false];
    }
  } catch (error) {
    if (error instanceof flow.NotFromHere) return [step, false];
    throw error;
  }
}

test("ids are UUIDv7 that carry the clock's milliseconds", () => {
  const clock = testClock();
  const id = newId(clock, hereRandom);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.slice(0, 13).replace("-", ""), 16)).toBe(Date.UTC(2026, 10, 24, 1, 0, 1));
  expect(newId({ ...clock, now: () => -5 }, hereRandom).slice(0, 13)).toBe("00000000-0000");
});

test("a receipt has eight letters that aren't mixed up, and the same payment has the same one", () => {
  const code = receiptCode("7f".repeat(32));
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
  expect(receiptCode("7f".repeat(32))).toBe(code);
  expect(receiptCode("7e" + "7f".repeat(31))).not.toBe(code);
});

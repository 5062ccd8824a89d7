import { describe, expect, it } from "vitest";
import { unit } from "../../src/faces/template";
import { byKtp, byReferences, ktpThresholds, mayRetake, type Shown } from "../../src/screens/recognising";

const policy = { model: "m", same_above: 0.45, different_below: 0.3, ktp_same_above: 0.36, calibration: "lfw_dev", retakes: 3 };
const me = unit(new Float32Array([1, 0.2, 0]));
const stranger = unit(new Float32Array([0, 0, 1]));
const seen = { template: me, live: 0.81234, others: 0, quality: 77, advice: "ready" as const };
const known = [{ id: "list", template: unit(new Float32Array([1, 1, 0])), card: false }, { id: "field", template: me, card: false }];
const outcome = { asked: "left", passed: true, ms: 2100 } as const;
const shown = (change: Partial<Shown> = {}): Shown =>
  ({ seen, probe: me, known, attempts: 1, outcome, mover: me, model: "m", ...change });

describe("a face and those known", () => {
  it("names the photo it fits best, with quality, liveness and what the thresholds rest on", () => {
    expect(byReferences(shown(), policy)).toEqual({
      likeness: 1, band: "same", model: "m", reference: "field", attempts: 1, live: 0.812, quality: 77,
      calibration: "lfw_dev", challenge: outcome,
    });
  });

  it("that nobody could look at yet is compared by nobody", () => {
    expect(byReferences(shown({ seen: null, probe: null }), policy)).toMatchObject({ likeness: null, band: "none", reference: "list", quality: null });
    expect(byReferences(shown({ known: [] }), policy)).toMatchObject({ likeness: null, band: "none", reference: null });
  });

  it("has a threshold of its own where the best known is a portrait off a KTP", () => {
    const likely = { id: "card", template: unit(new Float32Array([0.4, 0, Math.sqrt(1 - 0.16)])) };
    const probe = unit(new Float32Array([1, 0, 0]));
    const bandOf = (card: boolean): string => byReferences(shown({ probe, known: [{ ...likely, card }] }), policy).band;
    expect([bandOf(true), bandOf(false)]).toEqual(["same", "between"]);
  });

  it("is compared as this pack's templates lie, never as it was seen", () => {
    expect(byReferences(shown({ probe: stranger }), policy)).toMatchObject({ likeness: 0, band: "different" });
  });

  it("that moved and isn't the one photographed passed nothing", () => {
    expect(byReferences(shown({ mover: stranger }), policy).challenge).toEqual({ ...outcome, passed: false });
    expect(byReferences(shown({ mover: null }), policy).challenge?.passed).toBe(false);
    expect(byReferences(shown({ outcome: null }), policy).challenge).toBeNull();
  });

  it("is the same whether a movement was passed, failed or never asked", () => {
    const bands = [outcome, { ...outcome, passed: false }, null].map((one) => byReferences(shown({ outcome: one }), policy).band);
    expect(bands).toEqual(["same", "same", "same"]);
  });
});

describe("the portrait on the KTP", () => {
  const face = byReferences(shown({ known: [] }), policy);
  const alike = unit(new Float32Array([0.4, 0, 0.9]));

  it("has its own threshold and keeps what the face told", () => {
    expect(byKtp(face, me, alike, policy)).toMatchObject({ band: "same", reference: "ktp", quality: 77, challenge: outcome });
    expect(byKtp(face, me, alike, { ...policy, ktp_same_above: null }).band).toBe("between");
    expect(byKtp(face, null, me, policy)).toMatchObject({ band: "none", likeness: null });
  });

  it("never calls different what would be the same", () => {
    expect(ktpThresholds({ ...policy, ktp_same_above: 0.2 })).toEqual({ same_above: 0.2, different_below: 0.2 });
  });
});

describe("retakes", () => {
  it("are as many as the policy gives, after the first photo", () => {
    expect([1, 3, 4].map((attempts) => mayRetake(attempts, policy))).toEqual([true, true, false]);
  });
});

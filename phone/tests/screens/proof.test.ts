import { beforeEach, describe, expect, it } from "vitest";
import type { FamilyView, Letter } from "../../src/core";
import { proof, written } from "../../src/screens/proof.svelte";

const LETTER: Letter = { genuine: true, letter: "l", family: "f", total: 600_000, stage: "s", items: [], secret: "c2VjcmV0" };
const family = (contested: boolean): FamilyView =>
  ({ family: "f", due: [{ entitlement: "e", programme: "p", label: "Sembako", amount: 600_000, fence: 2, contested }] }) as unknown as FamilyView;

describe("what speaks for paying at a door", () => {
  beforeEach(() => { proof.spent(); });

  it("is asked for only where another phone may have paid", () => {
    expect(proof.lacking(family(false))).toBe(false);
    expect(proof.lacking(family(true))).toBe(true);
  });

  it("may be this family's letter with a code to compare, or the house's grant", () => {
    proof.scanned(LETTER, "K7P2QXRM");
    expect(proof.lacking(family(true))).toBe(false);
    proof.spent();
    proof.granted("f", "g");
    expect(proof.lacking(family(true))).toBe(false);
    expect(proof.shown("f")).toEqual({ letter: null, unmarked: false, grant: "g" });
  });

  it("isn't a letter without a code, nor another family's letter or grant", () => {
    proof.scanned({ ...LETTER, secret: null }, null);
    expect(proof.lacking(family(true))).toBe(true);
    proof.scanned({ ...LETTER, family: "other" }, "K7P2QXRM");
    proof.granted("other", "g");
    expect(proof.lacking(family(true))).toBe(true);
    expect(proof.shown("f")).toEqual({ letter: null, unmarked: false, grant: null });
  });

  it("says unmarked only after somebody looked, and a letter scanned again is looked at again", () => {
    proof.scanned(LETTER, "K7P2QXRM");
    expect(proof.shown("f").unmarked).toBe(false);
    proof.looked();
    expect(proof.shown("f").unmarked).toBe(true);
    proof.scanned(LETTER, "K7P2QXRM");
    expect(proof.shown("f").unmarked).toBe(false);
  });

  it("is written by hand in two fours", () => {
    expect(written("K7P2QXRM")).toBe("K7P2-QXRM");
  });
});

import { describe, expect, it } from "vitest";
import { sumOf, typedCount } from "../../src/screens/denominations";

describe("a bag counted note by note", () => {
  it("is the sum of its notes and coins", () => {
    expect(sumOf({ 100_000: 6, 50_000: 1, 2_000: 3, coins: 500 })).toBe(656_500);
  });

  it("is nothing yet until something was counted, and empty when a zero was", () => {
    expect(sumOf({})).toBeNull();
    expect(sumOf({ 100_000: 0 })).toBe(0);
  });

  it("takes digits alone", () => {
    expect([typedCount("12"), typedCount(" 1.000 "), typedCount("-"), typedCount("")]).toEqual([12, 1000, undefined, undefined]);
  });
});

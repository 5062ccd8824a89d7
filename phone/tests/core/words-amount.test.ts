import { expect, test } from "vitest";
import { inWords, rupiah } from "../../src/core/words-amount";

test.each([
  [0, "nol rupiah"], [11, "sebelas rupiah"], [15, "lima belas rupiah"], [20, "dua puluh rupiah"],
  [99, "sembilan puluh sembilan rupiah"], [100, "seratus rupiah"], [111, "seratus sebelas rupiah"],
  [1000, "seribu rupiah"], [1999, "seribu sembilan ratus sembilan puluh sembilan rupiah"],
  [11_000, "sebelas ribu rupiah"], [600_000, "enam ratus ribu rupiah"], [1_000_000, "satu juta rupiah"],
  [1_200_000, "satu juta dua ratus ribu rupiah"], [18_600_000, "delapan belas juta enam ratus ribu rupiah"],
  [101_001_000, "seratus satu juta seribu rupiah"], [2_000_000_000, "dua miliar rupiah"],
])("%i is said %s", (amount, said) => {
  expect(inWords(amount, "id")).toBe(said);
});

test.each([
  [0, "zero rupiah"], [13, "thirteen rupiah"], [42, "forty-two rupiah"], [225_000, "two hundred twenty-five thousand rupiah"],
  [1_200_000, "one million two hundred thousand rupiah"],
])("%i in English is %s", (amount, said) => {
  expect(inWords(amount, "en")).toBe(said);
});

test("what is no amount is not said", () => {
  for (const amount of [-1, 0.5, Number.NaN, 1e15]) expect(() => inWords(amount, "id")).toThrow(RangeError);
});

test("different amounts are said differently", () => {
  const said = new Set<string>();
  for (let amount = 0; amount < 20_000; amount++) said.add(inWords(amount, "id"));
  expect(said.size).toBe(20_000);
});

test("rupiah has dots every three digits", () => {
  expect([0, 999, 1000, 600_000, 18_600_000, -50_000].map(rupiah))
    .toEqual(["Rp0", "Rp999", "Rp1.000", "Rp600.000", "Rp18.600.000", "-Rp50.000"]);
});

import { describe, expect, it } from "vitest";
import { reasonKey } from "../../src/screens/marks";
import { daysFrom, proposed } from "../../src/screens/attempts";
import { needWords } from "../../src/screens/needs";
import { learn } from "../../src/words";

describe("the next attempt", () => {
  it("is proposed for another part of the day than the one that found nobody", () => {
    expect(proposed("2026-11-24", 9)).toEqual({ on: "2026-11-24", part: "afternoon" });
    expect(proposed("2026-11-24", 13)).toEqual({ on: "2026-11-24", part: "evening" });
    expect(proposed("2026-11-24", 17)).toEqual({ on: "2026-11-25", part: "morning" });
  });

  it("knows the ends of months and years", () => {
    expect(daysFrom("2026-12-30", 3)).toEqual(["2026-12-30", "2026-12-31", "2027-01-01"]);
  });
});

describe("what a row tells", () => {
  it("says needs in words, and what it doesn't know as it was written", async () => {
    await learn("en");
    expect(needWords("id", ["lansia", "lantai_2"])).toBe("lansia, lantai 2");
    expect(needWords("en", ["lansia"])).toBe("elderly");
    expect(needWords("id", [])).toBe("");
  });

  it("names a reason it doesn't know a failure", () => {
    expect(reasonKey("not_home")).toBe("reason.not_home");
    expect(reasonKey("eaten_by_tiger")).toBe("state.failed");
  });
});

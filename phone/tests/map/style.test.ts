import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import type { FamilyView } from "../../src/core";
import { boundsOf, doorsOf } from "../../src/map/doors";
import { styleOf, type Inks } from "../../src/map/style";

const INKS: Inks = { ground: "#fff", card: "#fff", edge: "#888", slate: "#555", primary: "#0f5c56", soft: "#e1efec" };
const family = (order: number, home: FamilyView["home"], at = "waiting"): FamilyView =>
  ({ family: `f${order}`, name: `Ibu ${order}`, order, home, hazards: [], status: { at } }) as unknown as FamilyView;

describe("the map of a round", () => {
  it("is a style that MapLibre reads, for any number of villages", () => {
    for (const packs of [[], ["a".repeat(64)], ["a".repeat(64), "b".repeat(64)]]) expect(validateStyleMin(styleOf(packs, INKS))).toEqual([]);
  });

  it("asks nobody else for anything", () => {
    expect(JSON.stringify(styleOf(["abc"], INKS))).not.toMatch(/https?:|glyphs|sprite/);
  });

  it("has a door for each family whose home is known, in the order of the round", () => {
    const doors = doorsOf([family(1, { lat: -8.65, lng: 115.2, accuracy_m: 9 }), family(2, null), family(3, { lat: -8.66, lng: 115.21, accuracy_m: 9 }, "paid")]);
    expect(doors.map(({ order, mark }) => [order, mark.tone])).toEqual([[1, "quiet"], [3, "good"]]);
    expect(boundsOf(doors)).toEqual([115.2, -8.66, 115.21, -8.65]);
    expect(boundsOf([])).toBeNull();
  });
});

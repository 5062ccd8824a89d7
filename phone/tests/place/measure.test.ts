import { describe, expect, it } from "vitest";
import { bearing, distance_m, type Fix, placeOf } from "../../src/place/measure";

const fix = (lat: number, lng: number, accuracy_m = 10): Fix => ({ lat, lng, accuracy_m, taken_at: "2026-11-24T01:02:03.004Z" });
const STEP = 1 / 111_195; // about a metre of latitude

describe("a place from a burst of fixes", () => {
  it("is nothing without a fix", () => {
    expect(placeOf([])).toBeNull();
  });

  it("widens the browser's 68 % radius to 95 %", () => {
    expect(placeOf([fix(-8.65, 115.21, 10)])).toMatchObject({ accuracy_m: 16.2, spread_m: 0, fixes: 1 });
  });

  it("keeps how far the fixes lay from their middle", () => {
    const place = placeOf([fix(-8.65, 115.21), fix(-8.65 + 20 * STEP, 115.21)]);
    expect(place?.spread_m).toBeCloseTo(10, 0);
    expect(place?.fixes).toBe(2);
  });

  it("lets a poor fix pull little", () => {
    const good = [fix(-8.65, 115.21, 5), fix(-8.65, 115.21, 5), fix(-8.65, 115.21, 5)];
    const place = placeOf([...good, fix(-8.65 + 500 * STEP, 115.21, 500)]);
    expect(distance_m(place ?? fix(0, 0), fix(-8.65, 115.21))).toBeLessThan(0.1);
  });

  it("takes the time of the last fix", () => {
    expect(placeOf([fix(0, 0), { ...fix(0, 0), taken_at: "2026-11-24T01:02:09.000Z" }])?.taken_at).toBe("2026-11-24T01:02:09.000Z");
  });
});

describe("distance and direction", () => {
  it("measures a known distance: Denpasar to Gianyar", () => {
    expect(distance_m({ lat: -8.6705, lng: 115.2126 }, { lat: -8.5443, lng: 115.3256 }) / 1000).toBeCloseTo(18.74, 1);
  });

  it("points north, east, south and west", () => {
    const here = { lat: -8.65, lng: 115.21 };
    const ways = [[0.01, 0], [0, 0.01], [-0.01, 0], [0, -0.01]].map(([up = 0, over = 0]) =>
      Math.round(bearing(here, { lat: here.lat + up, lng: here.lng + over })) % 360);
    expect(ways).toEqual([0, 90, 180, 270]);
  });
});

import { describe, expect, it } from "vitest";
import { awayFrom, doorOf, farWords, pointOf } from "../../src/screens/away";

const HERE = { lat: -8.65, lng: 115.21, accuracy_m: 8, taken_at: "2026-11-24T02:00:00Z" };

describe("the way to a door", () => {
  it("is told in metres, tens of metres, and kilometres with the language's comma", () => {
    expect([4.4, 99, 123, 995, 1240].map((far_m) => farWords(far_m, "id"))).toEqual(["4 m", "99 m", "120 m", "1,0 km", "1,2 km"]);
    expect(farWords(1240, "en")).toBe("1.2 km");
  });

  it("has a distance and a bearing from here", () => {
    const away = awayFrom(HERE, { lat: -8.649, lng: 115.21 });
    expect(away?.far_m).toBeCloseTo(111, 0);
    expect(away?.way_deg).toBeCloseTo(0, 5);
    expect(away?.at_door).toBe(false);
  });

  it("invents no direction nearer than the fix is precise, and nothing without a fix or a door", () => {
    expect(awayFrom(HERE, { lat: -8.65004, lng: 115.21 })?.at_door).toBe(true);
    expect(awayFrom(null, HERE)).toBeNull();
    expect(awayFrom(HERE, null)).toBeNull();
  });

  it("names the nearest of eight points, north at both ends of the circle", () => {
    expect([0, 44, 90, 225, 337, 359.9].map(pointOf)).toEqual(["door.way_n", "door.way_ne", "door.way_e", "door.way_sw", "door.way_nw", "door.way_n"]);
  });

  it("leads to the home as the office knows it, else to where the last visit marked it", () => {
    expect(doorOf({ home: null, tags: [{ lat: 1, lng: 2 }] })).toEqual({ lat: 1, lng: 2 });
    expect(doorOf({ home: { lat: 3, lng: 4 }, tags: [{ lat: 1, lng: 2 }] })).toEqual({ lat: 3, lng: 4 });
    expect(doorOf({ home: null, tags: [] })).toBeNull();
  });
});

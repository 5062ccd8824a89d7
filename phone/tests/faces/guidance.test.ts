import { describe, expect, it } from "vitest";
import { advise } from "../../src/faces/guidance";
import type { Face } from "../../src/faces/look";
import type { Part, Quality } from "../../src/faces/quality";

const frame = (grey: number): { width: number; height: number; data: Uint8ClampedArray } =>
  ({ width: 64, height: 48, data: new Uint8ClampedArray(64 * 48 * 3).fill(grey) });
const best: Record<Part, number> = {
  size: 100, sharpness: 100, brightness: 100, contrast: 100, evenness: 100, margins: 100, pose: 100, single: 100,
  eyes: 100, uncovered: 100,
};
const quality = (change: Partial<Record<Part, number>> = {}, mean = 120): Quality =>
  ({ total: 90, parts: { ...best, ...change }, eyes_px: 60, mean, advice: null });
const middle: Face["box"] = { left: 23, top: 11, right: 41, bottom: 35 };
const face = (box = middle, others = 0): Face => ({ box, score: 1, points: [], five: [], others });
const at = (change: Partial<Record<Part, number>>, mean?: number): string => advise(frame(120), face(), quality(change, mean));

describe("guidance at the viewfinder", () => {
  it("is content with one sharp, well lit face in the middle", () => {
    expect(at({})).toBe("ready");
  });

  it("looks for a face, and for light where it is too dark to find one", () => {
    expect(advise(frame(120), null, null)).toBe("no_face");
    expect(advise(frame(20), null, null)).toBe("more_light");
  });

  it("frames the face before anything else", () => {
    expect(advise(frame(120), face(middle, 1), quality())).toBe("one_face");
    expect(advise(frame(120), face({ left: 29, top: 20, right: 35, bottom: 28 }), quality())).toBe("closer");
    expect(advise(frame(120), face({ left: 10, top: 1, right: 50, bottom: 47 }), quality())).toBe("back");
    expect(advise(frame(120), face({ left: 0, top: 11, right: 18, bottom: 35 }), quality())).toBe("centre");
  });

  it("asks for one thing at a time", () => {
    expect(at({ margins: 10 })).toBe("centre");
    expect(at({ brightness: 10 }, 30)).toBe("more_light");
    expect(at({ brightness: 10 }, 240)).toBe("less_light");
    expect(at({ evenness: 10 })).toBe("even_light");
    expect(at({ pose: 10 })).toBe("look_ahead");
    expect(at({ sharpness: 10 })).toBe("hold_still");
    expect(at({ eyes: 10 })).toBe("open_eyes");
    expect(at({ uncovered: 10 })).toBe("mask");
  });

  it("puts distance before light, light before blur, and the mask last", () => {
    expect(at({ size: 10, brightness: 10 })).toBe("closer");
    expect(at({ brightness: 10, sharpness: 5 }, 30)).toBe("more_light");
    expect(at({ uncovered: 0, sharpness: 30 })).toBe("hold_still");
  });
});

import { describe, expect, it } from "vitest";
import vectors from "../../../contract/vectors/quality.json";
import { fivePoints } from "../../src/faces/align";
import type { Face } from "../../src/faces/look";
import type { Pixels, Point } from "../../src/faces/pixels";
import { FITTED_FOR, graded, type Measures, type Part, quality } from "../../src/faces/quality";

type Case = (typeof vectors)[number];

/** The wave of contract/vectors/quality.py. */
function drawn({ width, height, wave: [a = 0, b = 0, period = 1, gain = 0, offset = 0] }: Case): Pixels {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width)), i % 3];
    const t = Math.abs(((a * x + b * y + 40 * channel) % (2 * period)) - period);
    data[i] = offset + Math.floor((gain * t) / period);
  }
  return { width, height, data };
}

function faceOf({ points, score, others }: Case): Face {
  const all = points.map(([x = 0, y = 0]): Point => [x, y]);
  return { box: { left: 0, top: 0, right: 1, bottom: 1 }, score, points: all, five: fivePoints(all), others };
}

const good: Measures = {
  eyes_px: 60, laplacian: 200, mean: 120, deviation: 40, uniformity: 0.8, edge: 0.5, turned: 0.05, openness: 0.3,
  chroma: 3, lips: 1, score: 0.999, others: 0,
};

describe("the quality of a photo", () => {
  it.each(vectors)("is what the house says, to one point: $name", (one) => {
    const { total, parts, advice } = quality(drawn(one), faceOf(one), one.strength, FITTED_FOR);
    expect(advice).toBe(one.quality.advice);
    const told: Record<string, number | string | null> = one.quality;
    for (const [part, value] of Object.entries({ ...parts, total })) {
      expect(Math.abs(value - Number(told[part])), `${part} ${value} ${String(told[part])}`).toBeLessThanOrEqual(1);
    }
  });

  it("rises with the strength of the recogniser's answer", () => {
    const totals = [6, 8, 10, 12, 14].map((strength) => graded(good, strength).total);
    expect(totals).toEqual([...totals].sort((a, b) => a - b));
    expect(new Set(totals).size).toBeGreaterThan(3);
  });

  it("leaves out the strength of a recogniser it wasn't fitted for", () => {
    const [one] = vectors;
    if (!one) throw new Error("no vectors");
    expect(quality(drawn(one), faceOf(one), 1e9, "another-3").total).toBe(quality(drawn(one), faceOf(one), null, FITTED_FOR).total);
  });

  it.each<[Partial<Measures>, Part, string]>([
    [{ eyes_px: 14 }, "size", "closer"],
    [{ laplacian: 12 }, "sharpness", "hold_still"],
    [{ mean: 30 }, "brightness", "more_light"],
    [{ mean: 240 }, "brightness", "less_light"],
    [{ turned: 0.7 }, "pose", "look_ahead"],
    [{ openness: 0.11 }, "eyes", "open_eyes"],
    [{ chroma: 20, lips: 0.1 }, "uncovered", "mask"],
    [{ others: 1 }, "single", "one_face"],
  ])("advises on the weakest part: %o", (change, part, advice) => {
    const { parts, advice: said } = graded({ ...good, ...change }, null);
    expect(parts[part]).toBeLessThan(40);
    expect(said).toBe(advice);
  });

  it("says nothing of a mask in a blurred photo, which shows none for certain", () => {
    expect(graded({ ...good, chroma: 20, lips: 0, laplacian: 20 }, null).advice).toBe("hold_still");
  });
});

import { describe, expect, it } from "vitest";
import { aligned, eyesPx, fivePoints } from "../../src/faces/align";
import { POINTS } from "../../src/faces/recognisers";
import type { Affine, Point } from "../../src/faces/pixels";

const through = ([a, b, c, d, e, f]: Affine, [x, y]: Point): Point => [a * x + b * y + c, d * x + e * y + f];
const moved = (angle: number, scale: number, dx: number, dy: number): Point[] =>
  POINTS.map(([x, y]) => [
    scale * (x * Math.cos(angle) - y * Math.sin(angle)) + dx,
    scale * (x * Math.sin(angle) + y * Math.cos(angle)) + dy,
  ]);

describe("alignment", () => {
  it("leaves a face alone that already lies on the template", () => {
    aligned(POINTS, POINTS).forEach((n, i) => { expect(n).toBeCloseTo([1, 0, 0, 0, 1, 0][i] ?? 0, 9); });
  });

  it("finds any turn, size and shift exactly", () => {
    const five = moved(0.4, 2.3, 57, -12);
    const take = aligned(five, POINTS);
    POINTS.forEach((point, i) => {
      const [x, y] = through(take, point);
      expect(x).toBeCloseTo(five[i]?.[0] ?? NaN, 6);
      expect(y).toBeCloseTo(five[i]?.[1] ?? NaN, 6);
    });
  });

  it("never mirrors a face", () => {
    const [a, b, , d, e] = aligned(POINTS.map(([x, y]): Point => [112 - x, y]), POINTS);
    expect(a * e - b * d).toBeGreaterThan(0);
  });

  it("takes the eyes from their lids, the mouth from its corners", () => {
    const points = Array.from({ length: 68 }, (_, i): Point => [i, 2 * i]);
    expect(fivePoints(points)).toEqual([[39, 78], [45, 90], [30, 60], [54, 108], [59, 118]]);
  });

  it("measures the eyes' distance in photo pixels", () => {
    expect(eyesPx(moved(0.2, 3, 0, 0))).toBeCloseTo(3 * 35.24, 1);
  });
});

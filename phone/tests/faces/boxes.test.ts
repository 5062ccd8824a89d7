import { describe, expect, it } from "vitest";
import { apart, area, type Found, largest, overlap, readBoxes, rivals } from "../../src/faces/boxes";

const found = (score: number, left: number, top: number, size: number): Found =>
  ({ score, box: { left, top, right: left + size, bottom: top + size } });

describe("the detector's boxes", () => {
  it("keeps the best of two boxes that lie on each other", () => {
    expect(apart([found(0.9, 0, 0, 10), found(0.8, 1, 1, 10), found(0.7, 30, 0, 10)]).map(({ score }) => score)).toEqual([0.9, 0.7]);
  });

  it("measures overlap as shared over joint area", () => {
    expect(overlap(found(1, 0, 0, 10).box, found(1, 5, 0, 10).box)).toBeCloseTo(1 / 3);
    expect(overlap(found(1, 0, 0, 10).box, found(1, 20, 0, 10).box)).toBe(0);
  });

  it("drops what is unlikely and puts the rest into photo pixels", () => {
    const scores = new Float32Array([0.1, 0.9, 0.9, 0.1]);
    const boxes = new Float32Array([0.25, 0.25, 0.5, 0.75, 0, 0, 1, 1]);
    const [one, ...others] = readBoxes(scores, boxes, [2, 0, 0.5, 0, 2, 0.5]);
    expect(others).toEqual([]);
    expect(one?.box).toEqual({ left: 159.5, top: 119.5, right: 319.5, bottom: 359.5 });
  });

  it("counts a second person only when the face is large enough", () => {
    expect(rivals([found(1, 0, 0, 100), found(1, 200, 0, 60)])).toBe(1);
    expect(rivals([found(1, 0, 0, 100), found(1, 200, 0, 40)])).toBe(0);
    expect(rivals([])).toBe(0);
  });

  it("takes the largest face as the portrait", () => {
    const big = found(0.7, 0, 0, 50);
    expect(largest([found(0.9, 0, 0, 10), big])).toBe(big);
    expect(area(big.box)).toBe(2500);
  });
});

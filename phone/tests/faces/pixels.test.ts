import { describe, expect, it } from "vitest";
import { fit, fromRgba, grey, type Pixels, sample, square } from "../../src/faces/pixels";
import { mirrored, planes } from "../../src/faces/look";

/** A photo whose red is its column and whose green is its row. */
const ramp = (width: number, height: number): Pixels => {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([x, y, 0], (y * width + x) * 3);
  return { width, height, data };
};
const red = (photo: Pixels, x: number, y: number): number | undefined => photo.data[(y * photo.width + x) * 3];

describe("sampling", () => {
  it("copies a photo when nothing moves", () => {
    const photo = ramp(8, 6);
    expect(sample(photo, [1, 0, 0, 0, 1, 0], 8, 6).data).toEqual(photo.data);
  });

  it("mixes neighbours when it lands between them", () => {
    expect(red(sample(ramp(8, 6), [1, 0, 0.5, 0, 1, 0], 4, 4), 2, 0)).toBe(2); // 2.5 rounds to even in a clamped array
    expect(red(sample(ramp(8, 6), [1, 0, 0.75, 0, 1, 0], 4, 4), 2, 0)).toBe(3);
  });

  it("averages whole blocks before it shrinks, so no pixel is skipped", () => {
    const stripes: Pixels = { width: 8, height: 8, data: ramp(8, 8).data.map((_, i) => (Math.floor(i / 3) % 2 ? 200 : 0)) };
    const half = sample(stripes, fit(stripes, 4, 4, 1), 4, 4);
    expect(new Set(half.data)).toEqual(new Set([100]));
  });

  it("repeats the edge outside the photo, or fills when told to", () => {
    const outside = square([-20, 3], 4, 4);
    expect(red(sample(ramp(8, 6), outside, 4, 4), 0, 0)).toBe(0);
    expect(red(sample(ramp(8, 6), outside, 4, 4, 127), 0, 0)).toBe(127);
  });

  it("centres a square on the point it is given", () => {
    const [a, , c] = square([10, 10], 8, 4);
    expect([c, a * 3 + c]).toEqual([7, 13]);
  });

  it("drops alpha, weighs grey as the eye does, and mirrors", () => {
    const photo = fromRgba(new Uint8ClampedArray([255, 0, 0, 9, 0, 255, 0, 9]), 2, 1);
    expect([...photo.data]).toEqual([255, 0, 0, 0, 255, 0]);
    expect([...grey(photo)]).toEqual([76, 150]);
    expect([...mirrored(photo).data]).toEqual([0, 255, 0, 255, 0, 0]);
  });

  it("lays colours out as planes, red first unless reversed", () => {
    const photo = fromRgba(new Uint8ClampedArray([127, 255, 0, 255]), 1, 1);
    expect([...planes(photo)]).toEqual([0, 1, -127 / 128]);
    expect([...planes(photo, (n) => n, true)]).toEqual([0, 255, 127]);
  });
});

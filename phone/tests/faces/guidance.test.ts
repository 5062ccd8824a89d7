import { describe, expect, it } from "vitest";
import { advise, meanOf, sharpness, type Sight } from "../../src/faces/guidance";

const good: Sight = {
  box: { left: 230, top: 110, right: 410, bottom: 350 }, others: 0, turned: 0.1, brightness: 120, sharpness: 200,
  photo: { width: 640, height: 480 },
};
const at = (change: Partial<Sight>): string => advise({ ...good, ...change });

describe("guidance at the viewfinder", () => {
  it("is content with one sharp, well lit face in the middle", () => {
    expect(advise(good)).toBe("ready");
  });

  it("asks for one thing at a time", () => {
    expect(at({ box: null })).toBe("none");
    expect(at({ box: null, brightness: 20 })).toBe("dark");
    expect(at({ others: 1 })).toBe("many");
    expect(at({ box: { left: 290, top: 200, right: 350, bottom: 280 } })).toBe("closer");
    expect(at({ box: { left: 100, top: 10, right: 500, bottom: 470 } })).toBe("back");
    expect(at({ box: { left: 0, top: 110, right: 180, bottom: 350 } })).toBe("centre");
    expect(at({ brightness: 30 })).toBe("dark");
    expect(at({ brightness: 240 })).toBe("bright");
    expect(at({ turned: 0.5 })).toBe("turned");
    expect(at({ sharpness: 3 })).toBe("blurred");
  });

  it("puts distance before light: a far face can't be measured", () => {
    expect(at({ box: { left: 290, top: 200, right: 350, bottom: 280 }, brightness: 20 })).toBe("closer");
  });

  it("finds edges sharp and a plain wall dull", () => {
    const size = { width: 16, height: 16 };
    const wall = new Uint8ClampedArray(256).fill(90);
    const stripes = wall.map((_, i) => (i % 2 ? 200 : 20));
    expect(sharpness(wall, size)).toBe(0);
    expect(sharpness(stripes, size)).toBeGreaterThan(10_000);
    expect(meanOf(wall)).toBe(90);
  });
});

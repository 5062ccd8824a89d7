import { describe, expect, it } from "vitest";
import { type Burst, BURST_MS, isDone, kept } from "../../src/faces/burst";

const burstOf = (...qualities: number[]): Burst<number> => {
  let burst: Burst<number> | null = null;
  qualities.forEach((quality, i) => { burst = kept(burst, i, quality, 1000 + i * 300); });
  if (!burst) throw new Error("no frame was given");
  return burst;
};

describe("a burst", () => {
  it("keeps its best frame, the first of equals", () => {
    expect(burstOf(40, 71, 55, 71, 12).best).toEqual({ quality: 71, still: 1 });
    expect(burstOf(0).best.still).toBe(0);
  });

  it("is done when its time is over, however many frames a slow phone managed", () => {
    const burst = burstOf(50);
    expect(isDone(burst, 1000 + BURST_MS - 1)).toBe(false);
    expect(isDone(burst, 1000 + BURST_MS)).toBe(true);
  });
});

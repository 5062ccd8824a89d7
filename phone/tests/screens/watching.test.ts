import { describe, expect, it } from "vitest";
import { BURST_MS } from "../../src/faces/burst";
import { LIMIT_MS, type Move } from "../../src/faces/challenge";
import type { Guidance } from "../../src/faces/guidance";
import type { Glance } from "../../src/faces/wire";
import { Watching } from "../../src/screens/watching.svelte";

type Bitmap = ImageBitmap & { closed: number };
const template = new Float32Array([1]);
const box = { left: 0, top: 0, right: 100, bottom: 100 };

/** A face whose nose lies `turn` eye distances aside. */
function points(turn: number): [number, number][] {
  const all = Array.from({ length: 68 }, (): [number, number] => [50, 50]);
  [[36, 25], [42, 75]].forEach(([first = 0, x = 0]) => {
    const lids: [number, number][] = [[-8, 0], [-3, -3], [3, -3], [8, 0], [3, 3], [-3, 3]];
    lids.forEach(([dx, dy], i) => { all[first + i] = [x + dx, 40 + dy]; });
  });
  all[30] = [50 + turn * 50, 60];
  return all;
}

class Stage {
  now = 0;
  frames: Bitmap[] = [];
  asked: boolean[] = [];
  next: { advice: Guidance; quality: number | null; turn?: number } | "broken" = { advice: "ready", quality: 50 };

  watching(asks: boolean, move: Move = "left"): Watching {
    return new Watching({
      frame: () => {
        const bitmap = { closed: 0, close(this: Bitmap) { this.closed += 1; } } as unknown as Bitmap;
        this.frames.push(bitmap);
        return Promise.resolve(bitmap);
      },
      glance: (_, wanted) => {
        this.asked.push(wanted);
        if (this.next === "broken") return Promise.reject(new Error("the worker fell"));
        const { advice, quality, turn = 0 } = this.next;
        const glance: Glance = { advice, quality, face: { box, points: points(turn) }, template: wanted ? template : null };
        return Promise.resolve(glance);
      },
      now_ms: () => this.now,
      draw: () => move,
    }, asks);
  }

  async step(watching: Watching, next: Stage["next"], auto = true): Promise<ImageBitmap | null> {
    this.next = next;
    this.now += 300;
    return watching.step(auto);
  }
}

const good = (quality: number, turn = 0): Stage["next"] => ({ advice: "ready", quality, turn });

describe("the viewfinder's attention", () => {
  it("takes the best still of a burst by itself and lets go of every other frame", async () => {
    const stage = new Stage();
    const watching = stage.watching(false);
    const stills = [];
    for (const quality of [40, 90, 60, 20, 30, 10, 10]) stills.push(await stage.step(watching, good(quality)));
    const best = stills.find(Boolean);
    expect(best).toBe(stage.frames[1]);
    expect(stills.findIndex(Boolean)).toBe(BURST_MS / 300);
    expect(stage.frames.slice(0, 6).map(({ closed }) => closed)).toEqual([1, 0, 1, 1, 1, 1]);
  });

  it("keeps no frame that its own advice is against", async () => {
    const stage = new Stage();
    const watching = stage.watching(false);
    for (let i = 0; i < 9; i++) expect(await stage.step(watching, { advice: "more_light", quality: 99 })).toBeNull();
    expect(watching.counting).toBe(false);
    expect(stage.frames.every(({ closed }) => closed === 1)).toBe(true);
  });

  it("leaves the photo to the button when that is chosen, also in the middle of a burst", async () => {
    const stage = new Stage();
    const watching = stage.watching(false);
    await stage.step(watching, good(50));
    expect(watching.counting).toBe(true);
    for (let i = 0; i < 9; i++) expect(await stage.step(watching, good(50), false)).toBeNull();
    expect(watching.counting).toBe(false);
    expect(stage.frames.every(({ closed }) => closed === 1)).toBe(true);
  });

  it("asks for a movement first, remembers who it asked, and only then takes the photo", async () => {
    const stage = new Stage();
    const watching = stage.watching(true);
    await stage.step(watching, { advice: "closer", quality: 20 });
    expect(watching.challenge).toBeNull();
    await stage.step(watching, good(50));
    expect(watching.asking).toBe(true);
    for (const turn of [0, 0.4, 0]) expect(await stage.step(watching, good(80, turn))).toBeNull();
    expect(watching.answer).toEqual({ outcome: { asked: "left", passed: true, ms: 900 }, mover: template, settled: true });
    expect(stage.asked).toEqual([false, false, true, false, false]);
    expect(watching.counting).toBe(false);
    const stills = [];
    for (let i = 0; i < 6; i++) stills.push(await stage.step(watching, good(60)));
    expect(stills.filter(Boolean)).toHaveLength(1);
  });

  it("asks nobody who looks aside to look aside", async () => {
    const stage = new Stage();
    const watching = stage.watching(true);
    await stage.step(watching, good(50, 0.3));
    expect([watching.asking, watching.advice]).toEqual([false, "look_ahead"]);
  });

  it("never waits for ever for a movement: the photo comes after time is over, and after being skipped", async () => {
    for (const skip of [false, true]) {
      const stage = new Stage();
      const watching = stage.watching(true);
      await stage.step(watching, good(50));
      if (skip) watching.skip();
      let still = null;
      for (let i = 0; i < (LIMIT_MS + BURST_MS) / 300 + 4 && !still; i++) still = await stage.step(watching, good(50));
      expect(still).not.toBeNull();
      expect(watching.answer).toMatchObject({ outcome: { passed: false }, settled: skip });
    }
  });

  it("passes over a frame that couldn't be looked at", async () => {
    const stage = new Stage();
    const watching = stage.watching(true);
    expect(await stage.step(watching, "broken")).toBeNull();
    expect(watching.advice).toBeNull();
    expect(stage.frames[0]?.closed).toBe(1);
    await stage.step(watching, good(50));
    expect(watching.asking).toBe(true);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  begun, type Challenge, confirmed, drawn, type Frame, isOver, LIMIT_MS, type Move, moveOf, MOVES, outcomeOf, skipped, watched,
} from "../../src/faces/challenge";
import { eyesOpen, yaw } from "../../src/faces/movements";
import type { Point } from "../../src/faces/pixels";

type Look = { turn?: number; open?: number; x?: number; tilt?: number };

/** 68 points of a face 100 px between the eyes; `turn` in eye distances, `open` the eyes' ratio, `x` where it is. */
function pointsOf({ turn = 0, open = 0.3, x = 300, tilt = 0 }: Look): Point[] {
  const points = Array.from({ length: 68 }, (): [number, number] => [0, 40]);
  [[36, -50], [42, 50]].forEach(([first = 0, middle = 0]) => {
    const lids: [number, number][] = [[-15, 0], [-5, -1], [5, -1], [15, 0], [5, 1], [-5, 1]];
    lids.forEach(([along, side], i) => { points[first + i] = [middle + along, side * open * 15]; });
  });
  points[30] = [turn * 100, 60];
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  return points.map(([px, py]): Point => [x + px * cosine - py * sine, 200 + px * sine + py * cosine]);
}

const frame = (at_ms: number, look: Look | null): Frame => {
  const x = look?.x ?? 300;
  return { at_ms, face: look && { box: { left: x - 100, top: 100, right: x + 100, bottom: 340 }, points: pointsOf(look) } };
};
const play = (asked: Move, looks: readonly (Look | null)[], step_ms = 200): Challenge =>
  looks.reduce((now, look, i) => watched(now, frame(i * step_ms, look)), begun(asked, 0));
const ahead: Look = {};
const movement: Record<Move, Look> = { left: { turn: 0.4 }, right: { turn: -0.4 }, blink: { open: 0.08 } };
const answer = (move: Move): Look[] => [ahead, ahead, movement[move], movement[move], ahead];

describe("what a face does", () => {
  it("is turned to its own left when the nose goes to the picture's right, however the head is tilted", () => {
    fc.assert(fc.property(fc.double({ min: -0.6, max: 0.6, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true }), (turn, tilt) => {
      // the nose lies below the eyes: a tilted head isn't a turned one
      expect(yaw(pointsOf({ turn, tilt }))).toBeCloseTo(turn, 6);
    }));
  });

  it("has eyes as open as their height is to their width", () => {
    expect(eyesOpen(pointsOf({ open: 0.3 }))).toBeCloseTo(0.3, 6);
    expect(eyesOpen(pointsOf({ open: 0.05, tilt: 0.5 }))).toBeCloseTo(0.05, 6);
  });
});

describe("a movement asked", () => {
  it.each(MOVES)("is passed by a face ahead, then %s, then ahead", (move) => {
    expect(outcomeOf(play(move, answer(move)))).toEqual({ asked: move, passed: true, ms: 800 });
  });

  it("isn't passed until the face looks ahead again", () => {
    for (const move of MOVES) {
      const half = play(move, answer(move).slice(0, -1));
      expect(half.stage.at).toBe("moved");
      expect(outcomeOf(half).passed).toBe(false);
    }
  });

  it("isn't passed backwards: a face that begins turned must look ahead first", () => {
    expect(play("left", [{ turn: 0.4 }, { turn: 0.4 }]).stage.at).toBe("waiting");
    expect(play("left", [{ turn: 0.4 }, ahead]).stage.at).toBe("ahead");
  });

  it("is over with another turn than the one asked for", () => {
    for (const [asked, done] of [["left", "right"], ["right", "left"], ["blink", "left"], ["blink", "right"]] as const) {
      expect(play(asked, answer(done)).stage).toMatchObject({ at: "over", why: "other_move" });
    }
  });

  it("bears an involuntary blink", () => {
    expect(outcomeOf(play("left", [ahead, { open: 0.05 }, { open: 0.05 }, ...answer("left")])).passed).toBe(true);
  });

  it("takes one shut frame for noise", () => {
    expect(play("blink", [ahead, { open: 0.08 }, ahead, { open: 0.08 }, ahead]).stage.at).toBe("ahead");
  });

  it("measures against the person's own eyes", () => {
    const narrow = { open: 0.15 };
    expect(play("blink", [narrow, narrow, narrow, narrow]).stage.at).toBe("ahead");
    expect(outcomeOf(play("blink", [narrow, { open: 0.06 }, { open: 0.06 }, narrow])).passed).toBe(true);
  });

  it("begins anew when another face stands there, or after a pause", () => {
    expect(play("left", [ahead, { turn: 0.4, x: 600 }]).stage.at).toBe("waiting");
    expect(play("left", [ahead, { turn: 0.4 }, { x: 600 }]).stage.at).toBe("waiting");
    const paused = watched(play("left", [ahead]), frame(1_500, { turn: 0.4 }));
    expect(paused.stage.at).toBe("waiting");
  });

  it("bears a face lost for a moment while it turns", () => {
    expect(outcomeOf(play("right", [ahead, null, { turn: -0.4 }, null, ahead])).passed).toBe(true);
  });

  it("ends after six seconds, and by being skipped", () => {
    expect(watched(play("left", [ahead]), frame(LIMIT_MS + 1, ahead)).stage).toEqual({ at: "over", why: "slow", ms: LIMIT_MS });
    expect(outcomeOf(skipped(play("left", [ahead]), 1_234.4))).toEqual({ asked: "left", passed: false, ms: 1_234 });
  });

  it("once over stays as it is", () => {
    const passed = play("left", answer("left"));
    expect(watched(passed, frame(9_999, null))).toBe(passed);
    expect(skipped(passed, 9_999)).toBe(passed);
  });

  it("is confirmed only when who moved is who was photographed", () => {
    const passed = outcomeOf(play("left", answer("left")));
    expect(confirmed(passed, 0.7, 0.3).passed).toBe(true);
    expect(confirmed(passed, 0.1, 0.3).passed).toBe(false);
    expect(confirmed(passed, null, 0.3).passed).toBe(false);
    expect(confirmed({ ...passed, passed: false }, 0.9, 0.3).passed).toBe(false);
  });
});

const looks = fc.option(fc.record({
  turn: fc.double({ min: -0.6, max: 0.6, noNaN: true }), open: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
  x: fc.integer({ min: 280, max: 320 }),
}), { nil: null, freq: 8 });
const still = fc.record({
  turn: fc.double({ min: -0.1, max: 0.1, noNaN: true }), open: fc.double({ min: 0.24, max: 0.3, noNaN: true }),
});

describe("whatever the frames", () => {
  it("a face that keeps still passes nothing", () => {
    fc.assert(fc.property(fc.constantFrom(...MOVES), fc.array(still, { maxLength: 25 }), (move, seen) => {
      expect(outcomeOf(play(move, seen)).passed).toBe(false);
    }));
  });

  it("at most one of left and right is passed", () => {
    fc.assert(fc.property(fc.array(looks, { maxLength: 30 }), (seen) => {
      expect(outcomeOf(play("left", seen)).passed && outcomeOf(play("right", seen)).passed).toBe(false);
    }));
  });

  it("what is passed was passed in time, after frames of a face ahead, moved and ahead again", () => {
    fc.assert(fc.property(fc.constantFrom(...MOVES), fc.array(looks, { maxLength: 40 }), fc.integer({ min: 20, max: 900 }), (move, seen, step_ms) => {
      const end = play(move, seen, step_ms);
      const { passed, ms } = outcomeOf(end);
      expect(ms).toBeGreaterThanOrEqual(0);
      expect(ms).toBeLessThanOrEqual(LIMIT_MS);
      if (passed) expect(seen.filter(Boolean).length).toBeGreaterThanOrEqual(3);
      if (seen.length * step_ms > LIMIT_MS + step_ms) expect(isOver(end)).toBe(true);
    }));
  });

  it("frames out of order change nothing", () => {
    const now = play("left", [ahead, ahead]);
    expect(watched(now, frame(100, { turn: 0.4 }))).toBe(now);
  });
});

describe("the draw", () => {
  it("gives each movement its third of the bytes it uses", () => {
    const counts = new Map<Move, number>();
    for (let lot = 0; lot < 255; lot++) counts.set(moveOf(lot), (counts.get(moveOf(lot)) ?? 0) + 1);
    expect([...counts.values()]).toEqual([85, 85, 85]);
    expect(MOVES).toContain(drawn());
  });
});

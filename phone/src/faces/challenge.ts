/**
 * A movement asked of the person, drawn at random: turn left, turn right, or close the eyes and open them again.
 *
 * Pure: frames go in, in their order. Passed is a face seen ahead, then the movement, then ahead again, one face all
 * along and in time. It never denies: too slow, skipped or another movement is told as it is, and the visit goes on.
 * A print can't pass by being turned or bent a little; a film that happens to show the right movement can.
 */
import { type Box, overlap } from "./boxes";
import { eyesOpen, yaw } from "./movements";
import type { Point } from "./pixels";

export const MOVES = ["left", "right", "blink"] as const;
export type Move = (typeof MOVES)[number];

/** One frame; `at_ms` only ever grows, `face` null when none was seen. */
export type Frame = { readonly at_ms: number; readonly face: { readonly box: Box; readonly points: readonly Point[] } | null };

/** The same face seen last, and how it looked ahead: what the movement is measured against; `shut` counts frames in a row. */
type Trail = { readonly box: Box; readonly at_ms: number; readonly yaw: number; readonly open: number; readonly shut: number };

export type Stage =
  | { readonly at: "waiting" }
  | { readonly at: "ahead"; readonly trail: Trail }
  | { readonly at: "moved"; readonly trail: Trail }
  | { readonly at: "passed"; readonly ms: number }
  | { readonly at: "over"; readonly why: "slow" | "other_move" | "skipped"; readonly ms: number };

export type Challenge = { readonly asked: Move; readonly since_ms: number; readonly stage: Stage };
export type Outcome = { readonly asked: Move; readonly passed: boolean; readonly ms: number };

export const LIMIT_MS = 6_000;
// a face may be lost for a few frames while it turns, not be exchanged in a pause
const GAP_MS = 1_000;
const SAME_PLACE = 0.25;
// 0.15 is about 12 degrees, 0.25 about 25; what prints waved before a camera reach is in docs/faces.md
const AHEAD = 0.2;
const BACK = 0.15;
const TURNED = 0.25;
// of the person's own open eyes: narrow eyes aren't closed ones
const CLOSED = 0.6;
const OPENED = 0.8;
// one frame alone is often the landmarks' own noise
const SHUT_FRAMES = 2;

/** `lot` is a random byte; 255 is drawn again by the caller, since 256 has no third. */
export function moveOf(lot: number): Move {
  return MOVES[lot % MOVES.length] ?? "blink";
}

/** One of the three, each as likely: unforeseeable, so from the browser's cryptographic source. */
export function drawn(): Move {
  const [lot = 0] = crypto.getRandomValues(new Uint8Array(1));
  return lot < 255 ? moveOf(lot) : drawn();
}

export function begun(asked: Move, since_ms: number): Challenge {
  return { asked, since_ms, stage: { at: "waiting" } };
}

/** The next frame. A frame older than the last one changes nothing. */
export function watched(challenge: Challenge, frame: Frame): Challenge {
  const { stage, since_ms } = challenge;
  if (isOver(challenge)) return challenge;
  if ("trail" in stage && frame.at_ms < stage.trail.at_ms) return challenge;
  const ms = Math.max(0, frame.at_ms - since_ms);
  if (ms > LIMIT_MS) return { ...challenge, stage: { at: "over", why: "slow", ms: LIMIT_MS } };
  return { ...challenge, stage: next(challenge.asked, stage, frame, ms) };
}

export function skipped(challenge: Challenge, at_ms: number): Challenge {
  if (isOver(challenge)) return challenge;
  const ms = Math.min(LIMIT_MS, Math.max(0, at_ms - challenge.since_ms));
  return { ...challenge, stage: { at: "over", why: "skipped", ms } };
}

/** Only a face that looks ahead can be asked to look aside. */
export const looksAhead = (points: readonly Point[]): boolean => Math.abs(yaw(points)) <= AHEAD;

export const isOver = ({ stage }: Challenge): boolean => stage.at === "passed" || stage.at === "over";

/** What the event tells; a challenge left in its middle wasn't passed. */
export function outcomeOf({ asked, stage }: Challenge): Outcome {
  if (stage.at === "passed") return { asked, passed: true, ms: Math.round(stage.ms) };
  return { asked, passed: false, ms: stage.at === "over" ? Math.round(stage.ms) : LIMIT_MS };
}

function next(asked: Move, stage: Stage, { face, at_ms }: Frame, ms: number): Stage {
  if (!face) return stage;
  if (!("trail" in stage)) return fresh(face, at_ms);
  const { trail } = stage;
  // lost: begun anew from the next frame, whose face is remembered
  if (at_ms - trail.at_ms > GAP_MS || overlap(face.box, trail.box) < SAME_PLACE) return { at: "waiting" };
  const turn = yaw(face.points) - trail.yaw;
  const eyes = eyesOpen(face.points);
  const shut = eyes <= CLOSED * trail.open && Math.abs(turn) < BACK ? trail.shut + 1 : 0;
  const seen = { ...trail, box: face.box, at_ms, shut };
  if (stage.at === "moved") return isBack(asked, turn, eyes / trail.open) ? { at: "passed", ms } : { at: "moved", trail: seen };
  if (isOther(asked, turn)) return { at: "over", why: "other_move", ms };
  if (hasMoved(asked, turn, shut)) return { at: "moved", trail: seen };
  // eyes half shut in the first frame would make every later one look open
  return { at: "ahead", trail: { ...seen, open: Math.max(trail.open, eyes) } };
}

/** Begins with a face that looks ahead; any other is waited out. */
function fresh({ box, points }: NonNullable<Frame["face"]>, at_ms: number): Stage {
  if (!looksAhead(points)) return { at: "waiting" };
  return { at: "ahead", trail: { box, at_ms, yaw: yaw(points), open: eyesOpen(points), shut: 0 } };
}

function hasMoved(asked: Move, turn: number, shut: number): boolean {
  switch (asked) {
    case "left": return turn >= TURNED;
    case "right": return turn <= -TURNED;
    case "blink": return shut >= SHUT_FRAMES;
  }
}

/** A turn that wasn't asked for; an involuntary blink is nobody's answer. */
function isOther(asked: Move, turn: number): boolean {
  return asked === "blink" ? Math.abs(turn) >= TURNED : hasMoved(asked === "left" ? "right" : "left", turn, 0);
}

function isBack(asked: Move, turn: number, open: number): boolean {
  return asked === "blink" ? open >= OPENED : Math.abs(turn) <= BACK;
}

/** Who moved is who was photographed: `alike` is the likeness of the first frame and the still, null when unknown. */
export function confirmed(outcome: Outcome, alike: number | null, different_below: number): Outcome {
  return { ...outcome, passed: outcome.passed && alike !== null && alike >= different_below };
}

/** What a photo of a face says, as the event tells it. A face that differs leads to another way, never to a refusal. */
import type { FaceSeen } from "../core";
import { confirmed, type Outcome } from "../faces/challenge";
import { type Known, nearest } from "../faces/nearest";
import { bandOf, likeness, type Template, type Thresholds } from "../faces/template";
import type { Seen } from "../faces/wire";
import type { Policy } from "../wire/pack";

type Judged = Policy["face"];

/**
 * `mover` is the face that answered the challenge; `seen` is null where faces can't be compared yet;
 * `probe` is the template seen, turned as this pack's are.
 */
export type Shown = {
  readonly seen: Seen | null; readonly probe: Template | null; readonly known: readonly Known[]; readonly attempts: number;
  readonly outcome: Outcome | null; readonly mover: Template | null; readonly model: string;
};

export function byReferences({ seen, probe, known, attempts, outcome, mover, model }: Shown, policy: Judged): FaceSeen {
  const best = probe && nearest(probe, known);
  return {
    ...scored(best?.likeness ?? null, best?.card ? ktpThresholds(policy) : policy), model, reference: best?.reference ?? known[0]?.id ?? null, attempts,
    live: rounded(seen?.live ?? null, 1000), quality: seen?.quality ?? null,
    calibration: policy.calibration || null,
    challenge: outcome && confirmed(outcome, seen && mover && likeness(seen.template, mover), policy.different_below),
  };
}

/** The portrait on the KTP beside the face seen before: likeness and its own threshold change, the rest was the face's. */
export function byKtp(face: FaceSeen, portrait: Template | null, mine: Template | null, policy: Judged): FaceSeen {
  const score = portrait && mine ? likeness(portrait, mine) : null;
  return { ...face, ...scored(score, ktpThresholds(policy)), reference: "ktp" };
}

/** A portrait small and laminated has a threshold of its own; what differs never lies above it. */
export function ktpThresholds({ ktp_same_above, same_above, different_below }: Judged): Thresholds {
  const above = ktp_same_above ?? same_above;
  return { same_above: above, different_below: Math.min(different_below, above) };
}

/** Three retakes with advice help; a fourth rarely does, and somebody is waiting at the door. */
export function mayRetake(attempts: number, { retakes }: Pick<Judged, "retakes">): boolean {
  return attempts <= retakes;
}

function scored(score: number | null, thresholds: Thresholds): Pick<FaceSeen, "likeness" | "band"> {
  const shown = rounded(score, 10_000);
  return { likeness: shown, band: bandOf(shown, thresholds) };
}

const rounded = (n: number | null, parts: number): number | null => n === null ? null : Math.round(n * parts) / parts;

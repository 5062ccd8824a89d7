/**
 * How good a photo is for knowing this person again, 0-100: the house's measures and grades, number for number.
 *
 * Formulas and sources: docs/faces.md, "Quality"; the house's side is `amanah/faces/{measuring,grading}.py`, and
 * `contract/vectors/quality.json` holds what both must say.
 */
import { aligned, eyesPx } from "./align";
import type { Face } from "./look";
import { grey, type Pixels, type Point, sample } from "./pixels";
import { POINTS } from "./recognisers";
import { MODEL_VERSION } from "./version";

export type Seeing = "size" | "sharpness" | "brightness" | "contrast" | "evenness" | "margins" | "pose" | "single";
export type Part = Seeing | "eyes" | "uncovered";
export type Advice =
  | "closer" | "hold_still" | "more_light" | "less_light" | "even_light" | "centre" | "look_ahead" | "one_face"
  | "open_eyes" | "mask";

/** `total` foretells a missed match; `advice` names the weakest part under 40. */
export type Quality = {
  readonly total: number;
  readonly parts: Readonly<Record<Part, number>>;
  readonly eyes_px: number;
  /** mean grey of the face, 0-255 */
  readonly mean: number;
  readonly advice: Advice | null;
};

/** Units and formulas as in the house's `Measures`. */
export type Measures = {
  readonly eyes_px: number; readonly laplacian: number; readonly mean: number; readonly deviation: number;
  readonly uniformity: number; readonly edge: number; readonly turned: number; readonly openness: number;
  readonly chroma: number; readonly lips: number; readonly score: number; readonly others: number;
};

type Patch = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Plane = { readonly width: number; readonly values: Float64Array };

export const GOOD_ENOUGH = 40;
/** The recogniser whose answer's length the total was fitted for; another's length says something else. */
export const FITTED_FOR = "amanah-phone-2";
const ALIGNED = 112;
const patch = (top: number, bottom: number, left: number, right: number): Patch => ({ left, top, width: right - left, height: bottom - top });
// the middle of the aligned face: skin, eyes and mouth without hair, scarf and background
const MIDDLE = patch(30, 106, 24, 88);
const LEFT = patch(30, 106, 24, 56);
const RIGHT = patch(30, 106, 56, 88);
// skin that stays bare under a mask: the bridge of the nose and below the eyes; and what a mask covers
const BARE = [patch(42, 58, 50, 62), patch(57, 63, 28, 44), patch(57, 63, 68, 84)] as const;
const COVERED = patch(78, 108, 38, 74);
const MOUTH = patch(80, 106, 48, 64);

/** `strength`: length of the recogniser's answer to the straight face, before it is made 1; null where it isn't known. */
export function quality(photo: Pixels, face: Face, strength: number | null, model = MODEL_VERSION): Quality {
  return graded(measured(photo, face), model === FITTED_FOR ? strength : null);
}

export function measured(photo: Pixels, face: Face): Measures {
  const straight = sample(photo, aligned(face.five, POINTS), ALIGNED, ALIGNED);
  const light = planeOf(straight, grey(straight));
  const middle = taken(light, MIDDLE);
  const distance = eyesPx(face.five);
  return {
    eyes_px: distance,
    laplacian: laplacian(middle, MIDDLE),
    mean: meanOf(middle),
    deviation: deviationOf(middle),
    uniformity: uniformity(taken(light, LEFT), taken(light, RIGHT)),
    edge: edge(photo, face.points) / distance,
    turned: 2 * alongEyes(face.five),
    openness: (openness(face.points.slice(36, 42)) + openness(face.points.slice(42, 48))) / 2,
    ...cover(straight),
    score: face.score,
    others: face.others,
  };
}

export function graded(of: Measures, strength: number | null): Quality {
  const seen: Record<Seeing, number> = {
    size: ramp(of.eyes_px, 12, 45),
    sharpness: ramp(of.laplacian, 10, 100),
    brightness: Math.min(ramp(of.mean, 25, 80), ramp(of.mean, 245, 200)),
    contrast: ramp(of.deviation, 4, 16),
    evenness: ramp(of.uniformity, 0.05, 0.5),
    margins: ramp(of.edge, 0, 0.25),
    pose: ramp(of.turned, 0.75, 0.2),
    single: of.others === 0 ? 100 : 0,
  };
  const told = { eyes: ramp(of.openness, 0.1, 0.2), uncovered: ramp(Math.log1p(of.chroma) - 2.05 * of.lips, 2.2, -0.3) };
  // a poor photo shows neither eyes nor mask for certain: they come after all others
  const advice = adviceOf(seen, of.mean) ?? adviceOf(told, of.mean);
  return { total: total(of, strength), parts: { ...seen, ...told }, eyes_px: of.eyes_px, mean: of.mean, advice };
}

/** Straight in the log odds of a miss against a plain photo at FAR 1e-4: 0 is 9 to 1, 100 is 1 to 999. */
function total(of: Measures, strength: number | null): number {
  const unsure = Math.log(1.0005 - Math.min(Math.max(of.score, 0), 1));
  const odds = strength === null ? 1.96 + 0.65 * unsure : 8.04 - 1.01 * strength;
  return ramp(odds, Math.log(9), -Math.log(999));
}

/** 0 at `worst`, 100 at `best`, straight between. */
const ramp = (value: number, worst: number, best: number): number =>
  Math.round(100 * Math.min(1, Math.max(0, (value - worst) / (best - worst))));

function adviceOf(parts: Partial<Record<Part, number>>, mean: number): Advice | null {
  const [weakest, value] = (Object.entries(parts) as [Part, number][]).reduce((worst, one) => (one[1] < worst[1] ? one : worst));
  return value < GOOD_ENOUGH ? adviceFor(weakest, mean) : null;
}

/** What would help this part most; `mean` grey tells too dark from too bright. */
export function adviceFor(part: Part, mean: number): Advice {
  const light = mean < 128 ? "more_light" : "less_light";
  const all: Record<Part, Advice> = {
    size: "closer", sharpness: "hold_still", brightness: light, contrast: light, evenness: "even_light",
    margins: "centre", pose: "look_ahead", single: "one_face", eyes: "open_eyes", uncovered: "mask",
  };
  return all[part];
}

/** Variance of the Laplacian, the edge mirrored without repeating it (Pech-Pacheco 2000). */
function laplacian(values: Float64Array, { width, height }: Patch): number {
  const at = (x: number, y: number): number => values[fold(y, height) * width + fold(x, width)] ?? 0;
  const out = new Float64Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[y * width + x] = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1) - 4 * at(x, y);
  }
  return deviationOf(out) ** 2;
}

const fold = (n: number, size: number): number => (n < 0 ? -n : n >= size ? 2 * size - 2 - n : n);

/** Overlap of the two halves' grey histograms in 16 steps, 0-1. */
function uniformity(left: Float64Array, right: Float64Array): number {
  const [a, b] = [histogram(left), histogram(right)];
  return a.reduce((sum, part, i) => sum + Math.min(part, b[i] ?? 0), 0);
}

function histogram(values: Float64Array): Float64Array {
  const parts = new Float64Array(16);
  for (const value of values) parts[value >> 4] = (parts[value >> 4] ?? 0) + 1 / values.length;
  return parts;
}

/** Nearest landmark to the photo's edge in pixels, below 0 outside. */
function edge(photo: Pixels, points: readonly Point[]): number {
  return points.reduce((least, [x, y]) => Math.min(least, x, y, photo.width - 1 - x, photo.height - 1 - y), Infinity);
}

/** The nose off the middle between the eyes, along the line of the eyes, in eye distances. */
function alongEyes([left = [0, 0], right = [1, 0], nose = [0, 0]]: readonly Point[]): number {
  const [ex, ey] = [right[0] - left[0], right[1] - left[1]];
  const [nx, ny] = [nose[0] - (left[0] + right[0]) / 2, nose[1] - (left[1] + right[1]) / 2];
  return Math.abs(nx * ex + ny * ey) / Math.max(1e-9, ex * ex + ey * ey);
}

/** Eye aspect ratio, height over width of six points (Soukupova & Cech 2016). */
function openness(eye: readonly Point[]): number {
  const far = (a: number, b: number): number => Math.hypot((eye[a]?.[0] ?? 0) - (eye[b]?.[0] ?? 0), (eye[a]?.[1] ?? 0) - (eye[b]?.[1] ?? 0));
  return (far(1, 5) + far(2, 4)) / (2 * Math.max(far(0, 3), 1e-6));
}

/** Is the lower face another colour than the skin above it, and is there the dark line between two lips? */
function cover(straight: Pixels): { readonly chroma: number; readonly lips: number } {
  const channel = (which: number): Plane => planeOf(straight, Float64Array.from({ length: ALIGNED * ALIGNED }, (_, i) => straight.data[i * 3 + which] ?? 0));
  const [red, green, blue] = [channel(0), channel(1), channel(2)];
  const luma = planeOf(straight, red.values.map((n, i) => 0.299 * n + 0.587 * (green.values[i] ?? 0) + 0.114 * (blue.values[i] ?? 0)));
  const above = ({ values, width }: Plane): Plane => ({ width, values: values.map((n, i) => n - (luma.values[i] ?? 0)) });
  const apart = (of: Plane): number => median(bare(of)) - median(taken(of, COVERED));
  const rows = rowMeans(taken(luma, MOUTH), MOUTH);
  return {
    chroma: Math.hypot(0.713 * apart(above(red)), 0.564 * apart(above(blue))),
    lips: (median(rows) - Math.min(...rows)) / (deviationOf(bare(luma)) + 8),
  };
}

const bare = (of: Plane): Float64Array => Float64Array.from(BARE.flatMap((part) => [...taken(of, part)]));

const planeOf = ({ width }: Pixels, values: ArrayLike<number>): Plane => ({ width, values: Float64Array.from(values) });

function taken({ width, values }: Plane, part: Patch): Float64Array {
  const out = new Float64Array(part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const from = (part.top + y) * width + part.left;
    out.set(values.subarray(from, from + part.width), y * part.width);
  }
  return out;
}

function rowMeans(values: Float64Array, { width, height }: Patch): Float64Array {
  return Float64Array.from({ length: height }, (_, y) => meanOf(values.subarray(y * width, (y + 1) * width)));
}

const meanOf = (values: Float64Array): number => values.reduce((sum, n) => sum + n, 0) / Math.max(1, values.length);

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, n) => sum + (n - mean) ** 2, 0) / Math.max(1, values.length));
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

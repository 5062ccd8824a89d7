/** Reads the detector's answer: likely boxes, best first, each voted by those about the same face. */
import type { Affine, Point } from "./pixels";

export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
export type Found = { readonly score: number; readonly box: Box };

export const DETECT_WIDTH = 320;
export const DETECT_HEIGHT = 240;
const SCORE_ABOVE = 0.65;
const OVERLAP_BELOW = 0.4;
// e^-1 at half a photo from the middle
const OFF_CENTRE = 4;
// a neighbour in the background isn't a second person of the portrait
const RIVAL_AREA = 0.25;

export const width = (box: Box): number => box.right - box.left;
export const height = (box: Box): number => box.bottom - box.top;
export const area = (box: Box): number => width(box) * height(box);
export const centre = (box: Box): Point => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];

/** `scores` N x 2 (column 1 = face), `boxes` N x 4 corners in 0-1 of the detector's frame. */
export function readBoxes(scores: Float32Array, boxes: Float32Array, take: Affine): Found[] {
  const likely: Found[] = [];
  for (let i = 0; i < scores.length / 2; i++) {
    const score = scores[i * 2 + 1] ?? 0;
    if (score >= SCORE_ABOVE) likely.push({ score, box: boxAt(boxes, i) });
  }
  likely.sort((a, b) => b.score - a.score);
  return apart(likely).map((best) => ({ score: best.score, box: inPhoto(voted(likely, best.box), take) }));
}

/**
 * The mean of the boxes about one face, by their scores: the best scores are often equal to the last bit, and phone
 * and house would choose different ones.
 */
export function voted(likely: readonly Found[], best: Box): Box {
  const about = likely.filter(({ box }) => overlap(box, best) > OVERLAP_BELOW);
  const weight = about.reduce((sum, { score }) => sum + score, 0);
  const mean = (side: keyof Box): number => about.reduce((sum, { score, box }) => sum + score * box[side], 0) / weight;
  return { left: mean("left"), top: mean("top"), right: mean("right"), bottom: mean("bottom") };
}

function boxAt(boxes: Float32Array, i: number): Box {
  const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(i * 4, i * 4 + 4);
  return { left, top, right, bottom };
}

/** Greedy non-maximum suppression over boxes sorted best first. */
export function apart(sorted: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const one of sorted) {
    if (kept.every((other) => overlap(one.box, other.box) <= OVERLAP_BELOW)) kept.push(one);
  }
  return kept;
}

/** Intersection over union, 0-1. */
export function overlap(a: Box, b: Box): number {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (wide <= 0 || high <= 0) return 0;
  const both = wide * high;
  return both / (area(a) + area(b) - both);
}

/** 0-1 counts edges, the photo counts pixel centres: hence the half. */
function inPhoto(box: Box, take: Affine): Box {
  const [span, , left, , , top] = take;
  const x = (n: number): number => (n * DETECT_WIDTH - 0.5) * span + left;
  const y = (n: number): number => (n * DETECT_HEIGHT - 0.5) * span + top;
  return { left: x(box.left), top: y(box.top), right: x(box.right), bottom: y(box.bottom) };
}

/** The one who is meant: the largest, weighed down away from the photo's middle, where a bystander stands. */
export function meant(found: readonly Found[], photo: { readonly width: number; readonly height: number }): Found | undefined {
  const standing = ({ box }: Found): number => {
    const [x, y] = centre(box);
    const [across, down] = [(x - (photo.width - 1) / 2) / photo.width, (y - (photo.height - 1) / 2) / photo.height];
    return area(box) * Math.exp(-OFF_CENTRE * (across ** 2 + down ** 2));
  };
  return found.reduce<Found | undefined>((best, one) => (!best || standing(one) > standing(best) ? one : best), undefined);
}

/** Further faces at least a quarter as large as the one meant. */
export function rivals(found: readonly Found[], best: Found): number {
  return found.filter((one) => area(one.box) >= RIVAL_AREA * area(best.box)).length - 1;
}

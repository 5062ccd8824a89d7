/** What a face does, read from its 68 points: how far it is turned aside and how open its eyes are. */
import { eyesPx, fivePoints, meanOf } from "./align";
import type { Point } from "./pixels";

const EYES = [[36, 37, 38, 39, 40, 41], [42, 43, 44, 45, 46, 47]] as const;

/**
 * How far the tip of the nose lies beside the middle of the eyes, along the line of the eyes, in eye distances.
 * Above 0: towards the right of the picture, which is the person's own left. A flat print turned aside keeps it.
 */
export function yaw(points: readonly Point[]): number {
  const [left = [0, 0], right = [1, 0], nose = [0, 0]] = fivePoints(points);
  const middle = meanOf([left, right]);
  const apart = eyesPx([left, right]);
  const across = (nose[0] - middle[0]) * (right[0] - left[0]) + (nose[1] - middle[1]) * (right[1] - left[1]);
  return across / (apart * apart);
}

/** Eye aspect ratio (Soukupová and Čech 2016), mean of both eyes: about 0.3 open, below 0.2 closed. */
export function eyesOpen(points: readonly Point[]): number {
  const ratios = EYES.map((eye) => {
    const [outer, up1, up2, inner, down2, down1] = eye.map((i) => points[i] ?? [0, 0]) as [Point, Point, Point, Point, Point, Point];
    return (far(up1, down1) + far(up2, down2)) / (2 * Math.max(1e-6, far(outer, inner)));
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

const far = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

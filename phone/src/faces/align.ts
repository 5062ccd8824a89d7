/** From 68 points to the five the recogniser's template knows, and the similarity that lays one on the other. */
import type { Affine, Point } from "./pixels";

export function fivePoints(points: readonly Point[]): Point[] {
  const mean = (...which: number[]): Point => meanOf(which.map((i) => points[i] ?? [0, 0]));
  return [mean(37, 38, 40, 41), mean(43, 44, 46, 47), mean(30), mean(48, 60), mean(54, 64)];
}

export function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce<Point>(([x, y], [px, py]) => [x + px, y + py], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** The least-squares similarity from aligned points back to the photo (Umeyama 1991, without reflection). */
export function aligned(five: readonly Point[], wanted: readonly Point[]): Affine {
  const from = meanOf(wanted);
  const to = meanOf(five);
  let weight = 0;
  let along = 0;
  let across = 0;
  wanted.forEach((want, i) => {
    const seen = five[i] ?? to;
    const [ax, ay] = [want[0] - from[0], want[1] - from[1]];
    const [bx, by] = [seen[0] - to[0], seen[1] - to[1]];
    weight += ax * ax + ay * ay;
    along += ax * bx + ay * by;
    across += ax * by - ay * bx;
  });
  const cosine = along / weight;
  const sine = across / weight;
  return [
    cosine, -sine, to[0] - cosine * from[0] + sine * from[1],
    sine, cosine, to[1] - sine * from[0] - cosine * from[1],
  ];
}

export function eyesPx(five: readonly Point[]): number {
  const [left, right] = [five[0] ?? [0, 0], five[1] ?? [1, 0]];
  return Math.max(1e-6, Math.hypot(right[0] - left[0], right[1] - left[1]));
}

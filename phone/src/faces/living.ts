/** How a face looks, living or photographed again off paper or a screen; the house's side is `amanah/faces/living.py`. */
import { aligned } from "./align";
import { height, width } from "./boxes";
import { answer, type Face, planes, type Run } from "./look";
import { type Pixels, type Point, sample } from "./pixels";

const SIZE = 112;
const SMALLEST_PX = 40;

/** Eyes, nose and corners of the mouth as the model knows them, whatever recogniser is plugged in. */
const POINTS: readonly Point[] = [
  [38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041],
];

/** 0-1, from 0.5 on it looks like a living face; null when it is too small to tell. Advisory: it never denies alone. */
export async function liveness(photo: Pixels, { box, five }: Face, run: Run): Promise<number | null> {
  if (Math.min(width(box), height(box)) < SMALLEST_PX) return null;
  const straight = sample(photo, aligned(five, POINTS), SIZE, SIZE);
  const [live = 0] = answer(await run("liveness", planes(straight, (n) => n), [1, 3, SIZE, SIZE]), "live");
  return live;
}

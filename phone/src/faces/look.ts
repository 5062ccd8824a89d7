/** The pipeline: find a face, its points, its template; models come in as an argument, so it runs anywhere. */
import { aligned, fivePoints } from "./align";
import { type Box, centre, DETECT_HEIGHT, DETECT_WIDTH, type Found, height, meant, readBoxes, rivals, width } from "./boxes";
import { fit, GREY, grey, type Pixels, type Point, sample, square } from "./pixels";
import { type Recogniser, RECOGNISERS } from "./recognisers";
import { joined, known, lengthOf, type Template } from "./template";

/** What a model is for; the manifest names the file. */
export type Role = string;
export type Run = (role: Role, input: Float32Array, shape: readonly number[]) => Promise<Record<string, Float32Array>>;
/** `points` 68 and `five` (eyes, nose, mouth corners) in photo pixels. */
export type Face = {
  readonly box: Box; readonly score: number; readonly points: readonly Point[]; readonly five: readonly Point[]; readonly others: number;
};

// the whole photo, then with a margin (tight crops hide the outline the detector wants), then its middle enlarged
const ZOOMS = [1, 0.6, 2] as const;
const CROP = 64;
const ALIGNED = 112;

export async function boxesIn(photo: Pixels, run: Run, zoom = 1): Promise<Found[]> {
  const take = fit(photo, DETECT_WIDTH, DETECT_HEIGHT, zoom);
  const input = planes(sample(photo, take, DETECT_WIDTH, DETECT_HEIGHT, GREY));
  const told = await run("detector", input, [1, 3, DETECT_HEIGHT, DETECT_WIDTH]);
  return readBoxes(answer(told, "scores"), answer(told, "boxes"), take);
}

/** The face that is meant, or null after three looks; a viewfinder, which looks again anyway, takes one. */
export async function findFace(photo: Pixels, run: Run, looks: readonly number[] = ZOOMS): Promise<Face | null> {
  for (const zoom of looks) {
    const found = await boxesIn(photo, run, zoom);
    const best = meant(found, photo);
    if (!best) continue;
    const points = await pointsOf(photo, best.box, run);
    return { ...best, points, five: fivePoints(points), others: rivals(found, best) };
  }
  return null;
}

/** 68 points in photo pixels, from a square grey crop as large as the box's longer side. */
export async function pointsOf(photo: Pixels, box: Box, run: Run): Promise<Point[]> {
  const side = Math.max(width(box), height(box));
  const middle = centre(box);
  const crop = grey(sample(photo, square(middle, side, CROP), CROP, CROP));
  const told = answer(await run("landmarks", Float32Array.from(crop, (n) => n / 256), [1, 1, CROP, CROP]), "output");
  return Array.from({ length: 68 }, (_, i): Point => [
    (told[i * 2] ?? 0) * side + middle[0] - side / 2,
    (told[i * 2 + 1] ?? 0) * side + middle[1] - side / 2,
  ]);
}

/** The template, and its strength: the length of the first recogniser's answer, which falls with what can be told. */
export async function embed(photo: Pixels, face: Face, run: Run): Promise<{ template: Template; strength: number }> {
  const parts = [];
  for (const recogniser of RECOGNISERS) {
    const straight = sample(photo, aligned(face.five, recogniser.points), ALIGNED, ALIGNED);
    const one = await asked(recogniser, straight, run);
    const other = recogniser.mirrored ? await asked(recogniser, mirrored(straight), run) : null;
    const sum = other ? one.map((n, i) => n + (other[i] ?? 0)) : one;
    parts.push({ face: known(sum, recogniser.centre), weight: recogniser.weight, strength: lengthOf(one) });
  }
  return { template: joined(parts), strength: parts[0]?.strength ?? 0 };
}

async function asked({ role, mean, scale, reversed }: Recogniser, face: Pixels, run: Run): Promise<Float32Array> {
  const told = await run(role, planes(face, (n) => (n - mean) / scale, reversed), [1, 3, ALIGNED, ALIGNED]);
  return Object.values(told)[0] ?? new Float32Array();
}

/** RGB bytes to three planes of (x-127)/128, or as `each` says; `reversed` gives blue first. */
export function planes(photo: Pixels, each = (n: number): number => (n - 127) / 128, reversed = false): Float32Array {
  const size = photo.width * photo.height;
  const out = new Float32Array(size * 3);
  for (let i = 0; i < size; i++) {
    for (let channel = 0; channel < 3; channel++) {
      out[(reversed ? 2 - channel : channel) * size + i] = each(photo.data[i * 3 + channel] ?? 0);
    }
  }
  return out;
}

export function mirrored(photo: Pixels): Pixels {
  const data = new Uint8ClampedArray(photo.data.length);
  for (let y = 0; y < photo.height; y++) {
    for (let x = 0; x < photo.width; x++) {
      const from = (y * photo.width + photo.width - 1 - x) * 3;
      data.set(photo.data.subarray(from, from + 3), (y * photo.width + x) * 3);
    }
  }
  return { ...photo, data };
}

export function answer(told: Record<string, Float32Array>, name: string): Float32Array {
  const numbers = told[name];
  if (!numbers) throw new Error(`the model gave no "${name}"`);
  return numbers;
}

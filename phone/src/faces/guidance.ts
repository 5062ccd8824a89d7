/** What to tell the payer while the viewfinder runs: one thing at a time, the most useful first. */
import { type Box, height, width } from "./boxes";
import type { Pixels } from "./pixels";

export type Advice = "none" | "many" | "closer" | "back" | "centre" | "dark" | "bright" | "blurred" | "turned" | "ready";

export type Sight = {
  readonly box: Box | null;
  readonly others: number;
  /** nose off the middle of the eyes, in eye distances */
  readonly turned: number;
  /** mean luma 0-255 within the face */
  readonly brightness: number;
  /** mean square of the Laplacian within the face at 64 x 64 */
  readonly sharpness: number;
  readonly photo: { readonly width: number; readonly height: number };
};

// tried on the synthetic people held at 640 x 480; a face of a third of the height has about 60 px between the eyes
const SMALLEST = 0.3;
const LARGEST = 0.92;
const OFF_CENTRE = 0.2;
const DARKEST = 55;
const BRIGHTEST = 215;
const DULLEST = 18;
const TURNED = 0.3;

export function advise(sight: Sight): Advice {
  const { box, photo } = sight;
  if (!box) return sight.brightness < DARKEST ? "dark" : "none";
  if (sight.others > 0) return "many";
  if (height(box) < SMALLEST * photo.height) return "closer";
  if (height(box) > LARGEST * photo.height) return "back";
  if (isOffCentre(box, photo)) return "centre";
  if (sight.brightness < DARKEST) return "dark";
  if (sight.brightness > BRIGHTEST) return "bright";
  if (sight.turned > TURNED) return "turned";
  return sight.sharpness < DULLEST ? "blurred" : "ready";
}

function isOffCentre(box: Box, photo: Sight["photo"]): boolean {
  const across = Math.abs(box.left + width(box) / 2 - photo.width / 2) / photo.width;
  const down = Math.abs(box.top + height(box) / 2 - photo.height / 2) / photo.height;
  return across > OFF_CENTRE || down > OFF_CENTRE;
}

export function meanOf(luma: Uint8ClampedArray): number {
  let sum = 0;
  for (const n of luma) sum += n;
  return luma.length ? sum / luma.length : 0;
}

/** Mean square of the four-neighbour Laplacian (Pech-Pacheco 2000): blurred pictures have little of it. */
export function sharpness(luma: Uint8ClampedArray, size: Pick<Pixels, "width" | "height">): number {
  let sum = 0;
  for (let y = 1; y < size.height - 1; y++) {
    for (let x = 1; x < size.width - 1; x++) {
      const at = y * size.width + x;
      const around = (luma[at - 1] ?? 0) + (luma[at + 1] ?? 0) + (luma[at - size.width] ?? 0) + (luma[at + size.width] ?? 0);
      sum += (around - 4 * (luma[at] ?? 0)) ** 2;
    }
  }
  return sum / Math.max(1, (size.width - 2) * (size.height - 2));
}

/** What to tell the payer while the viewfinder runs: one thing at a time, the most useful first. */
import { type Box, height, width } from "./boxes";
import type { Face } from "./look";
import { fit, grey, type Pixels, sample } from "./pixels";
import { type Advice, adviceFor, GOOD_ENOUGH, type Part, type Quality } from "./quality";

/** `Advice` as the house gives it on a photo, and what only a viewfinder has to say. */
export type Guidance = Advice | "no_face" | "back" | "ready";

// tried on the synthetic people held at 640 x 480; a face of a third of the height has about 60 px between the eyes
const SMALLEST = 0.3;
const LARGEST = 0.92;
const OFF_CENTRE = 0.2;
const DARKEST = 55;
// light before sharpness: a dark frame is exposed for long, and that blurs it. Eyes and mask need a good photo to tell.
const ORDER: readonly Part[] = ["margins", "brightness", "contrast", "evenness", "pose", "sharpness", "eyes", "uncovered"];

export function advise(photo: Pixels, face: Face | null, quality: Quality | null): Guidance {
  if (!face || !quality) return lightOf(photo) < DARKEST ? "more_light" : "no_face";
  if (face.others > 0) return "one_face";
  if (height(face.box) < SMALLEST * photo.height || quality.parts.size < GOOD_ENOUGH) return "closer";
  if (height(face.box) > LARGEST * photo.height) return "back";
  if (isOffCentre(face.box, photo)) return "centre";
  const weak = ORDER.find((part) => quality.parts[part] < GOOD_ENOUGH);
  return weak ? adviceFor(weak, quality.mean) : "ready";
}

function isOffCentre(box: Box, photo: Pixels): boolean {
  const across = Math.abs(box.left + width(box) / 2 - photo.width / 2) / photo.width;
  const down = Math.abs(box.top + height(box) / 2 - photo.height / 2) / photo.height;
  return across > OFF_CENTRE || down > OFF_CENTRE;
}

/** Mean grey of the whole picture. */
function lightOf(photo: Pixels): number {
  const luma = grey(sample(photo, fit(photo, 64, 64, 1), 64, 64));
  return luma.reduce((sum, n) => sum + n, 0) / luma.length;
}

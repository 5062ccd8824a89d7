/**
 * One way to take pixels out of a photo, used by every step, so that phone and house sample alike
 * (the house's side is `amanah/faces/sampling.py`; the recipe in numbers is docs/faces.md).
 */

/** Colour photo, three channels RGB, 8 bits, row by row. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

/** Output pixel (x, y) comes from (a·x + b·y + c, d·x + e·y + f) of the photo; whole numbers are pixel centres. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export type Point = readonly [x: number, y: number];

export const GREY = 127;

/** From a canvas' RGBA to our RGB. */
export function fromRgba(rgba: Uint8ClampedArray, width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0, j = 0; j < data.length; i += 4) {
    data[j++] = rgba[i] ?? 0;
    data[j++] = rgba[i + 1] ?? 0;
    data[j++] = rgba[i + 2] ?? 0;
  }
  return { width, height, data };
}

/**
 * Bilinear; where `take` shrinks, the photo is first averaged in whole blocks, else bilinear would skip pixels.
 * Outside the photo: the nearest edge pixel, or `fill` in all channels when given.
 */
export function sample(photo: Pixels, take: Affine, width: number, height: number, fill?: number): Pixels {
  const block = blockOf(take);
  const small = averaged(photo, block);
  const [a, b, c, d, e, f] = scaled(take, block);
  const out = new Uint8ClampedArray(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      bilinear(small, a * x + b * y + c, d * x + e * y + f, fill, out, at);
    }
  }
  return { width, height, data: out };
}

/** How many photo pixels one output pixel spans, rounded down, at least 1. */
function blockOf([a, b, , d, e]: Affine): number {
  return Math.max(1, Math.floor(Math.sqrt(Math.abs(a * e - b * d)) + 1e-6));
}

function scaled([a, b, c, d, e, f]: Affine, block: number): Affine {
  const move = (n: number): number => (n + 0.5) / block - 0.5;
  return [a / block, b / block, move(c), d / block, e / block, move(f)];
}

function averaged(photo: Pixels, block: number): Pixels {
  const width = Math.floor(photo.width / block);
  const height = Math.floor(photo.height / block);
  if (block === 1 || width === 0 || height === 0) return photo;
  const data = new Uint8ClampedArray(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        data[(y * width + x) * 3 + channel] = blockMean(photo, x * block, y * block, block, channel);
      }
    }
  }
  return { width, height, data };
}

function blockMean(photo: Pixels, left: number, top: number, block: number, channel: number): number {
  let sum = 0;
  for (let y = top; y < top + block; y++) {
    for (let x = left; x < left + block; x++) sum += photo.data[(y * photo.width + x) * 3 + channel] ?? 0;
  }
  return sum / (block * block);
}

function bilinear(
  photo: Pixels, x: number, y: number, fill: number | undefined, out: Uint8ClampedArray, at: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const down = y - top;
  for (let channel = 0; channel < 3; channel++) {
    const upper = mix(pixel(photo, left, top, channel, fill), pixel(photo, left + 1, top, channel, fill), right);
    const lower = mix(pixel(photo, left, top + 1, channel, fill), pixel(photo, left + 1, top + 1, channel, fill), right);
    out[at + channel] = mix(upper, lower, down);
  }
}

const mix = (a: number, b: number, part: number): number => a + (b - a) * part;

function pixel(photo: Pixels, x: number, y: number, channel: number, fill: number | undefined): number {
  const inside = x >= 0 && y >= 0 && x < photo.width && y < photo.height;
  if (!inside && fill !== undefined) return fill;
  const column = Math.min(Math.max(x, 0), photo.width - 1);
  const row = Math.min(Math.max(y, 0), photo.height - 1);
  return photo.data[(row * photo.width + column) * 3 + channel] ?? 0;
}

/** Centres the photo in width x height, aspect kept; `zoom` 1 just fits, 0.6 leaves a margin, 2 looks closer. */
export function fit(photo: Pixels, width: number, height: number, zoom: number): Affine {
  const span = 1 / (zoom * Math.min(width / photo.width, height / photo.height));
  const left = (photo.width - 1) / 2 - (span * (width - 1)) / 2;
  const top = (photo.height - 1) / 2 - (span * (height - 1)) / 2;
  return [span, 0, left, 0, span, top];
}

/** A square of `side` pixels around a centre, as size x size. */
export function square(centre: Point, side: number, size: number): Affine {
  const span = side / size;
  const corner = (span * (size - 1)) / 2;
  return [span, 0, centre[0] - corner, 0, span, centre[1] - corner];
}

/** Luma of ITU-R BT.601, as OpenCV rounds it. */
export function grey(photo: Pixels): Uint8ClampedArray {
  const out = new Uint8ClampedArray(photo.width * photo.height);
  for (let i = 0, j = 0; i < out.length; i++, j += 3) {
    out[i] = 0.299 * (photo.data[j] ?? 0) + 0.587 * (photo.data[j + 1] ?? 0) + 0.114 * (photo.data[j + 2] ?? 0);
  }
  return out;
}

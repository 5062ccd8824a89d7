/** A face as numbers of length 1, and how alike two are. */

export type Template = Float32Array;
export type Band = "same" | "between" | "different" | "none";
export type Thresholds = { readonly same_above: number; readonly different_below: number };

/** A face as one recogniser knows it: its answer, or the sum with its mirror image's, taken from where all faces lie. */
export function known(sum: Float32Array, centre: readonly number[] | null): Float32Array {
  const face = unit(sum);
  return centre ? unit(face.map((n, i) => n - (centre[i] ?? 0))) : face;
}

/** One recogniser after the other, each by its weight, so that the dot product is the mean of their cosines. */
export function joined(parts: readonly { readonly face: Float32Array; readonly weight: number }[]): Template {
  return unit(Float32Array.from(parts.flatMap(({ face, weight }) => Array.from(face, (n) => n * Math.sqrt(weight)))));
}

export function unit(vector: Float32Array): Float32Array {
  const length = lengthOf(vector);
  return vector.map((n) => n / length);
}

export const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

/** Cosine of two unit vectors, -1 to 1. */
export function likeness(a: Template, b: Template): number {
  return a.reduce((sum, n, i) => sum + n * (b[i] ?? 0), 0);
}

export function bandOf(score: number | null, policy: Thresholds): Band {
  if (score === null) return "none";
  if (score >= policy.same_above) return "same";
  return score < policy.different_below ? "different" : "between";
}

/** The pack's template: base64url of float16, little-endian. Null when it isn't that. */
export function readTemplate(text: string): Template | null {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  if (bytes.length === 0 || bytes.length % 2) return null;
  const view = new DataView(bytes.buffer);
  return unit(Float32Array.from({ length: bytes.length / 2 }, (_, i) => fromHalf(view.getUint16(i * 2, true))));
}

/** IEEE 754 half precision; `DataView.getFloat16` is younger than the phones in use. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

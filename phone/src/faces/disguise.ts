/**
 * The pack's templates come in disguise: turned by an orthogonal matrix drawn from the pack's secret.
 *
 * A face seen here is turned the same way before it is compared: cosines stay. The recipe is that of
 * `amanah/faces/disguise.py` (Stewart 1980); `contract/vectors/disguise.json` holds both to it.
 */
import { fromBase64Url } from "../wire/bytes";
import type { Template } from "./template";

export type Turning = { readonly signs: Float64Array; readonly normals: Float64Array };

/** Drawn once a pack and length: `secret` is 32 bytes. */
export async function turningOf(secret: Uint8Array<ArrayBuffer>, length: number): Promise<Turning> {
  const count = (length * (length + 1)) / 2 - 1;
  const pairs = Math.ceil(count / 2);
  const words = await keystream(secret, length + 2 * pairs);
  const signs = Float64Array.from(words.subarray(0, length), (word) => (word % 2 === 1 ? 1 : -1));
  const normals = new Float64Array(2 * pairs);
  for (let pair = 0; pair < pairs; pair++) {
    // Box and Muller 1958; the half keeps the logarithm away from zero
    const [radius, angle] = [even(words, length + 2 * pair), even(words, length + 2 * pair + 1)];
    const far = Math.sqrt(-2 * Math.log(radius));
    normals[2 * pair] = far * Math.cos(2 * Math.PI * angle);
    normals[2 * pair + 1] = far * Math.sin(2 * Math.PI * angle);
  }
  return { signs, normals: normals.subarray(0, count) };
}

let last: { readonly secret: string; readonly turning: Promise<Turning> } | null = null;

/** The template as this pack's lie: `secret` is the pack's, base64url; without one they lie as they are. */
export async function asInPack(template: Template, secret: string | null): Promise<Template> {
  const bytes = secret === null ? null : fromBase64Url(secret);
  if (secret === null || bytes === null) return template;
  if (last?.secret !== secret) last = { secret, turning: turningOf(bytes, template.length) };
  return turned(template, await last.turning);
}

/** The vector as this pack's templates lie. */
export function turned(vector: ArrayLike<number>, { signs, normals }: Turning): Float32Array {
  const out = Float64Array.from(vector);
  let taken = 0;
  for (let size = out.length; size > 1; size--) {
    reflect(out.subarray(out.length - size), normals.slice(taken, taken + size));
    taken += size;
  }
  return Float32Array.from(out, (n, i) => n * (signs[i] ?? 1));
}

/** Householder: mirrors `part` as it takes the drawn vector to the first axis. */
function reflect(part: Float64Array, axis: Float64Array): void {
  const first = axis[0] ?? 0;
  axis[0] = first + (first < 0 ? -1 : 1) * Math.sqrt(axis.reduce((sum, a) => sum + a * a, 0));
  let [along, square] = [0, 0];
  for (let i = 0; i < part.length; i++) {
    const a = axis[i] ?? 0;
    along += (part[i] ?? 0) * a;
    square += a * a;
  }
  const much = (2 * along) / square;
  for (let i = 0; i < part.length; i++) part[i] = (part[i] ?? 0) - much * (axis[i] ?? 0);
}

function even(words: Uint32Array, at: number): number {
  return ((words[at] ?? 0) + 0.5) / 2 ** 32;
}

async function keystream(secret: Uint8Array<ArrayBuffer>, words: number): Promise<Uint32Array> {
  const key = await crypto.subtle.importKey("raw", secret, "AES-CTR", false, ["encrypt"]);
  const counted = { name: "AES-CTR", counter: new Uint8Array(16), length: 128 };
  const bytes = new DataView(await crypto.subtle.encrypt(counted, key, new Uint8Array(4 * words)));
  return Uint32Array.from({ length: words }, (_, i) => bytes.getUint32(4 * i, true));
}

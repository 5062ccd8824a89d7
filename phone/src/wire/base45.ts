/** Base45 (RFC 9285), the alphabet that QR codes store most tightly. */
import type { Bytes } from "./bytes";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** The bytes, or null when the text is not base45. */
export function fromBase45(text: string): Bytes | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const group = [...text.slice(i, i + 3)].map((letter) => ALPHABET.indexOf(letter));
    if (group.includes(-1)) return null;
    const value = (group[0] ?? 0) + (group[1] ?? 0) * 45 + (group[2] ?? 0) * 2025;
    if (value > (group.length === 3 ? 0xffff : 0xff)) return null;
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return new Uint8Array(bytes);
}

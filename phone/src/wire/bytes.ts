/** Bytes as text and back, with nothing but the language: base64url, hex, UTF-8. */

export type Bytes = Uint8Array<ArrayBuffer>;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = Math.min(bytes.length - i, 3) + 1;
    for (let k = 0; k < letters; k++) text += ALPHABET.charAt((three >> (18 - 6 * k)) & 63);
  }
  return text;
}

/** Bytes of base64url (padding and the plain alphabet's +/ are forgiven), or null. */
export function fromBase64Url(text: string): Bytes | null {
  const letters = text.replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
  if (letters.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let held = 0, bits = 0, at = 0;
  for (const letter of letters) {
    const value = VALUES.get(letter);
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (held >> (bits -= 8)) & 255;
  }
  return bytes;
}

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

export function fromHex(text: string): Bytes {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** UTF-8 of a text. A lone surrogate becomes U+FFFD, as TextEncoder does. */
export function toUtf8(text: string): Bytes {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (const letter of text) {
    let point = letter.codePointAt(0) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    if (point < 0x80) bytes[at++] = point;
    else if (point < 0x800) at = tail(bytes, at, 0xc0 | (point >> 6), point, 1);
    else if (point < 0x10000) at = tail(bytes, at, 0xe0 | (point >> 12), point, 2);
    else at = tail(bytes, at, 0xf0 | (point >> 18), point, 3);
  }
  return bytes.slice(0, at);
}

function tail(bytes: Uint8Array, at: number, lead: number, point: number, more: number): number {
  bytes[at++] = lead;
  for (let k = more - 1; k >= 0; k--) bytes[at++] = 0x80 | ((point >> (6 * k)) & 63);
  return at;
}

/** Text of UTF-8 bytes; null if they are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | null {
  let coded = "";
  for (const byte of bytes) coded += "%" + byte.toString(16).padStart(2, "0");
  try {
    return decodeURIComponent(coded);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

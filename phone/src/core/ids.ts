/** Ids born on the phone. */
import { toHex } from "../wire/bytes";
import type { Clock, Random } from "./parts";

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance. A clock before 1970 counts as 1970. */
export function newId(clock: Clock, random: Random): string {
  const bytes = random(16);
  let ms = Math.max(0, Math.floor(clock.now()));
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** No letters or digits that are mixed up when read aloud or written by hand: no 0 O 1 I L U. */
const RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A receipt's 8 characters, drawn from a hash in hex (its first 16 bytes as one number), so that it can be told
 * again: of the payment's id, or of a letter's id under the letter's own secret.
 */
export function receiptCode(hash: string): string {
  let rest = BigInt("0x" + hash.slice(0, 32));
  const base = BigInt(RECEIPT_LETTERS.length);
  let code = "";
  for (let i = 0; i < 8; i++) {
    code += RECEIPT_LETTERS.charAt(Number(rest % base));
    rest /= base;
  }
  return code;
}

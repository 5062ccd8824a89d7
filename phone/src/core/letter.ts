/** A letter's QR: a CBOR web token (COSE_Sign1, ES256) that says whose it is and how much. */
import type { LetterShown } from "../wire/events";
import { fromBase45 } from "../wire/base45";
import { fromBase64Url, fromUtf8, toBase64Url, toHex, toUtf8, type Bytes } from "../wire/bytes";
import { decodeCbor, type Cbor } from "../wire/cbor";
import { receiptCode } from "./ids";
import type { Shown } from "./guards";
import type { Keys, Marking } from "./parts";

export type Letter = {
  /** false: signed by somebody else or changed; null: no key here to check it with */
  genuine: boolean | null;
  letter: string; family: string; total: number; stage: string;
  items: { entitlement: string; programme: string; amount: number }[];
  /** 16 bytes, base64url, of which the code of the paid letter follows; null: printed before there was one */
  secret: string | null;
};

const PREFIX = "AMN1:";
const FAMILY = -70001, TOTAL = -70002, ITEMS = -70003, STAGE = -70004, SECRET = -70005, LETTER_ID = 7;

/** What the scanned text says; null when it is no letter of ours at all. */
export async function readLetter(scanned: string, letterKey: string | null, keys: Keys): Promise<Letter | null> {
  if (!scanned.startsWith(PREFIX)) return null;
  const coded = scanned.slice(PREFIX.length);
  for (const bytes of [fromBase45(coded), fromBase64Url(coded)]) {
    const signed = bytes && signedParts(bytes);
    const letter = signed && lettered(decodeCbor(signed.payload));
    if (!signed || !letter) continue;
    const genuine = letterKey === null ? null
      : await keys.verify(letterKey, signed.toBeSigned, toBase64Url(signed.signature));
    return { genuine, ...letter };
  }
  return null;
}

function signedParts(bytes: Bytes): { payload: Bytes; signature: Bytes; toBeSigned: Bytes } | null {
  let token = decodeCbor(bytes);
  while (isTagged(token)) token = token.value;
  if (!Array.isArray(token)) return null;
  const [protect, , payload, signature] = token;
  if (!isBytes(protect) || !isBytes(payload) || !isBytes(signature)) return null;
  return { payload, signature, toBeSigned: sigStructure(protect, payload) };
}

/** RFC 9052 section 4.4: ["Signature1", protected, external_aad = h'', payload]. */
function sigStructure(protect: Bytes, payload: Bytes): Bytes {
  const parts = [new Uint8Array([0x84, 0x6a]), toUtf8("Signature1"), head(protect), protect,
    new Uint8Array([0x40]), head(payload), payload];
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function head(bytes: Bytes): Bytes {
  const n = bytes.length;
  if (n < 24) return new Uint8Array([0x40 | n]);
  if (n < 256) return new Uint8Array([0x58, n]);
  return new Uint8Array([0x59, n >> 8, n & 255]);
}

function lettered(claims: Cbor): Omit<Letter, "genuine"> | null {
  if (!(claims instanceof Map)) return null;
  const family = idText(claims.get(FAMILY)), total = claims.get(TOTAL), items = claims.get(ITEMS);
  if (family === null || typeof total !== "number" || !Array.isArray(items)) return null;
  const stage = claims.get(STAGE), secret = claims.get(SECRET);
  return {
    family, total, letter: idText(claims.get(LETTER_ID)) ?? "", stage: typeof stage === "string" ? stage : "",
    items: items.flatMap(itemOf), secret: isBytes(secret) && secret.length === 16 ? toBase64Url(secret) : null,
  };
}

/** What is written on this letter once it is paid, and never before; null for a letter without a secret. */
export async function letterCode({ letter, secret }: Letter, keys: Keys): Promise<string | null> {
  const key = secret === null ? null : fromBase64Url(secret);
  return key && receiptCode(toHex(await keys.hmac(key, toUtf8(`amanah.letter.v1 ${letter}`))));
}

/** Only a genuine letter is told of. */
export function shownOf({ letter, unmarked }: Shown): LetterShown | null {
  return letter?.genuine === true ? { letter: letter.letter, unmarked: unmarked === true } : null;
}

/** What is to be written on the letter that was shown; null when it was none of ours, or bears no secret. */
export async function markingOf(payment: string, { letter }: Shown, keys: Keys): Promise<Marking | null> {
  const code = letter?.genuine === true ? await letterCode(letter, keys) : null;
  return letter && code !== null ? { payment, letter: letter.letter, code } : null;
}

function itemOf(value: Cbor): Letter["items"] {
  if (!Array.isArray(value)) return [];
  const entitlement = idText(value[0]), [, programme, amount] = value;
  if (entitlement === null || typeof programme !== "string" || typeof amount !== "number") return [];
  return [{ entitlement, programme, amount }];
}

/** An id as text, whether it was written as text, as its 16 bytes, or as the bytes of its text. */
function idText(value: Cbor | undefined): string | null {
  if (isTagged(value)) return idText(value.value);
  if (typeof value === "string") return value.toLowerCase();
  if (!isBytes(value)) return null;
  if (value.length !== 16) return fromUtf8(value)?.toLowerCase() ?? null;
  const hex = toHex(value);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function isBytes(value: Cbor | undefined): value is Bytes {
  return value instanceof Uint8Array;
}

function isTagged(value: Cbor | undefined): value is { tag: number; value: Cbor } {
  return typeof value === "object" && value !== null && "tag" in value;
}

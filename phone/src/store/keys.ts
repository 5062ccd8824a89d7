/** The phone's key pair: ECDSA P-256 of WebCrypto. The private half can't be taken out. */
import type { Keys } from "../core/parts";
import { fromBase64Url, toBase64Url, toHex, type Bytes } from "../wire/bytes";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNED = { name: "ECDSA", hash: "SHA-256" } as const;

export type KeyPair = { privateKey: CryptoKey; publicKey: CryptoKey };

export function newKeyPair(): Promise<KeyPair> {
  return crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
}

export function keysOf(pair: KeyPair): Keys {
  const imported = new Map<string, Promise<CryptoKey | null>>();
  const importOnce = (publicKey: string): Promise<CryptoKey | null> => {
    const known = imported.get(publicKey) ?? importKey(publicKey);
    imported.set(publicKey, known);
    return known;
  };
  return {
    publicKey: async () => toBase64Url(new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey))),
    sign: async (bytes) => toBase64Url(new Uint8Array(await crypto.subtle.sign(SIGNED, pair.privateKey, bytes))),
    async verify(publicKey, bytes, signature) {
      const key = await importOnce(publicKey);
      const signed = fromBase64Url(signature);
      return key !== null && signed !== null && crypto.subtle.verify(SIGNED, key, signed, bytes);
    },
    sha256: async (bytes: Bytes) => toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))),
  };
}

/** Null when the text is no public key: then nothing is signed by it. */
async function importKey(publicKey: string): Promise<CryptoKey | null> {
  const spki = fromBase64Url(publicKey);
  if (!spki) return null;
  try {
    return await crypto.subtle.importKey("spki", spki, CURVE, true, ["verify"]);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

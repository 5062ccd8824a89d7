/** The phone's key pair: ECDSA P-256 of WebCrypto. The private half can't be taken out. */
import type { Keys } from "../core/parts";
import { openExport } from "./export";
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
    hmac,
    seal: sealedBox,
    openFile: openExport,
    sha256: async (bytes: Bytes) => toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))),
  };
}

async function hmac(key: Bytes, bytes: Bytes): Promise<Bytes> {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes));
}

/**
 * ECDH with a key made for this box alone, HKDF-SHA256 (no salt, info "amanah.seal.v1"), AES-256-GCM: the raw
 * ephemeral public key (65 bytes), then the sealed bytes; base64url. The nonce is zero since no key is used twice.
 */
async function sealedBox(publicKey: string, bytes: Bytes): Promise<string> {
  const curve = { name: "ECDH", namedCurve: "P-256" } as const;
  const theirs = await crypto.subtle.importKey("spki", fromBase64Url(publicKey) ?? new Uint8Array(), curve, false, []);
  const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode("amanah.seal.v1");
  const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, bytes));
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const box = new Uint8Array(ephemeral.length + sealed.length);
  box.set(ephemeral);
  box.set(sealed, ephemeral.length);
  return toBase64Url(box);
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

/**
 * Sealing at rest: AES-256-GCM under a key of the day; day keys are wrapped by the PIN.
 *
 * A PIN of six digits slows a thief of the phone's files, it does not stop one with days of
 * computing: PBKDF2 with 600,000 rounds (OWASP 2023 for HMAC-SHA-256) is what the browser offers.
 */
import { toUtf8, type Bytes } from "../wire/bytes";
import type { Passkey } from "./passkey";

export const ROUNDS = 600_000;

export type Sealed = { key: string; iv: Bytes; data: ArrayBuffer };
export type WrappedKey = { id: string; iv: Bytes; data: ArrayBuffer };
/** passkey: the PIN's own door key, wrapped by a passkey's secret; vaults made before there was one have none. */
export type Lock = { v: 1; salt: Bytes; rounds: number; keys: WrappedKey[]; passkey?: Passkey & { door: WrappedKey } };

export type Sealer = {
  /** place: where it lies; the same bytes can't be opened from another place. */
  seal(place: string, bytes: Bytes): Promise<Sealed>;
  open(place: string, sealed: Sealed): Promise<Bytes>;
};

export async function newLock(pin: string, day: string, rounds = ROUNDS): Promise<{ lock: Lock; sealer: Sealer }> {
  const salt = random(16);
  const door = await dataKey(await pinBits(pin, salt, rounds));
  const raw = random(32);
  const lock: Lock = { v: 1, salt, rounds, keys: [await wrap(door, day, raw)] };
  return { lock, sealer: sealerOf(new Map([[day, await dataKey(raw)]]), day) };
}

/** Null when the PIN is wrong. A new day gets a new key; `lock` is then to be kept again. */
export async function openLock(lock: Lock, pin: string, day: string): Promise<{ lock: Lock; sealer: Sealer } | null> {
  return opened(lock, await dataKey(await pinBits(pin, lock.salt, lock.rounds)), day);
}

/** The same by a passkey's secret; null when it isn't this lock's. */
export async function openLockBy(lock: Lock, secret: Bytes, day: string): Promise<{ lock: Lock; sealer: Sealer } | null> {
  const door = lock.passkey && await unwrap(await dataKey(secret), lock.passkey.door);
  return door ? opened(lock, await dataKey(door), day) : null;
}

/** The same keys behind another PIN; null when the old one is wrong. A passkey opened the old door: it goes. */
export async function changedPin(lock: Lock, old: string, pin: string, rounds = ROUNDS): Promise<Lock | null> {
  const raws = await unwrapAll(lock, await dataKey(await pinBits(old, lock.salt, lock.rounds)));
  if (!raws) return null;
  const salt = random(16);
  const door = await dataKey(await pinBits(pin, salt, rounds));
  return { v: 1, salt, rounds, keys: await Promise.all([...raws].map(([id, raw]) => wrap(door, id, raw))) };
}

/** The lock with a second way in; null when the PIN is wrong. */
/** Whether this PIN opens it, and nothing else. */
export async function fits(lock: Lock, pin: string): Promise<boolean> {
  return await unwrapAll(lock, await dataKey(await pinBits(pin, lock.salt, lock.rounds))) !== null;
}

export async function withPasskey(lock: Lock, pin: string, passkey: Passkey, secret: Bytes): Promise<Lock | null> {
  const bits = await pinBits(pin, lock.salt, lock.rounds);
  if (!await unwrapAll(lock, await dataKey(bits))) return null;
  return { ...lock, passkey: { ...passkey, door: await wrap(await dataKey(secret), "door", bits) } };
}

async function unwrapAll(lock: Lock, door: CryptoKey): Promise<Map<string, Bytes> | null> {
  const raws = new Map<string, Bytes>();
  for (const wrapped of lock.keys) {
    const raw = await unwrap(door, wrapped);
    if (!raw) return null;
    raws.set(wrapped.id, raw);
  }
  return raws;
}

async function opened(lock: Lock, door: CryptoKey, day: string): Promise<{ lock: Lock; sealer: Sealer } | null> {
  const raws = await unwrapAll(lock, door);
  if (!raws) return null;
  const keys = new Map<string, CryptoKey>();
  for (const [id, raw] of raws) keys.set(id, await dataKey(raw));
  if (keys.has(day)) return { lock, sealer: sealerOf(keys, day) };
  const raw = random(32);
  keys.set(day, await dataKey(raw));
  return { lock: { ...lock, keys: [...lock.keys, await wrap(door, day, raw)] }, sealer: sealerOf(keys, day) };
}

function sealerOf(keys: Map<string, CryptoKey>, today: string): Sealer {
  const keyOf = (id: string): CryptoKey => {
    const key = keys.get(id);
    if (!key) throw new RangeError(`no key of ${id}`);
    return key;
  };
  return {
    async seal(place, bytes) {
      const iv = random(12);
      return { key: today, iv, data: await crypto.subtle.encrypt(gcm(iv, place), keyOf(today), bytes) };
    },
    async open(place, { key, iv, data }) {
      return new Uint8Array(await crypto.subtle.decrypt(gcm(iv, place), keyOf(key), data));
    },
  };
}

export async function sealJson(sealer: Sealer, place: string, value: unknown): Promise<Sealed> {
  // a pack is megabytes: the browser's own encoder, not ours
  return sealer.seal(place, new TextEncoder().encode(JSON.stringify(value)));
}

/** What sealJson sealed at that place; the type is the caller's own promise. */
export async function openJson(sealer: Sealer, place: string, sealed: Sealed): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await sealer.open(place, sealed)));
}

function gcm(iv: Bytes, place: string): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: toUtf8(place) };
}

/** 32 bytes that only the PIN gives. */
async function pinBits(pin: string, salt: Bytes, rounds: number): Promise<Bytes> {
  const base = await crypto.subtle.importKey("raw", toUtf8(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
}

function dataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function wrap(door: CryptoKey, id: string, raw: Bytes): Promise<WrappedKey> {
  const iv = random(12);
  return { id, iv, data: await crypto.subtle.encrypt(gcm(iv, `key ${id}`), door, raw) };
}

async function unwrap(door: CryptoKey, { id, iv, data }: WrappedKey): Promise<Bytes | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(iv, `key ${id}`), door, data));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null;
    throw error;
  }
}

function random(n: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(n));
}

/** The part of CBOR (RFC 8949) that a letter's token uses, definite lengths only. */
import type { Bytes } from "./bytes";
import { fromUtf8 } from "./bytes";

export type Cbor = number | string | boolean | null | Bytes | Cbor[] | Map<Cbor, Cbor> | { tag: number; value: Cbor };

class NotCbor extends Error {}

/** The one item these bytes hold, or null when they are not that. */
export function decodeCbor(bytes: Bytes): Cbor | null {
  const cursor = { bytes, at: 0 };
  try {
    const value = item(cursor, 0);
    return cursor.at === bytes.length ? value : null;
  } catch (error) {
    if (error instanceof NotCbor) return null;
    throw error;
  }
}

type Cursor = { bytes: Bytes; at: number };

function item(cursor: Cursor, depth: number): Cbor {
  if (depth > 16) throw new NotCbor("too deep");
  const head = byte(cursor);
  const major = head >> 5;
  const count = major === 7 ? head & 31 : length(cursor, head & 31);
  switch (major) {
    case 0: return count;
    case 1: return -1 - count;
    case 2: return take(cursor, count);
    case 3: return text(take(cursor, count));
    case 4: return many(cursor, count, depth);
    case 5: return map(cursor, count, depth);
    case 6: return { tag: count, value: item(cursor, depth + 1) };
    default: return simple(count);
  }
}

function many(cursor: Cursor, count: number, depth: number): Cbor[] {
  const all: Cbor[] = [];
  for (let i = 0; i < count; i++) all.push(item(cursor, depth + 1));
  return all;
}

function map(cursor: Cursor, count: number, depth: number): Map<Cbor, Cbor> {
  const all = new Map<Cbor, Cbor>();
  for (let i = 0; i < count; i++) {
    const key = item(cursor, depth + 1);
    all.set(key, item(cursor, depth + 1));
  }
  return all;
}

function simple(code: number): Cbor {
  if (code === 20) return false;
  if (code === 21) return true;
  if (code === 22) return null;
  throw new NotCbor("a float or an unknown simple value");
}

function length(cursor: Cursor, small: number): number {
  if (small < 24) return small;
  if (small > 27) throw new NotCbor("no definite length");
  let value = 0;
  for (let left = 1 << (small - 24); left > 0; left--) value = value * 256 + byte(cursor);
  if (!Number.isSafeInteger(value)) throw new NotCbor("too large");
  return value;
}

function byte(cursor: Cursor): number {
  const value = cursor.bytes[cursor.at++];
  if (value === undefined) throw new NotCbor("cut off");
  return value;
}

function take(cursor: Cursor, count: number): Bytes {
  if (cursor.at + count > cursor.bytes.length) throw new NotCbor("cut off");
  return cursor.bytes.slice(cursor.at, (cursor.at += count));
}

function text(bytes: Bytes): string {
  const read = fromUtf8(bytes);
  if (read === null) throw new NotCbor("not UTF-8");
  return read;
}

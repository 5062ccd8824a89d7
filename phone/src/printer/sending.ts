/** Bytes to a printer in pieces its radio can swallow: smaller after a refusal, never faster than it answers. */
import type { Characteristic } from "./bluetooth";

export const LARGEST_BYTES = 180; // most phones agree on 185 or more, of which 3 are the protocol's
export const SMALLEST_BYTES = 20; // what every Bluetooth LE device must take (MTU 23)
const ANSWERS_WITHIN_MS = 8_000;
const PACE_MS = 25; // where the printer can't answer: a 58 mm head prints some 12 lines in that time

/** The printer no longer answers, or refuses even the smallest piece. */
export class Unheard extends Error {}

export type Wait = (ms: number) => Promise<void>;
export const wait: Wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Sends all of `bytes`, in order. @throws Unheard when a piece of 20 bytes fails, or nothing answers in 8 s. */
export async function send(bytes: Uint8Array, to: Characteristic, connected: () => boolean, pause: Wait = wait): Promise<void> {
  let size = LARGEST_BYTES;
  for (let at = 0; at < bytes.length;) {
    const piece = bytes.slice(at, at + size);
    try {
      await write(piece, to, pause);
      at += piece.length;
    } catch (refused) {
      // a write that is still under way can't be taken back: another on top of it would mix two pieces
      if (refused instanceof Unheard || !connected() || size <= SMALLEST_BYTES) throw new Unheard("write", { cause: refused });
      size = Math.max(SMALLEST_BYTES, Math.floor(size / 2));
    }
  }
}

async function write(piece: Uint8Array, to: Characteristic, pause: Wait): Promise<void> {
  if (!to.properties.write) {
    await to.writeValueWithoutResponse(piece);
    return pause(PACE_MS);
  }
  await within(to.writeValueWithResponse(piece), ANSWERS_WITHIN_MS, pause);
}

/** @throws Unheard when `asked` is not done in time. */
export async function within<T>(asked: Promise<T>, ms: number, pause: Wait = wait): Promise<T> {
  const late = pause(ms).then((): never => { throw new Unheard(`no answer within ${ms} ms`); });
  late.catch(() => undefined); // lost the race: nobody waits for it any more
  return Promise.race([asked, late]);
}

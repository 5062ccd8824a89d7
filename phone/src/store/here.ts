/** This machine's clock and chance, in a browser as in Node. */
import type { Clock, Random } from "../core/parts";

export const hereClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export const hereRandom: Random = (n) => crypto.getRandomValues(new Uint8Array(n));

/** Waiting before the next try: full jitter, so that a thousand phones don't come back at once. */
import type { Parts } from "./parts";

const BASE_MS = 500;
const MOST_MS = 30_000;
export const TRIES = 5;

/** Uniform in [0, min(30 s, 0.5 s * 2^tries)], and at least what the house asked for. */
export function waitMs(tries: number, after_s: number | null, chance: number): number {
  const ceiling = Math.min(MOST_MS, BASE_MS * 2 ** tries);
  return Math.max(chance * ceiling, Math.min(MOST_MS, (after_s ?? 0) * 1000));
}

export async function pause({ clock, random }: Parts, tries: number, after_s: number | null): Promise<void> {
  const [high = 0, low = 0] = random(2);
  await clock.sleep(waitMs(tries, after_s, (high * 256 + low) / 65536));
}

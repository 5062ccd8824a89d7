/** How much goes on the wire at once: the house takes 64 kB a batch. */
import type { KeptEvent } from "./parts";

const MOST_BYTES = 64_000;

/** As many of the first events as fit, one at least: quotes in a text within a text make it longer. */
export function fitting(events: KeptEvent[]): KeptEvent[] {
  let bytes = 0;
  const over = events.findIndex(({ text }) => (bytes += text.length * 1.15 + 120) > MOST_BYTES);
  return over < 0 ? events : events.slice(0, Math.max(1, over));
}

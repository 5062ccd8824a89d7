/** The best of a few frames taken while the viewfinder is content: the still is kept by itself. */

export type Burst<Still> = {
  readonly since_ms: number;
  readonly best: { readonly quality: number; readonly still: Still };
};

/** About five frames on an ordinary phone, two or three on a slow one. */
export const BURST_MS = 1_500;

/** The burst with one more good frame. */
export function kept<Still>(burst: Burst<Still> | null, still: Still, quality: number, now_ms: number): Burst<Still> {
  if (!burst) return { since_ms: now_ms, best: { quality, still } };
  return quality > burst.best.quality ? { ...burst, best: { quality, still } } : burst;
}

export const isDone = (burst: Burst<unknown>, now_ms: number): boolean => now_ms - burst.since_ms >= BURST_MS;

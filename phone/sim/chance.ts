/** Chance that can be had again: mulberry32, for scenarios only. Ids and keys use real chance. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<T>(list: readonly T[], chance: Chance): T[] {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i--) {
    const k = Math.floor(chance() * (i + 1));
    const [one, other] = [all[i] as T, all[k] as T];
    all[i] = other;
    all[k] = one;
  }
  return all;
}

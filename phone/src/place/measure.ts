/** From a burst of fixes to one place with its uncertainty; distances in metres. Pure. */

export type Fix = { readonly lat: number; readonly lng: number; readonly accuracy_m: number; readonly taken_at: string };

/** What the evidence carries: the middle of the burst, its 95 % radius, and how far the fixes lay apart. */
export type Place = {
  readonly lat: number;
  readonly lng: number;
  readonly accuracy_m: number;
  readonly spread_m: number;
  readonly fixes: number;
  readonly taken_at: string;
};

// browsers tell a 68 % radius; times 1.62 covers 95 % (Rayleigh: sqrt(ln .05 / ln .32))
const TO_95 = 1.62;
const EARTH_M = 6_371_008.8;

/** Weighted by 1/accuracy²: a poor fix pulls little. Null without fixes. */
export function placeOf(fixes: readonly Fix[]): Place | null {
  const last = fixes.at(-1);
  if (!last) return null;
  const weights = fixes.map((fix) => 1 / Math.max(1, fix.accuracy_m) ** 2);
  const middle = { lat: weighted(fixes.map((f) => f.lat), weights), lng: weighted(fixes.map((f) => f.lng), weights) };
  return {
    lat: rounded(middle.lat, 7),
    lng: rounded(middle.lng, 7),
    accuracy_m: rounded(TO_95 * median(fixes.map((fix) => fix.accuracy_m)), 1),
    spread_m: rounded(Math.max(...fixes.map((fix) => distance_m(fix, middle))), 1),
    fixes: fixes.length,
    taken_at: last.taken_at,
  };
}

type Spot = { readonly lat: number; readonly lng: number };

/** Haversine on the mean sphere: within 0.6 % of the ellipsoid. */
export function distance_m(a: Spot, b: Spot): number {
  const rad = Math.PI / 180;
  const up = Math.sin(((b.lat - a.lat) * rad) / 2);
  const over = Math.sin(((b.lng - a.lng) * rad) / 2);
  const h = up * up + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * over * over;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees clockwise from north, 0-360. */
export function bearing(from: Spot, to: Spot): number {
  const rad = Math.PI / 180;
  const over = (to.lng - from.lng) * rad;
  const y = Math.sin(over) * Math.cos(to.lat * rad);
  const x = Math.cos(from.lat * rad) * Math.sin(to.lat * rad)
    - Math.sin(from.lat * rad) * Math.cos(to.lat * rad) * Math.cos(over);
  return (Math.atan2(y, x) / rad + 360) % 360;
}

function weighted(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[half - 1] ?? 0, sorted[half] ?? 0];
  return sorted.length % 2 ? high : (low + high) / 2;
}

const rounded = (n: number, digits: number): number => Math.round(n * 10 ** digits) / 10 ** digits;

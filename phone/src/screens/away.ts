/** How far and which way a door lies from here. Pure. */
import { bearing, distance_m, type Fix } from "../place/measure";
import type { Key } from "../words";

type Spot = { readonly lat: number; readonly lng: number };
/** at_door: nearer than the fix is precise, so a direction would be invented. */
export type Away = { readonly far_m: number; readonly way_deg: number; readonly at_door: boolean };

const POINTS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

export function awayFrom(here: Fix | null, door: Spot | null | undefined): Away | null {
  if (!here || !door) return null;
  const far_m = distance_m(here, door);
  return { far_m, way_deg: bearing(here, door), at_door: far_m <= here.accuracy_m };
}

/** `40 m`, `1,2 km`; tens of metres suffice beyond a hundred. */
export function farWords(far_m: number, language: "id" | "en"): string {
  if (far_m < 100) return `${Math.round(far_m)} m`;
  if (far_m < 995) return `${Math.round(far_m / 10) * 10} m`;
  const km = (far_m / 1000).toFixed(1);
  return `${language === "id" ? km.replace(".", ",") : km} km`;
}

export function pointOf(way_deg: number): Key {
  return `door.way_${POINTS[Math.round(way_deg / 45) % 8] ?? "n"}`;
}

/** The home as the office knows it, else where the last visit marked it. */
export function doorOf({ tags, home }: { tags: readonly Spot[]; home: Spot | null }): Spot | null {
  return home ?? tags[0] ?? null;
}

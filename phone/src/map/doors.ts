/** The round's doors as the map shows them: in their order, with what came of each. Pure. */
import type { FamilyView } from "../core";
import { markOf, type Mark } from "../screens/marks";

export type Door = {
  readonly family: string; readonly name: string; readonly order: number;
  readonly at: readonly [lng: number, lat: number];
  readonly mark: Mark; readonly hazards: number;
};
type Box = [west: number, south: number, east: number, north: number];

/** Families whose home nobody knows yet are in the list alone. */
export function doorsOf(families: readonly FamilyView[]): Door[] {
  return families.flatMap((family) => {
    const { home, order, name, hazards } = family;
    return home ? [{ family: family.family, name, order, at: [home.lng, home.lat] as const, mark: markOf(family), hazards: hazards.length }] : [];
  });
}

/** What to show at first: every door. Null without any. */
export function boundsOf(doors: readonly Door[]): Box | null {
  if (doors.length === 0) return null;
  const lngs = doors.map(({ at }) => at[0]);
  const lats = doors.map(({ at }) => at[1]);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

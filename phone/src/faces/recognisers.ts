/** Who makes a template on the phone, as the house's manifest says: one recogniser after the other, and how each is asked. */
import { profiles, recognisers } from "../../../amanah/faces/manifest.json";
import type { Point } from "./pixels";

export type Recogniser = {
  /** the role its model file has */
  readonly role: string;
  /** its share in the likeness of two templates */
  readonly weight: number;
  /** where it wants eyes, nose and mouth corners in its 112 x 112 picture */
  readonly points: readonly Point[];
  /** blue first */
  readonly reversed: boolean;
  readonly mean: number;
  readonly scale: number;
  /** it is asked for the mirror image too */
  readonly mirrored: boolean;
  readonly length: number;
  /** taken off each answer: where faces in general lie */
  readonly centre: readonly number[] | null;
};

type Said = Omit<Recogniser, "role" | "weight" | "points" | "reversed"> & { readonly points: readonly number[][]; readonly channels: string };

const said: Readonly<Record<string, Said>> = recognisers;

export const RECOGNISERS: readonly Recogniser[] = profiles.phone.parts.map(({ recogniser, weight }) => {
  const how = said[recogniser];
  if (!how) throw new Error(`the manifest doesn't say how to ask "${recogniser}"`);
  const points = how.points.map(([x = 0, y = 0]): Point => [x, y]);
  return { ...how, role: recogniser, weight, points, reversed: how.channels === "BGR" };
});

/** The first recogniser's own five points: the aligned face that quality is measured on. */
export const POINTS: readonly Point[] = RECOGNISERS[0]?.points ?? [];

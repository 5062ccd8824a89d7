/** The map of a round, where this app was built with one; the list works without it. */
import type { Component } from "svelte";
import type { FamilyView } from "../core";
import type { Fix } from "../place/measure";

export type MapProps = { families: FamilyView[]; here: Fix | null; open: (family: string) => void };

const built = import.meta.glob<{ default: Component<MapProps> }>("../map/RoundMap.svelte");

/** Fetches it; rejects where there is none. */
export async function fetchMap(): Promise<Component<MapProps>> {
  const fetch = built["../map/RoundMap.svelte"];
  if (!fetch) throw new Error("this app was built without a map");
  return (await fetch()).default;
}

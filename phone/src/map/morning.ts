/** In the morning, on Wi-Fi: the maps of the round, and the program that draws them, for a day without a network. */
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { MapVerbs } from "../core/maps";
import { keepMaps } from "./keep";
import { openShelf } from "./shelf";

type Connection = { readonly type?: string; readonly saveData?: boolean };

/** Never throws: the round goes on without a map, and whoever opens one fetches it then. */
export async function prepareMaps(house: MapVerbs): Promise<void> {
  const { connection } = navigator as { connection?: Connection };
  if (!isFree(connection)) return;
  try {
    const shelf = house.maps().length > 0 ? await openShelf() : null;
    if (!shelf || !await keepMaps(house, shelf)) return;
    // the service worker keeps both as they come, once it is there
    await navigator.serviceWorker.ready;
    await Promise.all([import("./RoundMap.svelte"), (await caches.open("amanah-map")).add(worker)]);
  } catch (error) {
    console.warn("maps", error);
  }
}

/** Where the browser doesn't say what network it is, only a wish to save counts. */
export const isFree = (connection?: Connection): boolean =>
  !connection?.saveData && connection?.type !== "cellular";

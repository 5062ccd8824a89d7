/** Fetches the maps that the pack names, piece by piece; each is used only when its bytes are those that were named. */
import type { MapVerbs } from "../core/maps";
import { toHex } from "../wire/bytes";
import type { MapFile } from "../wire/pack";
import type { Shelf } from "./shelf";

export const PIECE_BYTES = 256 * 1024;

/** Goes on where an earlier fetch broke off. True when every map is here; older ones are gone then. */
export async function keepMaps(house: MapVerbs, shelf: Shelf): Promise<boolean> {
  const wanted = house.maps();
  for (const file of wanted) if (!await fetched(house, shelf, file)) return false;
  const names = new Set(wanted.map(({ sha256 }) => sha256));
  const gone = (await shelf.names()).filter((name) => !names.has(name));
  for (const name of gone) await shelf.drop(name);
  return true;
}

/** Those that are here whole. */
export async function keptMaps(wanted: readonly MapFile[], shelf: Shelf): Promise<{ file: MapFile; content: File }[]> {
  const kept = [];
  for (const file of wanted) {
    const content = await shelf.open(file.sha256);
    if (content && await isThe(content, file)) kept.push({ file, content });
  }
  return kept;
}

async function fetched(house: MapVerbs, shelf: Shelf, file: MapFile): Promise<boolean> {
  let at = (await shelf.open(file.sha256))?.size ?? 0;
  while (at < file.bytes) {
    const to = Math.min(at + PIECE_BYTES, file.bytes);
    const piece = await house.mapPiece(file.sha256, at, to);
    if (!piece) return false;
    await shelf.append(file.sha256, at, piece);
    at = to;
  }
  const content = await shelf.open(file.sha256);
  if (content && await isThe(content, file)) return true;
  await shelf.drop(file.sha256);
  return false;
}

async function isThe(content: File, { sha256, bytes }: MapFile): Promise<boolean> {
  if (content.size !== bytes) return false;
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", await content.arrayBuffer()))) === sha256;
}

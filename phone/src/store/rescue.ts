/**
 * What a phone kept when its signing key is gone: nothing new can be added to that chain, but what
 * is in it is signed already. It becomes a parcel, like any other phone's.
 */
import type { Parcel, Store } from "../core/parts";
import type { Bytes } from "../wire/bytes";
import { createIdbStore, sealChange, type Database, type SealedChange } from "./idb";
import type { Sealer } from "./seal";

type Parcels = Pick<SealedChange, "parcels" | "parcel_photos">;

/** Everything the old sealer still opens, sealed for the new one; nothing when there was no old vault. */
export async function rescued(db: Database, old: Sealer | undefined, fresh: Sealer): Promise<Parcels> {
  const rows: Parcels = { parcels: [], parcel_photos: [] };
  if (!old) return rows;
  for (const change of await found(createIdbStore(db, old))) {
    const sealed = await sealChange(db, fresh, { parcel: change });
    rows.parcels.push(...sealed.parcels);
    rows.parcel_photos.push(...sealed.parcel_photos);
  }
  return rows;
}

type Found = { parcel: Parcel; photos: { sha256: string; bytes: Bytes }[] };

async function found(store: Store): Promise<Found[]> {
  const { identity, parcels } = await store.load();
  const events = await store.events(0, Number.MAX_SAFE_INTEGER);
  const tickets = (await store.tickets()).filter(({ state }) => state !== "verified");
  const own = identity && events.length > 0 ? [await withPhotos({ for: identity.phone, events, tickets }, (sha256) => store.photo(sha256))] : [];
  const others = parcels.map((parcel) => withPhotos(parcel, (sha256) => store.parcelPhoto(parcel.for, sha256)));
  return [...own, ...await Promise.all(others)];
}

async function withPhotos(parcel: Parcel, read: (sha256: string) => Promise<Bytes | null>): Promise<Found> {
  const photos: Found["photos"] = [];
  for (const { sha256 } of parcel.tickets) {
    const bytes = await read(sha256);
    if (bytes) photos.push({ sha256, bytes });
  }
  const there = new Set(photos.map(({ sha256 }) => sha256));
  return { parcel: { ...parcel, tickets: parcel.tickets.filter(({ sha256 }) => there.has(sha256)) }, photos };
}

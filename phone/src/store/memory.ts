/** A store that forgets at exit: for simulated phones and tests. Changes are all or nothing here too. */
import { parcelsAfter } from "../core/desk";
import type { Change, Kept, KeptEvent, PhotoTicket, Store } from "../core/parts";
import type { Bytes } from "../wire/bytes";

export type MemoryStore = Store & {
  everyEvent(): KeptEvent[];
  /** Another store with the same content, as after a phone was copied or set back to a backup. */
  copy(): MemoryStore;
};

type Content = { kept: Kept; events: KeptEvent[]; tickets: Map<string, PhotoTicket>; photos: Map<string, Bytes> };
const EMPTY: Content = {
  kept: { identity: null, pack: null, projection: null, synced: null, wiped: null, marking: null, parcels: [] }, events: [], tickets: new Map(), photos: new Map(),
};

export function createMemoryStore(from: Content = EMPTY): MemoryStore {
  let kept = from.kept, events = from.events;
  const tickets = new Map(from.tickets), photos = new Map(from.photos);

  return {
    load: () => Promise.resolve(structuredClone(kept)),
    events: (after, limit) => Promise.resolve(events.filter(({ seq }) => seq > after).slice(0, limit)),
    tickets: () => Promise.resolve([...tickets.values()].map((ticket) => ({ ...ticket }))),
    photo: (sha256) => Promise.resolve(photos.get(sha256) ?? null),
    parcelPhoto: (of, sha256) => Promise.resolve(photos.get(`${of} ${sha256}`) ?? null),
    everyEvent: () => [...events],
    copy: () => createMemoryStore({ kept, events, tickets, photos }),
    transact(change) {
      const taken = takenSeq(events, change);
      if (taken !== null) return Promise.reject(new RangeError(`event ${taken} is kept already`));
      kept = { ...kept, ...structuredClone(singles(change)), parcels: parcelsAfter(kept.parcels, change), ...(change.forget_pack && { pack: null }) };
      events = [...events, ...(change.events ?? [])].filter(({ seq }) => seq > (change.forget_events_to ?? 0));
      keepPhotos(tickets, photos, change);
      return Promise.resolve();
    },
  };
}

/** The records of which there is one each. */
export function singles({ identity, pack, projection, synced, wiped, marking }: Change): Partial<Omit<Kept, "parcels">> {
  return { ...(identity && { identity }), ...(pack && { pack }), ...(projection && { projection }), ...(synced && { synced }), ...(wiped !== undefined && { wiped }), ...(marking !== undefined && { marking }) };
}

function takenSeq(events: KeptEvent[], change: Change): number | null {
  const taken = new Set(events.map(({ seq }) => seq));
  return change.events?.find(({ seq }) => taken.has(seq))?.seq ?? null;
}

function keepPhotos(tickets: Map<string, PhotoTicket>, photos: Map<string, Bytes>, change: Change): void {
  for (const { ticket, bytes } of change.photos ?? []) {
    tickets.set(ticket.sha256, { ...ticket });
    photos.set(ticket.sha256, bytes);
  }
  for (const { sha256, state } of change.photo_states ?? []) {
    const ticket = tickets.get(sha256);
    if (ticket) tickets.set(sha256, { ...ticket, state });
  }
  for (const sha256 of change.forget_photos ?? []) {
    tickets.delete(sha256);
    photos.delete(sha256);
  }
  const of = change.parcel?.parcel.for;
  for (const { sha256, bytes } of change.parcel?.photos ?? []) photos.set(`${of} ${sha256}`, bytes);
  if (change.forget_parcel === undefined) return;
  for (const name of photos.keys()) if (name.startsWith(`${change.forget_parcel} `)) photos.delete(name);
}

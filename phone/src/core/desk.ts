/** The core's working memory and its one way to change it: durable first, remembered after. */
import type { HouseProblem } from "../wire/answers";
import type { Pack } from "../wire/pack";
import type { Change, Identity, Kept, Marking, Parcel, Parts, PhotoTicket, Storage, Synced, Wiped } from "./parts";
import { NOTHING_YET, type Projection } from "./project";
import { Refused } from "./refusals";
import type { SyncStop } from "./state";

export type Memory = {
  identity: Identity | null; pack: Pack | null; projection: Projection; synced: Synced;
  /** events the house hasn't acknowledged, by seq */
  unacked: { seq: number; at: string }[];
  tickets: ReadonlyMap<string, PhotoTicket>;
  sync: { running: boolean; stopped: SyncStop; said: HouseProblem | null; held: number };
  wiped: Wiped | null;
  marking: Marking | null;
  parcels: Parcel[];
  storage: Storage;
};

const STORAGE_UNKNOWN: Storage = { persisted: null, missing_events: 0, had_seq: 0 };
const NEVER_SYNCED: Synced = { ack_seq: 0, epoch: 0, server_seen: null, last_sync_at: null };

export type Desk = {
  parts: Parts;
  memory(): Memory;
  /** One verb at a time: the next begins when this one is durable or has failed. */
  serial<T>(work: () => Promise<T>): Promise<T>;
  /** Writes the change and then remembers it; call inside serial(). */
  commit(change: Change): Promise<void>;
  tell(sync: Partial<Memory["sync"]>): void;
  watch(listener: () => void): () => void;
};

export async function openDesk(parts: Parts): Promise<Desk> {
  let memory = await remembered(parts);
  let stale = false;
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();
  const now = (next: Memory): void => {
    memory = next;
    for (const listener of listeners) listener();
  };

  return {
    parts,
    memory: () => memory,
    serial(work) {
      const turn = queue.then(async () => {
        if (stale) now(await remembered(parts, memory.sync));
        stale = false;
        return work();
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
    async commit(change) {
      try {
        await parts.store.transact(change);
      } catch (error) {
        // whether it was written is known only to the store: ask it now, or before the next verb
        stale = true;
        const kept = await remembered(parts, memory.sync).catch(() => null);
        if (kept) {
          now(kept);
          stale = false;
        }
        throw new Refused(isFull(error) ? "store_full" : "store_failed", undefined, error);
      }
      if (goesBack(memory, change)) now(await remembered(parts, memory.sync));
      else now(changed(memory, change));
    },
    tell: (sync) => {
      now({ ...memory, sync: { ...memory.sync, ...sync } });
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The browser's one word for a full phone. */
function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}

async function remembered(parts: Parts, sync: Memory["sync"] = { running: false, stopped: null, said: null, held: 0 }): Promise<Memory> {
  const kept: Kept = await parts.store.load();
  const synced = kept.synced ?? NEVER_SYNCED;
  const unacked = await parts.store.events(synced.ack_seq, Number.MAX_SAFE_INTEGER);
  const tickets = await parts.store.tickets();
  return {
    identity: kept.identity, pack: kept.pack, projection: kept.projection ?? NOTHING_YET, synced, sync,
    unacked: unacked.map(({ seq, at }) => ({ seq, at })),
    tickets: new Map(tickets.map((ticket) => [ticket.sha256, ticket])),
    wiped: kept.wiped, marking: kept.marking, parcels: kept.parcels, storage: parts.storage ?? STORAGE_UNKNOWN,
  };
}

/** The house answered with less than it had acknowledged: it was restored from a backup. */
function goesBack(memory: Memory, change: Change): boolean {
  return change.synced !== undefined && change.synced.ack_seq < memory.synced.ack_seq;
}

/** What is remembered after a change that is durable by now. */
export function changed(memory: Memory, change: Change): Memory {
  const synced = change.synced ?? memory.synced;
  const fresh = (change.events ?? []).map(({ seq, at }) => ({ seq, at }));
  return {
    ...memory, synced,
    identity: change.identity ?? memory.identity,
    pack: change.forget_pack ? null : change.pack ?? memory.pack,
    wiped: change.wiped === undefined ? memory.wiped : change.wiped,
    marking: change.marking === undefined ? memory.marking : change.marking,
    parcels: parcelsAfter(memory.parcels, change),
    projection: change.projection ?? memory.projection,
    unacked: [...memory.unacked, ...fresh].filter((event) => event.seq > Math.max(synced.ack_seq, change.forget_events_to ?? 0)),
    tickets: ticketsAfter(memory.tickets, change),
  };
}

export function parcelsAfter(before: Parcel[], { parcel, forget_parcel }: Change): Parcel[] {
  if (!parcel && forget_parcel === undefined) return before;
  const others = before.filter((one) => one.for !== forget_parcel && one.for !== parcel?.parcel.for);
  return parcel ? [...others, parcel.parcel] : others;
}

function ticketsAfter(before: Memory["tickets"], change: Change): Memory["tickets"] {
  if (!change.photos && !change.photo_states && !change.forget_photos) return before;
  const after = new Map(before);
  for (const { ticket } of change.photos ?? []) after.set(ticket.sha256, ticket);
  for (const { sha256, state } of change.photo_states ?? []) {
    const ticket = after.get(sha256);
    if (ticket) after.set(sha256, { ...ticket, state });
  }
  for (const sha256 of change.forget_photos ?? []) after.delete(sha256);
  return after;
}

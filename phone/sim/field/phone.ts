/** A phone in the field: the app's own core on a durable store, with power that may go and a payer's purse beside it. */
import { createCore, Refused, type Core } from "../../src/core/index";
import { eventOf } from "../../src/core/chain";
import type { Change, Keys, Net, Parts, Store } from "../../src/core/parts";
import { hereClock, hereRandom } from "../../src/store/here";
import { keysOf, newKeyPair } from "../../src/store/keys";
import { chanceOf, type Chance } from "../chance";
import { inIndexedDb, inMemory, type Cabinet } from "./cabinet";
import { fused, newFuse, PowerCut, type Fuse } from "./fuse";
import { CLEAR, netUnder, type Sky } from "./sky";

/** Money that really changed hands, whatever anybody wrote down about it. */
export type Handed = { payment: string; family: string; items: { entitlement: string; amount: number }[]; total: number };

/** A payer's real cash, and what was said on this phone. A copied phone shares the purse: it is one person's. */
export type Purse = { cash: number };
/** payment: of the event that says the money was handed over */
type Said = { id: string; seq: number; hash: string; type: string; payment: string | null };

export type FieldPhone = {
  base: string; cabinet: Cabinet; store: Store; keys: Keys; core: Core; fuse: Fuse; sky: Sky; chance: Chance;
  clock_offset_ms: number; purse: Purse; handed: Handed[];
  /** every event that was durable here, and the furthest of them that an answer named as the house's last */
  said: Map<number, Said>; answered: number;
  /** writes that will fail: the storage is full, or, of the store in IndexedDB, one of its puts throws */
  failing: { left: number; how: "full" | "put" };
  counts: Map<string, number>;
};

const SLEEP_AT_MOST_MS = 150;

export async function newFieldPhone(base: string, seed: number, on: "memory" | "idb"): Promise<FieldPhone> {
  const cabinet = on === "idb" ? await inIndexedDb() : inMemory();
  const phone = await made({ base, cabinet, keys: keysOf(await newKeyPair()), purse: { cash: 0 }, said: new Map() }, seed);
  count(phone, `phones_on_${on}`);
  return phone;
}

/** A second phone with the same keys and the same past. */
export async function copyOf({ base, cabinet, keys, purse, said }: FieldPhone, seed: number): Promise<FieldPhone> {
  return made({ base, cabinet: await cabinet.copy(), keys, purse, said: new Map(said) }, seed);
}

type From = Pick<FieldPhone, "base" | "cabinet" | "keys" | "purse" | "said">;

async function made(from: From, seed: number): Promise<FieldPhone> {
  const phone = {
    ...from, sky: CLEAR, chance: chanceOf(seed), clock_offset_ms: 0, handed: [], answered: 0, failing: { left: 0, how: "full" },
    counts: new Map<string, number>(),
  } as unknown as FieldPhone;
  await switchOn(phone);
  return phone;
}

export function count(phone: FieldPhone, fault: string): void {
  phone.counts.set(fault, (phone.counts.get(fault) ?? 0) + 1);
}

/** The app is opened: a new core over what the store kept. */
export async function switchOn(phone: FieldPhone): Promise<void> {
  phone.fuse = newFuse();
  phone.store = await phone.cabinet.open();
  phone.core = await createCore(fused(partsOf(phone), phone.fuse));
}

function partsOf(phone: FieldPhone): Parts {
  const clock = {
    now: () => Date.now() + phone.clock_offset_ms, elapsed: hereClock.elapsed,
    sleep: (ms: number) => hereClock.sleep(Math.min(ms / 20, SLEEP_AT_MOST_MS)),
  };
  const net = netUnder(phone.base, () => phone.sky, phone.chance, (fault) => count(phone, fault));
  return { store: watched(phone), net: heard(phone, net), clock, random: hereRandom, keys: phone.keys };
}

/** The store, which may fail; what became durable is remembered outside of the phone. */
function watched(phone: FieldPhone): Store {
  const { store } = phone;
  return {
    ...store,
    async transact(change) {
      await (phone.failing.left > 0 ? failing(phone, store, change) : store.transact(change));
      for (const { text, seq, hash } of change.events ?? []) {
        const event = eventOf(text);
        const payment = event.type === "payment.paid" ? event.body.payment : null;
        phone.said.set(seq, { id: event.id, seq, hash, type: event.type, payment });
      }
    },
  };
}

const MOST_PUTS = 3;

async function failing(phone: FieldPhone, store: Store, change: Change): Promise<void> {
  phone.failing.left -= 1;
  if (phone.failing.how === "full" || !phone.cabinet.breakPut(1 + Math.floor(phone.chance() * MOST_PUTS))) {
    count(phone, "storage_full");
    throw new DOMException("the storage is full", "QuotaExceededError");
  }
  try {
    await store.transact(change);
  } catch (error) {
    count(phone, "put_throws");
    throw error;
  } finally {
    phone.cabinet.mend();
  }
}

/** What the house answered for, read beside the core: the last of our events it named, in an answer that came whole. */
function heard(phone: FieldPhone, net: Net): Net {
  return {
    ...net,
    async post(path, json, token) {
      const answer = await net.post(path, json, token);
      const house_key = path === "/api/sync/events" ? (await phone.store.load()).identity?.house_key ?? "" : "";
      if (path === "/api/sync/events" && answer.came && answer.status === 200 && answer.signature !== null
        && await phone.keys.verify(house_key, answer.bytes, answer.signature)) {
        const { ack_seq, head_hash } = readAnswer(answer.text);
        if (phone.said.get(ack_seq)?.hash === head_hash) phone.answered = Math.max(phone.answered, ack_seq);
      }
      return answer;
    },
  };
}

function readAnswer(text: string): { ack_seq: number; head_hash: string } {
  try {
    return JSON.parse(text) as { ack_seq: number; head_hash: string };
  } catch (error) {
    if (error instanceof SyntaxError) return { ack_seq: 0, head_hash: "" };
    throw error;
  }
}

const FURTHEST_AWAIT = 14;

/**
 * Asks the core one thing, during which the power may go (`crash`: a probability). When it went the app is opened
 * anew, and PowerCut says that nobody heard the answer.
 */
export async function ask<T>(phone: FieldPhone, work: (core: Core) => Promise<T>, crash = 0): Promise<T> {
  if (phone.chance() < crash) {
    phone.fuse.left = 1 + Math.floor(phone.chance() * FURTHEST_AWAIT);
    phone.fuse.side = phone.chance() < 0.5 ? "before" : "after";
  }
  try {
    return await Promise.race([work(phone.core), phone.fuse.cut]);
  } catch (error) {
    if (error instanceof PowerCut) await afterCut(phone);
    throw error;
  } finally {
    phone.fuse.left = null;
  }
}

async function afterCut(phone: FieldPhone): Promise<void> {
  count(phone, "crash");
  count(phone, `at ${phone.fuse.at}`);
  await switchOn(phone);
}

/** The battery is taken out while nothing is under way. */
export async function restart(phone: FieldPhone): Promise<void> {
  phone.fuse.blow("idle");
  await switchOn(phone);
}

export function isRefused(error: unknown, code: string): boolean {
  return error instanceof Refused && error.code === code;
}

/** Nothing was written; the payer may try again. */
export function isUnwritten(error: unknown): boolean {
  return isRefused(error, "store_failed") || isRefused(error, "store_full");
}

/** A bad network between the core and the wire: batches come twice, out of order, or their answer is lost. */
import type { Net, NetAnswer } from "../src/core/parts";
import { shuffled, type Chance } from "./chance";

/** Each a probability a batch, 0 to 1. */
export type Mangle = { duplicate: number; reorder: number; lose_answer: number };
export const GENTLE: Mangle = { duplicate: 0, reorder: 0, lose_answer: 0 };

type Batch = { phone: string; epoch: number; events: { e: string; s: string }[] };

/** `now` is asked at each batch, so that a scenario may change it. */
export function mangled(net: Net, chance: Chance, now: () => Mangle): Net {
  return {
    ...net,
    async post(path, json, token) {
      if (path !== "/api/sync/events") return net.post(path, json, token);
      const { duplicate, reorder, lose_answer } = now();
      let answer: NetAnswer | null = null;
      for (const part of chance() < reorder ? torn(json, chance) : [json]) answer = await net.post(path, part, token);
      if (answer === null || chance() < duplicate) answer = await net.post(path, json, token);
      return chance() < lose_answer ? { came: false, why: "the scenario lost the answer" } : answer;
    },
  };
}

/** The batch in two parts, shuffled, the later part first: the house sees a gap and then its filling. */
function torn(json: string, chance: Chance): string[] {
  const batch = JSON.parse(json) as Batch;
  const middle = Math.ceil(batch.events.length / 2);
  const parts = [batch.events.slice(middle), batch.events.slice(0, middle)].filter(({ length }) => length > 0);
  return parts.map((events) => JSON.stringify({ ...batch, events: shuffled(events, chance) }));
}

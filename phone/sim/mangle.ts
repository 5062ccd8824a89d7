/** A bad network between the core and the wire: batches come twice, out of order, or their answer is lost. */
import type { Net, NetAnswer } from "../src/core/parts";
import { shuffled, type Chance } from "./chance";

/** Each a probability a batch, 0 to 1. */
export type Mangle = { duplicate: number; reorder: number; lose_answer: number };
export const GENTLE: Mangle = { duplicate: 0, reorder: 0, lose_answer: 0 };

type Batch = { phone: string; epoch: number; events: { e: string; s: string }[] };

/** `now` is asked at each batch, so that a scenario may change it; `count` hears what really happened. */
export function mangled(net: Net, chance: Chance, now: () => Mangle, count: (fault: string) => void = () => undefined): Net {
  const happens = (likely: number, fault: string): boolean => {
    const so = chance() < likely;
    if (so) count(fault);
    return so;
  };
  return {
    ...net,
    async post(path, json, token) {
      if (path !== "/api/sync/events") return net.post(path, json, token);
      const { duplicate, reorder, lose_answer } = now();
      let answer: NetAnswer | null = null;
      const parts = canTear(json) && happens(reorder, "reorder") ? torn(json, chance) : [json];
      for (const part of parts) {
        answer = await net.post(path, part, token);
        if (!wasTaken(answer)) break;
      }
      if (answer === null || happens(duplicate, "duplicate")) answer = await net.post(path, json, token);
      return happens(lose_answer, "lose_answer") ? { came: false, why: "the scenario lost the answer" } : answer;
    },
  };
}

/** No answer to a part speaks for another part that the house never took. */
function wasTaken(answer: NetAnswer): boolean {
  return answer.came && (answer.status === 200 || answer.status === 401);
}

/** One event has no order to lose. */
function canTear(json: string): boolean {
  return (JSON.parse(json) as Batch).events.length > 1;
}

/** The batch in two parts, shuffled, the later part first: the house sees a gap and then its filling. */
function torn(json: string, chance: Chance): string[] {
  const batch = JSON.parse(json) as Batch;
  const middle = Math.ceil(batch.events.length / 2);
  const parts = [batch.events.slice(middle), batch.events.slice(0, middle)].filter(({ length }) => length > 0);
  return parts.map((events) => JSON.stringify({ ...batch, events: shuffled(events, chance) }));
}

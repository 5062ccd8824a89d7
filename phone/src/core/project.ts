/**
 * What the day looks like, folded from the phone's own events and nothing else.
 *
 * The projection is kept beside the events in the same transaction; folding the events again must
 * give the same value.
 */
import type { HazardKind, PhoneEvent } from "../wire/events";
import { EMPTY_BAG, givenBack, paidOut, type Bag } from "./bag";
import * as flow from "./flow";
import type { Step } from "./flow";

export type Round = { id: string; day: string; opened_at: string; closed_at: string | null };

export type Projection = {
  /** seq of the last event folded in; 0 before the first */
  seq: number;
  hash: string;
  round: Round | null;
  bag: Bag;
  /** visits of this round, by visit */
  visits: Record<string, Step>;
  /** the visit whose money may be in somebody's hands right now */
  open_intent: string | null;
  /** entitlement -> payment, of every round this phone remembers */
  settled: Record<string, string>;
  /** entitlement -> highest fence given back */
  released: Record<string, number>;
  /** hazards noted here, by family */
  hazards: Record<string, { kind: HazardKind; note: string; noted: string; helped: string; gone: boolean }[]>;
};

export const NOTHING_YET: Projection = {
  seq: 0, hash: "0".repeat(64), round: null, bag: EMPTY_BAG, visits: {}, open_intent: null,
  settled: {}, released: {}, hazards: {},
};

/** The projection after one more event; the event must be the next of the chain. */
export function fold(before: Projection, event: PhoneEvent, hash: string): Projection {
  const after = { ...before, seq: event.seq, hash };
  switch (event.type) {
    case "day.opened":
      return {
        ...after, visits: {}, open_intent: null, bag: { ...EMPTY_BAG, float: event.body.float },
        round: { id: event.body.round, day: event.day, opened_at: event.at, closed_at: null },
      };
    case "visit.started":
      return withStep(after, flow.started(event.body, event.at));
    case "visit.evidence":
      return withStep(after, flow.proven(stepOf(before, event.body.visit), event.body));
    case "payment.intended": {
      const step = flow.intended(stepOf(before, event.body.visit), event.body, event.at);
      return { ...withStep(after, step), open_intent: step.visit };
    }
    case "payment.paid": {
      const step = flow.paid(stepOf(before, event.body.visit), event.body, event.at);
      const settled = { ...before.settled };
      for (const item of step.items) settled[item.entitlement] = step.payment;
      return { ...withStep(after, step), open_intent: null, settled, bag: paidOut(before.bag, step.total) };
    }
    case "payment.voided": {
      const step = flow.voided(stepOf(before, event.body.visit), event.body.payment);
      return { ...withStep(after, step), open_intent: null };
    }
    case "visit.failed":
      return withStep(after, flow.failed(stepOf(before, event.body.visit), event.body, event.at));
    case "home.tagged":
      return withStep(after, flow.tagged(stepOf(before, event.body.visit), event.body, event.at));
    case "hazard.noted": {
      const { family, kind, note, helped = "", gone = false } = event.body;
      const known = before.hazards[family] ?? [];
      return { ...after, hazards: { ...before.hazards, [family]: [...known, { kind, note, noted: event.day, helped, gone }] } };
    }
    case "lease.released":
      return { ...after, released: { ...before.released, [event.body.entitlement]: event.body.fence } };
    case "cash.returned":
      return { ...after, bag: givenBack(before.bag, event.body.amount) };
    case "receipt.given":
      return after;
    case "day.closed":
      return { ...after, round: before.round && { ...before.round, closed_at: event.at } };
  }
}

export function stepOf(projection: Projection, visit: string): Step {
  const step = projection.visits[visit];
  if (!step) throw new RangeError(`no visit ${visit} today`);
  return step;
}

function withStep(projection: Projection, step: Step): Projection {
  return { ...projection, visits: { ...projection.visits, [step.visit]: step } };
}

/** The family's latest visit today, or null. */
export function visitOf(projection: Projection, family: string): Step | null {
  let latest: Step | null = null;
  for (const step of Object.values(projection.visits)) if (step.family === family) latest = step;
  return latest;
}

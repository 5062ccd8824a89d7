/**
 * One visit at a door as a pure step machine.
 *
 * `paid` comes only from `handing`, `handing` only from `seen`, and `seen` only with a place and a
 * face, or with a rung of the ladder that has its evidence. Nothing here reads a clock or a store.
 */
import type { Bodies, FailReason, FaceSeen, How, Item, Met, Next, OtherWay, PhotoFact, Place, Receiver } from "../wire/events";
import { stands } from "./ladder";

export type Proof = {
  place: Place | null; face: FaceSeen | null; other_way: OtherWay | null; photos: PhotoFact[];
};

type AtDoor = { visit: string; family: string; how: How; started_at: string };
export type Step =
  | AtDoor & { at: "door" }
  | AtDoor & { at: "placed"; place: Place }
  | AtDoor & { at: "seen"; proof: Proof }
  | AtDoor & { at: "handing"; proof: Proof; payment: string; items: Item[]; total: number; since: string }
  | AtDoor & {
      at: "paid"; payment: string; items: Item[]; total: number; receipt: string;
      received_by: Receiver; paid_at: string;
    }
  | AtDoor & { at: "failed"; reason: FailReason; note: string; next: Next; failed_at: string }
  | AtDoor & { at: "tagged"; met: Met; note: string; tagged_at: string };

export type Handing = Extract<Step, { at: "handing" }>;
export type Paid = Extract<Step, { at: "paid" }>;
export type Failed = Extract<Step, { at: "failed" }>;
export type Tagged = Extract<Step, { at: "tagged" }>;

/** A move that this step doesn't allow. */
export class NotFromHere extends Error {
  constructor(readonly step: Step["at"], readonly move: string) {
    super(`a visit that is ${step} cannot be ${move}`);
  }
}

export function started(body: Bodies["visit.started"], at: string): Step {
  return { at: "door", visit: body.visit, family: body.family, how: body.how, started_at: at };
}

/** Seen: a face photo was compared and isn't another's, or a rung of the ladder stands. */
export function hasFace(proof: Proof): boolean {
  if (proof.other_way !== null) return stands(proof.other_way, proof);
  return proof.face !== null && proof.face.band !== "different"
    && proof.photos.some((photo) => photo.kind === "face");
}

export function hasPlace(proof: Proof): boolean {
  return proof.place !== null || proof.other_way !== null;
}

/** What evidence makes of a visit; it may be taken again until the money is offered. */
export function proven(step: Step, proof: Proof): Step {
  if (step.at !== "door" && step.at !== "placed" && step.at !== "seen") throw new NotFromHere(step.at, "proven");
  const door = doorOf(step);
  if (hasPlace(proof) && hasFace(proof)) return { ...door, at: "seen", proof };
  return proof.place === null ? { ...door, at: "door" } : { ...door, at: "placed", place: proof.place };
}

export function intended(step: Step, body: Bodies["payment.intended"], at: string): Handing {
  if (step.at !== "seen") throw new NotFromHere(step.at, "offered money");
  const { payment, items, total } = body;
  return { ...doorOf(step), at: "handing", proof: step.proof, payment, items, total, since: at };
}

export function paid(step: Step, body: Bodies["payment.paid"], at: string): Paid {
  if (step.at !== "handing" || step.payment !== body.payment) throw new NotFromHere(step.at, "paid");
  const { payment, items, total, receipt, received_by } = body;
  return { ...doorOf(step), at: "paid", payment, items, total, receipt, received_by, paid_at: at };
}

export function voided(step: Step, payment: string): Step {
  if (step.at !== "handing" || step.payment !== payment) throw new NotFromHere(step.at, "voided");
  return { ...doorOf(step), at: "seen", proof: step.proof };
}

export function failed(step: Step, body: Bodies["visit.failed"], at: string): Failed {
  if (step.at === "handing" || !isOpen(step)) throw new NotFromHere(step.at, "failed");
  const { reason, note, next } = body;
  return { ...doorOf(step), at: "failed", reason, note, next, failed_at: at };
}

/** A home that is marked: nobody need have been seen, and money is never on its way. */
export function tagged(step: Step, { met, note }: Bodies["home.tagged"], at: string): Tagged {
  if (step.at === "handing" || !isOpen(step)) throw new NotFromHere(step.at, "tagged");
  return { ...doorOf(step), at: "tagged", met, note, tagged_at: at };
}

/** Still going on: neither paid nor failed nor marked. */
export function isOpen(step: Step): boolean {
  return step.at !== "paid" && step.at !== "failed" && step.at !== "tagged";
}

function doorOf(step: Step): AtDoor {
  return { visit: step.visit, family: step.family, how: step.how, started_at: step.started_at };
}

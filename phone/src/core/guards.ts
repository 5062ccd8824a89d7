/** What must hold before a verb may write. Pure: memory in, the thing asked for out, or Refused. */
import type { Item, OtherWay, PhotoFact } from "../wire/events";
import type { PackFamily } from "../wire/pack";
import { left } from "./bag";
import type { Memory } from "./desk";
import { isOpen, type Handing, type Paid, type Step } from "./flow";
import { lacks } from "./ladder";
import { due, isSettled } from "./leases";
import type { Letter } from "./letter";
import { bounded, MOST_NAME, MOST_NOTE } from "./limits";
import type { Round } from "./project";
import { Refused } from "./refusals";

/** The open working day; an unanswered payment blocks everything else. */
export function openDay({ identity, projection }: Memory): Round {
  if (!identity) throw new Refused("not_enrolled");
  const { round } = projection;
  if (!round) throw new Refused("day_not_open");
  if (round.closed_at !== null) throw new Refused("day_closed");
  if (projection.open_intent !== null) throw new Refused("intent_open");
  return round;
}

export function dayToOpen({ identity, pack, projection }: Memory): { id: string; day: string } {
  if (!identity) throw new Refused("not_enrolled");
  if (projection.round && projection.round.closed_at === null) throw new Refused("day_open_already");
  if (!pack?.round) throw new Refused("no_round");
  if (pack.round.id === projection.round?.id) throw new Refused("day_closed");
  return pack.round;
}

export function familyOf({ pack }: Memory, id: string): PackFamily {
  const family = pack?.families.find((one) => one.family === id);
  if (!family) throw new Refused("family_unknown");
  return family;
}

export function openVisit({ projection }: Memory, visit: string): Step {
  const step = projection.visits[visit];
  if (!step) throw new Refused("visit_unknown");
  if (!isOpen(step)) throw new Refused("visit_over");
  return step;
}

/** What speaks for paying a contested item: the letter as it was found, or the house's grant. */
export type Shown = { letter?: Letter | null; unmarked?: boolean; grant?: string | null };

/** A round that only marks homes. */
export function isTagging({ pack }: Memory): boolean {
  return pack?.round?.kind === "tag";
}

/** The items to pay now, each once in this phone's life. */
export function payable(memory: Memory, visit: string, proof: Shown): { step: Step; items: Item[]; total: number } {
  const step = openVisit(memory, visit);
  const family = familyOf(memory, step.family);
  const owed = due(family, memory.projection);
  if (owed.some((item) => item.contested) && !provesUnpaid(proof, family)) throw new Refused("contested");
  const items = owed.map(({ entitlement, amount, fence }) => ({ entitlement, amount, fence }));
  if (items.length === 0) {
    throw new Refused(family.items.some((item) => isSettled(item, memory.projection)) ? "already_paid" : "nothing_due");
  }
  if (step.at !== "seen") throw new Refused("not_seen");
  const total = items.reduce((sum, item) => sum + item.amount, 0);
  if (total > left(memory.projection.bag)) throw new Refused("bag_too_small");
  return { step, items, total };
}

function provesUnpaid({ letter, unmarked, grant }: Shown, { family }: PackFamily): boolean {
  if (grant) return true;
  return unmarked === true && letter?.genuine === true && letter.secret !== null && letter.family === family;
}

export function handing({ projection }: Memory, payment: string): Handing {
  const step = projection.open_intent === null ? null : projection.visits[projection.open_intent];
  if (step?.at !== "handing" || step.payment !== payment) throw new Refused("no_intent");
  return step;
}

/** This very payment, when it was confirmed before: asking twice is quiet. */
export function paidBefore({ projection }: Memory, payment: string): Paid | null {
  for (const step of Object.values(projection.visits)) if (step.at === "paid" && step.payment === payment) return step;
  return null;
}

export function amount(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new Refused("amount_wrong");
  return value;
}

/** A rung as it may be kept: its own evidence is there; a representative is on the card, as known or as photographed. */
export function rung(way: OtherWay, photos: PhotoFact[], family: PackFamily): OtherWay {
  const [lack] = lacks(way, photos, family.members.map(({ name }) => name));
  if (lack === "kk_photo" && way.way === "representative") throw new Refused("not_on_card");
  if (lack) throw new Refused(lack === "code_mistyped" ? lack : "rung_incomplete");
  return {
    ...way, note: bounded(way.note, MOST_NOTE),
    // what belongs to another rung isn't this one's evidence
    witness: way.way === "witness" && way.witness ? { ...way.witness, name: bounded(way.witness.name, MOST_NAME) } : null,
    approval: way.way === "witness" ? way.approval : null,
    member: way.way === "representative" && way.member !== null ? memberOf(way.member, family) : null,
  };
}

/** As the card's list writes it, however long; a name typed from the card itself is bounded. */
function memberOf(name: string, { members }: PackFamily): string {
  return members.some((one) => one.name === name) ? name : bounded(name, MOST_NAME);
}

/** As it is sent: digits and a plus alone. */
export function telephone(text: string): string {
  const number = text.replace(/[\s().-]/g, "");
  if (!/^\+?\d{9,15}$/.test(number)) throw new Refused("number_wrong");
  return number;
}

/** The key of an office's codes for a day (the newest known day's unless one is named), on a supervisor's phone alone. */
export function dayKey({ pack }: Memory, day?: string): string {
  const keys = pack?.supervisor?.keys ?? [];
  const found = day === undefined ? keys[0] : keys.find((one) => one.day === day);
  if (!found) throw new Refused("not_supervisor");
  return found.key;
}

export function noted(text: string): string {
  const note = bounded(text, MOST_NOTE);
  if (note === "") throw new Refused("note_missing");
  return note;
}

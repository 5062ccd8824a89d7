/** The verbs of a payer's day. Each is durable before it returns; one at a time. */
import type { Bodies, Fact, FaceSeen, FailReason, HazardKind, How, Met, Next, OtherWay, PartOfDay, Place, ReceiptWay, Receiver } from "../wire/events";
import { openDesk, type Desk } from "./desk";
import { approve, approvedBy, askText, codeFor, readAsk, requestNumber } from "./approvals";
import { enrol, pull, type PullEnd } from "./enrol";
import { askGrants } from "./grants";
import { hasFace } from "./flow";
import * as guard from "./guards";
import { carry } from "./parcels";
import { newId, receiptCode } from "./ids";
import { due } from "./leases";
import { letterCode, markingOf, readLetter, shownOf, type Letter } from "./letter";
import { bounded, fitting, MOST_NOTE, told } from "./limits";
import { maps, type MapVerbs } from "./maps";
import { record, type Written } from "./outbox";
import type { Parts } from "./parts";
import { prepare, type Photo } from "./photos";
import { visitOf } from "./project";
import { Refused } from "./refusals";
import { closing, releases } from "./releases";
import type { OpenIntent, State } from "./state";
import { runSync, type SyncEnd } from "./sync";
import { openIntent, view } from "./view";
import { toUtf8 } from "../wire/bytes";

export type { Photo } from "./photos";
export type { PullEnd } from "./enrol";
export type { SyncEnd } from "./sync";

export type Evidence = { place: Place | null; face: FaceSeen | null; other_way: OtherWay | null };
/** written: the payer says that the letter's code stands on the letter now. */
export type PaidDetails = { received_by: Receiver; signature?: Photo | null; written?: boolean };
export type PaidReceipt = { payment: string; receipt: string; total: number; paid_at: string };
/** next counter | return gives the leases back at once. */
export type FailDetails = {
  reason: FailReason; note: string; next: Next; place?: Place | null; photos?: Photo[];
  letter_left?: boolean; again_on?: string | null; again_part?: PartOfDay | null;
};
export type TagDetails = { place: Place; met: Met; note: string; photos: Photo[] };
export type HazardMore = { helped?: string; gone?: boolean };
export type DayClosed = Bodies["day.closed"];

export type Core = MapVerbs & {
  /** code: bare, or the whole scanned link. Throws Refused with the house's own sentence. */
  enrol(code: string, name: string, device?: string): Promise<void>;
  pullPack(): Promise<PullEnd>;
  openDay(float: number): Promise<void>;
  /** Gives the visit's id; the visit that is going on, if there is one. */
  startVisit(family: string, how: How): Promise<string>;
  saveEvidence(visit: string, evidence: Evidence, photos: Photo[]): Promise<void>;
  /** Durable before it returns: only then may the screen say "hand over the money". */
  intendPayment(visit: string, shown?: guard.Shown): Promise<OpenIntent>;
  /** Asks the house, online, whether what is contested at this visit may be paid. Refused in its own words. */
  askGrant(visit: string): Promise<{ grant: string }>;
  confirmPaid(payment: string, details: PaidDetails): Promise<PaidReceipt>;
  voidPayment(payment: string, reason: string): Promise<void>;
  /** Never stands in the way of a payment. to: the telephone number it shall be sent to, sealed before it is kept. */
  giveReceipt(payment: string, how: ReceiptWay, to?: string): Promise<void>;
  failVisit(visit: string, details: FailDetails): Promise<void>;
  /** Ends the visit: the home is marked. In a round that only marks homes. */
  tagHome(visit: string, details: TagDetails): Promise<void>;
  noteHazard(family: string, kind: HazardKind, note: string, more?: HazardMore): Promise<void>;
  releaseLease(entitlement: string, reason: string): Promise<void>;
  returnCash(amount: number): Promise<void>;
  closeDay(note: string): Promise<DayClosed>;
  sync(): Promise<SyncEnd>;
  /** Takes another phone's sealed file, to be sent on at sync; it opens with that phone's PIN. */
  carry(file: string, pin: string): Promise<State["carried"][number]>;
  readLetter(scanned: string): Promise<Letter | null>;
  /** What is written on this letter once it is paid; null for a letter that bears no secret. */
  letterCode(letter: Letter): Promise<string | null>;
  /** What the payer tells a supervisor: a number over the telephone, or a QR phone to phone. */
  requestOf(visit: string): Promise<{ number: string; qr: string }>;
  /** A supervisor's signed word, checked here. Throws Refused when it isn't one for this visit. */
  readApproval(text: string, visit: string): Promise<{ by: string; approval: string }>;
  /** On a supervisor's own phone. */
  supervise: { codeFor(number: string, day?: string): Promise<string>; approve(asked: string): Promise<string> };
  state(): State;
  /** Calls back after every change; gives a function that stops it. */
  watch(listener: () => void): () => void;
};

export async function createCore(parts: Parts): Promise<Core> {
  const desk = await openDesk(parts);
  return { ...days(desk), ...visits(desk), ...money(desk), ...talks(desk), ...sights(desk), ...maps(desk) };
}

function days(desk: Desk): Pick<Core, "openDay" | "returnCash" | "closeDay" | "noteHazard" | "releaseLease"> {
  const write = (day: string, ...facts: Fact[]): Promise<Written> => record(desk, facts, day);
  return {
    openDay: (float) => desk.serial(async () => {
      const round = guard.dayToOpen(desk.memory());
      await write(round.day, { type: "day.opened", body: { round: round.id, float: guard.amount(float), counted: true } });
    }),
    returnCash: (amount) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      if (guard.amount(amount) === 0) throw new Refused("amount_wrong");
      const office = desk.memory().identity?.office.nopen ?? "";
      await write(day, { type: "cash.returned", body: { amount, office } });
    }),
    closeDay: (note) => desk.serial(async () => {
      const round = guard.openDay(desk.memory());
      const body = closing(desk, round.id, bounded(note, MOST_NOTE));
      await write(round.day, ...releases(desk, desk.memory().pack?.families ?? [], "day_closed"), { type: "day.closed", body });
      return body;
    }),
    noteHazard: (family, kind, note, { helped = "", gone = false } = {}) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      guard.familyOf(desk.memory(), family);
      await write(day, { type: "hazard.noted", body: { family, kind, note: bounded(note, MOST_NOTE), helped: bounded(helped, MOST_NOTE), gone } });
    }),
    releaseLease: (entitlement, reason) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      const families = desk.memory().pack?.families ?? [];
      const release = releases(desk, families, bounded(reason, MOST_NOTE)).find(({ body }) => body.entitlement === entitlement);
      if (!release) throw new Refused("nothing_due");
      await write(day, release);
    }),
  };
}

function visits(desk: Desk): Pick<Core, "startVisit" | "saveEvidence" | "failVisit" | "tagHome"> {
  return {
    startVisit: (family, how) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      const { projection } = desk.memory();
      const known = visitOf(projection, family);
      if (known?.at === "paid") throw new Refused("already_paid");
      if (known?.at === "tagged") throw new Refused("visit_over");
      if (known && known.at !== "failed") return known.visit;
      const owed = due(guard.familyOf(desk.memory(), family), projection);
      if (owed.length === 0 && !guard.isTagging(desk.memory())) throw new Refused("nothing_due");
      const visit = newId(desk.parts.clock, desk.parts.random);
      await record(desk, [{ type: "visit.started", body: { visit, family, how } }], day);
      return visit;
    }),
    saveEvidence: (visit, { place, face, other_way }, photos) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      const { family } = guard.openVisit(desk.memory(), visit);
      const { facts, kept } = await prepare(photos, visit, desk.parts, desk.memory().tickets);
      const rung = other_way && guard.rung(other_way, facts, guard.familyOf(desk.memory(), family));
      const proof = { place, face, other_way: rung, photos: facts };
      if (rung && !hasFace(proof)) throw new Refused("note_missing");
      if (rung?.approval) await approver(desk, rung.approval, visit);
      const body = { visit, family, ...proof, other_way: rung && told(rung, { visit, family, ...proof }) };
      await record(desk, [{ type: "visit.evidence", body }], day, { photos: kept });
    }),
    failVisit: (visit, { reason, note, next, place, photos, letter_left = false, again_on = null, again_part = null }) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      const { family } = guard.openVisit(desk.memory(), visit);
      const { facts, kept } = await prepare(photos ?? [], visit, desk.parts, desk.memory().tickets);
      const given = releases(desk, [guard.familyOf(desk.memory(), family)], `failed:${next}`);
      const entitlements = given.map(({ body }) => body.entitlement);
      const rest = { visit, family, entitlements, reason, next, place: place ?? null, photos: facts, letter_left, again_on, again_part };
      const body = { ...rest, note: fitting(bounded(note, MOST_NOTE), rest) };
      await record(desk, [{ type: "visit.failed", body }, ...(next === "again" ? [] : given)], day, { photos: kept });
    }),
    tagHome: (visit, { place, met, note, photos }) => desk.serial(async () => {
      const { day } = guard.openDay(desk.memory());
      if (!guard.isTagging(desk.memory())) throw new Refused("not_tagging");
      const { family } = guard.openVisit(desk.memory(), visit);
      const { facts, kept } = await prepare(photos, visit, desk.parts, desk.memory().tickets);
      const rest = { visit, family, place, photos: facts, met };
      const body = { ...rest, note: fitting(bounded(note, MOST_NOTE), rest) };
      await record(desk, [{ type: "home.tagged", body }], day, { photos: kept });
    }),
  };
}

function money(desk: Desk): Pick<Core, "intendPayment" | "confirmPaid" | "voidPayment" | "giveReceipt"> {
  return {
    intendPayment: (visit, shown = {}) => desk.serial(async () => {
      const open = openIntent(desk.memory().projection);
      if (open?.visit === visit) return open;
      const { day } = guard.openDay(desk.memory());
      const { step, items, total } = guard.payable(desk.memory(), visit, shown);
      const payment = newId(desk.parts.clock, desk.parts.random);
      const body = { payment, visit, family: step.family, items, total, letter: shownOf(shown), grant: shown.grant ?? null };
      const { projection } = await record(desk, [{ type: "payment.intended", body }], day, { marking: await markingOf(payment, shown, desk.parts.keys) });
      return openIntent(projection) ?? impossible();
    }),
    confirmPaid: (payment, { received_by, signature, written = false }) => desk.serial(async () => {
      const before = guard.paidBefore(desk.memory(), payment);
      if (before) return receipt(before);
      const { visit, family, items, total } = guard.handing(desk.memory(), payment);
      const code = receiptCode(await desk.parts.keys.sha256(toUtf8(payment)));
      const { facts, kept } = await prepare(signature ? [signature] : [], visit, desk.parts, desk.memory().tickets);
      const { marking } = desk.memory();
      const letter = marking?.payment === payment ? { letter: marking.letter, code: marking.code, written } : null;
      const body = { payment, visit, family, items, total, received_by, receipt: code, signature: facts[0]?.sha256 ?? null, letter };
      await record(desk, [{ type: "payment.paid", body }], dayOf(desk), { photos: kept });
      return receipt(guard.paidBefore(desk.memory(), payment) ?? impossible());
    }),
    giveReceipt: (payment, how, to) => desk.serial(async () => {
      const paid = guard.paidBefore(desk.memory(), payment);
      if (!paid) throw new Refused("visit_unknown");
      const sealed = to === undefined ? null : await sealedNumber(desk, to);
      const body = { payment, visit: paid.visit, family: paid.family, how, to: sealed };
      await record(desk, [{ type: "receipt.given", body }], dayOf(desk));
    }),
    voidPayment: (payment, reason) => desk.serial(async () => {
      const { visit, family } = guard.handing(desk.memory(), payment);
      const body = { payment, visit, family, reason: guard.noted(reason) };
      await record(desk, [{ type: "payment.voided", body }], dayOf(desk));
    }),
  };
}

/** The supervisor whose signed word this is; Refused when it isn't one for this visit, today. */
async function approver(desk: Desk, text: string, visit: string): Promise<string> {
  const { day } = guard.openDay(desk.memory());
  const by = await approvedBy(text, visit, day, desk.memory().pack?.approvers ?? [], desk.parts.keys);
  if (!by) throw new Refused("approval_wrong");
  return by.name;
}

async function sealedNumber(desk: Desk, to: string): Promise<string> {
  const number = guard.telephone(to);
  const key = desk.memory().pack?.seal_key;
  if (!key) throw new Refused("cannot_send");
  return desk.parts.keys.seal(key, toUtf8(number));
}

function receipt({ payment, receipt, total, paid_at }: PaidReceipt): PaidReceipt {
  return { payment, receipt, total, paid_at };
}

/** The day of an open intent: its round is open, since nothing closes before the intent is answered. */
function dayOf(desk: Desk): string {
  return desk.memory().projection.round?.day ?? impossible();
}

function impossible(): never {
  throw new Error("the projection lost what was just written");
}

function talks(desk: Desk): Pick<Core, "enrol" | "pullPack" | "sync" | "askGrant" | "carry"> {
  let running: Promise<SyncEnd> | null = null;
  let next: Promise<SyncEnd> | null = null;
  const once = async (): Promise<SyncEnd> => {
    desk.tell({ running: true });
    try {
      const end = await runSync(desk);
      desk.tell({ stopped: end.stopped, said: end.said, held: end.held.length });
      return end;
    } finally {
      running = null;
      desk.tell({ running: false });
    }
  };
  return {
    enrol: (code, name, device = "") => desk.serial(() => enrol(desk, code, name, device)),
    pullPack: () => pull(desk),
    carry: (file, pin) => carry(desk, file, pin),
    askGrant: (visit) => askGrants(desk, guard.openVisit(desk.memory(), visit).family),
    // asked while one is under way: what was recorded since may have missed it, so one more follows
    sync() {
      if (running === null) return (running = once());
      return (next ??= running.catch(() => null).then(() => {
        next = null;
        return (running = once());
      }));
    },
  };
}

function sights(desk: Desk): Pick<Core, "readLetter" | "letterCode" | "requestOf" | "readApproval" | "supervise" | "state" | "watch"> {
  let seen: { of: unknown; state: State } | null = null;
  return {
    readLetter: (scanned) => readLetter(scanned, desk.memory().pack?.letter_key ?? null, desk.parts.keys),
    letterCode: (letter) => letterCode(letter, desk.parts.keys),
    async requestOf(visit) {
      const { day } = guard.openDay(desk.memory());
      guard.openVisit(desk.memory(), visit);
      const { identity } = desk.memory();
      if (!identity) throw new Refused("not_enrolled");
      const request = { v: 1, visit, day, office: identity.office.nopen, payer: identity.payer.name } as const;
      return { number: await requestNumber(visit, desk.parts.keys), qr: askText(request) };
    },
    readApproval: async (text, visit) => ({ by: await approver(desk, text, visit), approval: text }),
    supervise: {
      codeFor: async (number, day) => codeFor(number, guard.dayKey(desk.memory(), day), desk.parts.keys),
      async approve(asked) {
        const request = readAsk(asked), { identity } = desk.memory();
        if (!request || request.office !== identity?.office.nopen) throw new Refused("request_wrong");
        guard.dayKey(desk.memory(), request.day);
        return approve(request, identity.phone, desk.parts.clock.now(), desk.parts.keys);
      },
    },
    state() {
      const memory = desk.memory();
      if (seen?.of !== memory) seen = { of: memory, state: view(memory) };
      return seen.state;
    },
    watch: (listener) => desk.watch(listener),
  };
}

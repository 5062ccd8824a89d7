/** The screens' view of the core's memory. */
import type { Memory } from "./desk";
import { left } from "./bag";
import * as guard from "./guards";
import { due } from "./leases";
import type { Step } from "./flow";
import type { Parcel } from "./parts";
import type { Projection } from "./project";
import type { FamilyStatus, FamilyView, OpenIntent, RoundState, State, Unsent } from "./state";
import type { Hazard, Pack, PackFamily } from "../wire/pack";

export function view(memory: Memory): State {
  const { identity, pack, projection, synced } = memory;
  return {
    enrolled: identity && {
      phone: identity.phone, payer: identity.payer,
      office: { ...identity.office, hotline: pack?.office.hotline ?? "" },
    },
    pack: pack && { pack: pack.pack, made_at: pack.made_at, language: pack.language },
    policy: pack?.policy ?? null,
    face_secret: pack?.face_secret ?? null,
    round: roundOf(pack, projection),
    families: familyViews(pack, projection),
    bag: { ...projection.bag, left: left(projection.bag) },
    openIntent: openIntent(projection),
    marking: memory.marking,
    unsent: unsent(memory),
    sync: { running: memory.sync.running, last_at: synced.last_sync_at, stopped: memory.sync.stopped, said: memory.sync.said, held: memory.sync.held },
    supervisor: pack !== null && pack.supervisor !== null,
    tagging: guard.isTagging(memory),
    wiped: memory.wiped !== null,
    carried: memory.parcels.map(carriedView),
    storage: { persisted: memory.storage.persisted, missing_events: memory.storage.missing_events },
  };
}

function carriedView({ for: phone, events, tickets, aside }: Parcel): State["carried"][number] {
  return { for: phone, events: events.length, media: tickets.length, ...(aside && { aside: true }) };
}

/** The open round; otherwise what the pack plans, which may be one this phone has closed. */
export function roundOf(pack: Pack | null, { round, bag }: Projection): RoundState | null {
  if (round && round.closed_at === null) return { id: round.id, day: round.day, float: bag.float, state: "open" };
  if (pack?.round && pack.round.id !== round?.id) {
    return { id: pack.round.id, day: pack.round.day, float: pack.round.float, state: "planned" };
  }
  return round && { id: round.id, day: round.day, float: bag.float, state: "closed" };
}

function familyViews(pack: Pack | null, projection: Projection): FamilyView[] {
  const latest = new Map(Object.values(projection.visits).map((step) => [step.family, step]));
  return (pack?.families ?? []).map((family) => familyView(family, latest.get(family.family), projection))
    .sort((a, b) => a.order - b.order);
}

function familyView(family: PackFamily, step: Step | undefined, projection: Projection): FamilyView {
  const items = due(family, projection);
  return {
    ...family, due: items, due_total: items.reduce((sum, item) => sum + item.amount, 0),
    hazards: hazardsOf(family.hazards, projection.hazards[family.family] ?? []),
    status: statusOf(step),
  };
}

/** What the office knew and what was seen since: the same kind again confirms it, one that is gone isn't shown. */
function hazardsOf(known: Hazard[], seen: Projection["hazards"][string]): Hazard[] {
  let told = known;
  for (const { kind, note, noted, helped = "", gone = false } of seen) {
    const before = told.find((one) => one.kind === kind && (kind !== "other" || one.note === note));
    const others = told.filter((one) => one !== before);
    const now = { kind, note: note || before?.note || "", noted: before?.noted ?? noted, confirmed: noted, helped: helped || before?.helped || "" };
    told = gone ? others : [...others, now];
  }
  return told;
}

function statusOf(step: Step | undefined): FamilyStatus {
  if (!step) return { at: "waiting" };
  if (step.at === "paid") return { at: "paid", step };
  if (step.at === "failed") return { at: "failed", step };
  if (step.at === "tagged") return { at: "tagged", step };
  return { at: "visiting", step };
}

export function openIntent(projection: Projection): OpenIntent | null {
  const step = projection.open_intent === null ? null : projection.visits[projection.open_intent];
  if (step?.at !== "handing") return null;
  const { visit, family, payment, items, total, since } = step;
  return { visit, family, payment, items, total, since };
}

export function unsent(memory: Memory): Unsent {
  const photos = [...memory.tickets.values()].filter((ticket) => ticket.state === "waiting");
  const waiting = [...memory.unacked, ...photos].map(({ at }) => at).sort();
  return {
    events: memory.unacked.length, media: photos.length,
    media_bytes: photos.reduce((sum, photo) => sum + photo.size, 0), oldest: waiting[0] ?? null,
  };
}

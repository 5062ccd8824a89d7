/**
 * The phone's core: what a payer does, as verbs that are durable before they return.
 *
 * No framework and no browser: the app gives it IndexedDB and fetch, a rehearsal gives it memory.
 */
export { createCore } from "./core";
export type { Core, DayClosed, Evidence, FailDetails, PaidDetails, PaidReceipt, Photo, PullEnd, SyncEnd, TagDetails } from "./core";
export type { Change, Clock, Exported, Identity, Kept, KeptEvent, Keys, Net, NetAnswer, Parcel, Parts, PhotoState, PhotoTicket, Random, Storage, Store, Synced, UploadEnd } from "./parts";
export type { FamilyStatus, FamilyView, OpenIntent, RoundState, State, SyncStop, Unsent } from "./state";
export type { Failed, Handing, Paid, Proof, Step, Tagged } from "./flow";
export * as flow from "./flow";
export type { Bag } from "./bag";
export type { Projection } from "./project";
export { Refused, type RefusalCode } from "./refusals";
export { inWords, rupiah } from "./words-amount";
export { gaps, isCode, lacks, type Gap, type Lack } from "./ladder";
export type { Letter } from "./letter";
export { cut, MOST_NAME, MOST_NOTE, weight } from "./limits";
export type { Shown } from "./guards";
export { bareCode } from "./enrol";
export { FAIL_REASONS, MET, WITNESS_ROLES } from "../wire/events";
export type { Band, Challenge, FaceSeen, FailReason, HazardKind, How, Item, Met, Next, OtherWay, PartOfDay, PhotoKind, Place, ReceiptWay, Receiver, Way, WitnessRole } from "../wire/events";
export type { Held, HouseProblem } from "../wire/answers";
export type { Hazard, Home, KnownFace, Pack, PackFamily, PackItem, Policy, Reference } from "../wire/pack";

/** What the house answers: contract A2. */
import { array, either, isBoolean, isInteger, isText, object, optional, type Reader } from "./shapes";

export type Enrolled = {
  phone: string; token: string; house_key: string;
  payer: { id: string; name: string };
  office: { nopen: string; name: string };
  epoch: number; server_time: string;
};
export const readEnrolled: Reader<Enrolled> = object({
  phone: isText, token: isText, house_key: isText,
  payer: object({ id: isText, name: isText }),
  office: object({ nopen: isText, name: isText }),
  epoch: isInteger, server_time: isText,
});

export type Held = { id: string | null; code: string; id_text: string; en_text: string };
export type EventsAnswer = {
  ack_seq: number; head_hash: string; epoch: number; server_time: string; held: Held[];
  missing_media: string[];
};
export const readEventsAnswer: Reader<EventsAnswer> = object({
  ack_seq: isInteger, head_hash: isText, epoch: isInteger, server_time: isText,
  held: array(object({ id: either(isText), code: isText, id_text: isText, en_text: isText })),
  missing_media: array(isText),
});

export type HouseProblem = { code: string; id: string; en: string };
export const readProblem: Reader<HouseProblem> = object({ code: isText, id: isText, en: isText });

/** A revoked phone's answer. wipe: the house asks it to forget; kept: this very body lies in its sealed inbox. */
export type Revoked = { code: string; wipe: boolean; kept: boolean };
export const readRevoked: Reader<Revoked> = object({ code: isText, wipe: optional(isBoolean, false), kept: optional(isBoolean, false) });

/** The house's word that a contested entitlement may be paid by this phone. */
export type Grant = { grant: string; entitlement: string; fence: number; server_time: string };
export const readGrant: Reader<Grant> = object({ grant: isText, entitlement: isText, fence: isInteger, server_time: isText });

/**
 * For another phone's events brought by this one; kept: that phone is revoked, they lie in the sealed inbox.
 * brought: SHA-256 over the SHA-256 of each text of this batch, sorted: the house has every one, in its chain or
 * aside; null from a house that doesn't say so yet.
 */
export type CarriedAnswer = EventsAnswer & { for: string; brought: string | null };
export const readCarriedAnswer: Reader<CarriedAnswer> = (value, where) => ({ ...readEventsAnswer(value, where), ...readFor(value, where) });
const readFor: Reader<{ for: string; brought: string | null }> = object({ for: isText, brought: optional(either(isText), null) });
export type CarriedKept = { for: string; kept: boolean };
export const readCarriedKept: Reader<CarriedKept> = object({ for: isText, kept: isBoolean });

/** The day's pack: contract A3. */
import type { HazardKind, PartOfDay } from "./events";
import { array, either, isBoolean, isInteger, isNumber, isText, object, oneOf, optional, type Reader } from "./shapes";

/** contested: another phone may have paid it: needs the house's grant or the unmarked letter. */
export type PackItem = { entitlement: string; programme: string; label: string; amount: number; fence: number; contested: boolean };
/** noted: first · confirmed: last · helped: what helped against it last time */
export type Hazard = { kind: HazardKind; note: string; noted: string; confirmed: string; helped: string };
/** Where an earlier visit marked this home. */
export type Tag = { lat: number; lng: number; accuracy_m: number; day: string };
export type LastFailed = { day: string; reason: string; again_on: string | null; again_part: PartOfDay | null };
/** A supervisor's phone, whose signed word this phone can check offline. */
export type Approver = { phone: string; name: string; public_key: string };
export type MapFile = { name: string; sha256: string; bytes: number };
export type Reference = { id: string; model: string; template: string };
/** kind: a field photo or the portrait off a KTP; taken: a day. Best first, at most three. */
export type KnownFace = Reference & { kind: string; taken: string };
export type Home = { lat: number; lng: number; accuracy_m: number };

export type PackFamily = {
  family: string; order: number; name: string; born_year: number | null; sex: string;
  nik_tail: string; kk_tail: string; address: string; banjar: string;
  village: { code: string; name: string };
  needs: string[];
  home: Home | null;
  house_thumb: string | null;
  members: { name: string; relation: string }[];
  hazards: Hazard[];
  reference: Reference | null;
  references: KnownFace[];
  items: PackItem[];
  /** newest first, at most three */
  tags: Tag[];
  last_failed: LastFailed | null;
};

export type Policy = {
  version: string;
  face: {
    model: string; same_above: number; different_below: number;
    /** for a portrait photographed off a KTP */
    ktp_same_above: number | null;
    calibration: string; retakes: number;
  };
  place: { home_far_m: number; village_slack_m: number; poor_accuracy_m: number; fixes: number };
  photo: { max_px: number; max_bytes: number; thumb_bytes: number };
};

export type Pack = {
  v: 1; pack: string; made_at: string; server_time: string; epoch: number; language: string;
  phone: string;
  payer: { id: string; name: string };
  office: { nopen: string; name: string; hotline: string };
  /** null: no round is planned for this phone today */
  round: { id: string; day: string; float: number; opened: boolean; kind: RoundKind } | null;
  policy: Policy;
  letter_key: string | null;
  /** base64url of 32 bytes: how this pack's templates are turned (faces/disguise); null: as they are */
  face_secret: string | null;
  families: PackFamily[];
  /** the contract the house speaks; "1.0" when it doesn't say */
  contract: string;
  approvers: Approver[];
  /** on a supervisor's own phone alone: the keys of its office's codes, by day (base64url) */
  supervisor: { keys: { day: string; key: string }[] } | null;
  /** the house's public key for sealed boxes: SPKI, base64url */
  seal_key: string | null;
  map: MapFile[];
};

/** A round to pay, or only to mark homes: without money, faces and letters. */
export type RoundKind = "pay" | "tag";

const KINDS = ["dog", "alley", "steps", "tide", "dark", "other"] as const;

/** A kind that a newer house knows and this phone doesn't is still a hazard. */
const hazardKind: Reader<HazardKind> = (value) => KINDS.find((kind) => kind === value) ?? "other";

const hazard: Reader<Hazard> = (value, where) => {
  const read = readHazard(value, where);
  return { ...read, confirmed: read.confirmed || read.noted };
};
const readHazard: Reader<Hazard> = object({
  kind: hazardKind, note: isText, noted: isText, confirmed: optional(isText, ""), helped: optional(isText, ""),
});
const PARTS = ["morning", "afternoon", "evening"] as const;

/** A part of the day that only a newer house knows is no reason to lose the family. */
const partOfDay: Reader<PartOfDay | null> = (value) => PARTS.find((part) => part === value) ?? null;

const family: Reader<PackFamily> = object({
  family: isText, order: isInteger, name: isText, born_year: either(isInteger), sex: isText,
  nik_tail: isText, kk_tail: isText, address: isText, banjar: isText,
  village: object({ code: isText, name: isText }),
  needs: array(isText),
  home: either(object({ lat: isNumber, lng: isNumber, accuracy_m: isNumber })),
  house_thumb: either(isText),
  members: array(object({ name: isText, relation: isText })),
  hazards: array(hazard),
  reference: either(object({ id: isText, model: isText, template: isText })),
  references: optional(array(object({ id: isText, model: isText, template: isText, kind: isText, taken: isText })), []),
  items: array(object({
    entitlement: isText, programme: isText, label: isText, amount: isInteger, fence: isInteger,
    contested: optional(isBoolean, false),
  })),
  tags: optional(array(object({ lat: isNumber, lng: isNumber, accuracy_m: isNumber, day: isText })), []),
  last_failed: either(object({ day: isText, reason: isText, again_on: either(isText), again_part: partOfDay })),
});

const policy: Reader<Policy> = object({
  version: isText,
  face: object({
    model: isText, same_above: isNumber, different_below: isNumber, ktp_same_above: either(isNumber),
    calibration: optional(isText, ""), retakes: optional(isInteger, 3),
  }),
  place: object({ home_far_m: isNumber, village_slack_m: isNumber, poor_accuracy_m: isNumber, fixes: isInteger }),
  photo: object({ max_px: isInteger, max_bytes: isInteger, thumb_bytes: isInteger }),
});

/** Reads a pack that came over the wire; throws WrongShape naming the field. */
export const readPack: Reader<Pack> = object({
  v: oneOf(1), pack: isText, made_at: isText, server_time: isText, epoch: isInteger,
  language: optional(isText, "id"),
  phone: isText,
  payer: object({ id: isText, name: isText }),
  office: object({ nopen: isText, name: isText, hotline: optional(isText, "") }),
  round: either(object({ id: isText, day: isText, float: isInteger, opened: isBoolean, kind: optional<RoundKind>(oneOf("pay", "tag"), "pay") })),
  policy,
  letter_key: either(isText),
  face_secret: optional(either(isText), null),
  families: array(family),
  contract: optional(isText, "1.0"),
  approvers: optional(array(object({ phone: isText, name: isText, public_key: isText })), []),
  supervisor: either(object({ keys: array(object({ day: isText, key: isText })) })),
  seal_key: either(isText),
  map: optional(array(object({ name: isText, sha256: isText, bytes: isInteger })), []),
});

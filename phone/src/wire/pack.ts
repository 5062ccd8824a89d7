/** The day's pack: contract A3. */
import type { HazardKind } from "./events";
import { array, either, isBoolean, isInteger, isNumber, isText, object, oneOf, optional, type Reader } from "./shapes";

export type PackItem = { entitlement: string; programme: string; label: string; amount: number; fence: number };
export type Hazard = { kind: HazardKind; note: string; noted: string };
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
  round: { id: string; day: string; float: number; opened: boolean } | null;
  policy: Policy;
  letter_key: string | null;
  /** base64url of 32 bytes: how this pack's templates are turned (faces/disguise); null: as they are */
  face_secret: string | null;
  families: PackFamily[];
};

const KINDS = ["dog", "alley", "steps", "tide", "dark", "other"] as const;

/** A kind that a newer house knows and this phone doesn't is still a hazard. */
const hazardKind: Reader<HazardKind> = (value) => KINDS.find((kind) => kind === value) ?? "other";

const hazard: Reader<Hazard> = object({ kind: hazardKind, note: isText, noted: isText });

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
  })),
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
  round: either(object({ id: isText, day: isText, float: isInteger, opened: isBoolean })),
  policy,
  letter_key: either(isText),
  face_secret: optional(either(isText), null),
  families: array(family),
});

/** One line of a scenario, read into types. */
import { FAIL_REASONS, WITNESS_ROLES } from "../src/wire/events";
import { array, either, isBoolean, isInteger, isNumber, isText, object, oneOf, optional, type Reader } from "../src/wire/shapes";

const place = object({
  lat: isNumber, lng: isNumber, accuracy_m: isNumber, spread_m: optional(isNumber, 0), fixes: optional(isInteger, 5),
});
const band = oneOf("same", "between", "different", "none");
const face = object({
  likeness: either(isNumber), band,
  /** true: the pack's reference, or the portrait on the KTP where there is none. false: nothing to compare with */
  reference: optional(isBoolean, true),
  attempts: optional(isInteger, 1), live: either(isNumber),
  quality: either(isInteger),
  challenge: either(object({ asked: oneOf("left", "right", "blink"), passed: isBoolean, ms: isInteger })),
});
const otherWay = object({
  way: oneOf("papers", "witness", "representative"), note: optional(isText, ""),
  witness: either(object({ name: isText, role: oneOf(...WITNESS_ROLES) })),
  code: either(isText), member: either(isText), letter: optional(isBoolean, false),
  approval: either(isText),
});

/** When it is told to have been, by the phone's own clock and its counter since the app began; null: now. */
const when = object({ started_ms: isInteger, ended_ms: isInteger, elapsed_ms: isInteger });

/** One door: what the family, the camera and the satellites will do there. Photos are files. */
export const readDoor = object({
  family: isText,
  ending: oneOf("paid", "voided", "failed", "not_home"),
  how: optional(oneOf("letter", "list"), "letter"),
  place: either(place),
  face: either(face),
  likeness: either(isNumber),
  band: either(band),
  other_way: either(otherWay),
  photos: optional(
    object({ face: either(isText), house: either(isText), ktp: either(isText), kk: either(isText) }),
    { face: null, house: null, ktp: null, kk: null },
  ),
  received_by: optional(oneOf("self", "representative"), "self"),
  reason: either(oneOf(...FAIL_REASONS)),
  note: optional(isText, ""),
  next: optional(oneOf("again", "counter", "return"), "again"),
  when: either(when),
  hazard: either(object({ kind: oneOf("dog", "alley", "steps", "tide", "dark", "other"), note: optional(isText, "") })),
});
export type Door = ReturnType<typeof readDoor>;

const chanceOfIt = optional(isNumber, 0);
export const readMangle = object({ duplicate: chanceOfIt, reorder: chanceOfIt, lose_answer: chanceOfIt });

const putBack: Reader<number | "all" | null> = (value, where) =>
  value === "all" ? value : either(isInteger)(value, where);

export const readOrder = object({ do: isText, phone: optional(isText, "") });
export const readEnrol = object({ base: isText, code: isText, name: optional(isText, "HP simulasi"), seed: optional(isInteger, 1) });
export const readDay = object({
  /** null: the float that the pack plans */
  float: either(isInteger),
  open: optional(isBoolean, true),
  plan: array(readDoor),
  return: putBack,
  close: optional(isBoolean, false),
  note: optional(isText, ""),
});
export type DayPlan = ReturnType<typeof readDay>;
export const readSync = object({ mangle: either(readMangle), tries: optional(isInteger, 20) });
/** `told`: the clock stands still there until it is told again; null: this machine's, `offset_ms` off. */
export const readClock = object({
  offset_ms: optional(isInteger, 0), told: either(object({ now_ms: isInteger, elapsed_ms: isInteger })),
});
export const readCopy = object({ as: isText, seed: optional(isInteger, 1) });

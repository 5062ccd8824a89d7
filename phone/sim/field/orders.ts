/** One line of a seed's scenario, read into types. */
import { array, either, isBoolean, isInteger, isNumber, isText, object, oneOf, optional } from "../../src/wire/shapes";
import { CLEAR, readSky } from "./sky";

const share = optional(isNumber, 0);
/** Each a probability: crash an order to the core, the others a door. */
export const readTrouble = object({ crash: share, kill_between: share, storage_full: share, sync_between: share });
export type Trouble = ReturnType<typeof readTrouble>;
const CALM: Trouble = { crash: 0, kill_between: 0, storage_full: 0, sync_between: 0 };

const door = object({
  family: isText, ending: oneOf("paid", "voided", "not_home"), next: optional(oneOf("again", "counter", "return"), "again"),
  hazard: optional(isBoolean, false), photo_bytes: optional(isInteger, 0),
  /** the QR of the letter in the family's hands */
  letter: either(isText),
  /** whether this payer looks at the letter though nothing asks for it */
  looks: optional(isBoolean, false),
});
export const readWalk = object({ doors: array(door), trouble: optional(readTrouble, CALM) });
export type Walk = ReturnType<typeof readWalk>;

export const readOrder = object({ do: isText, phone: optional(isText, "") });
export const readEnrol = object({ base: isText, code: isText, seed: isInteger, cash: isInteger, on: optional(oneOf("memory", "idb"), "memory"), trouble: optional(readTrouble, CALM) });
export const readCalm = object({ trouble: optional(readTrouble, CALM) });
export const readSync = object({ tries: optional(isInteger, 20), trouble: optional(readTrouble, CALM) });
export const readWeather = object({ sky: optional(readSky, CLEAR) });
export const readClock = object({ offset_ms: isInteger });
export const readCopy = object({ as: isText, seed: isInteger });
/** of: the phone whose sealed file it is */
export const readCarry = object({ of: isText, trouble: optional(readTrouble, CALM) });
export const readTakeIn = object({ base: isText, name: isText, password: isText });
export const readJot = object({ notes: isInteger });

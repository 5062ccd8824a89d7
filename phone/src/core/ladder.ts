/**
 * The ladder beside the face, so that nobody is shut out: papers, a witness, a representative.
 *
 * Each rung must rest on its own evidence; what else is missing needs a reason in words. Nobody has
 * to climb it from below: a later rung taken at once leaves that reason too.
 */
import type { OtherWay, PhotoFact, PhotoKind, Place } from "../wire/events";

/** Without these there is no rung. */
export type Lack = "ktp_photo" | "kk_photo" | "witness" | "member" | "code_mistyped";
/** These may be missing, with a reason. */
export type Gap = "place" | "face" | "letter" | "papers" | "code" | "ktp_photo";

type Seen = { place: Place | null; photos: Pick<PhotoFact, "kind">[] };

/**
 * `members`: whom the office knows on this family's card. Lists often name one person only, so a
 * representative it doesn't know is named from the card itself, which is then photographed.
 */
export function lacks(way: OtherWay, photos: Seen["photos"], members?: readonly string[]): Lack[] {
  const found: Lack[] = [];
  if (way.code !== null && !isCode(way.code)) found.push("code_mistyped");
  switch (way.way) {
    case "papers":
      if (!has(photos, "ktp")) found.push("ktp_photo");
      if (!has(photos, "kk")) found.push("kk_photo");
      break;
    case "witness":
      if (!way.witness?.name.trim()) found.push("witness");
      break;
    case "representative":
      if (!way.member?.trim()) found.push("member");
      else if (members && !members.includes(way.member) && !has(photos, "kk")) found.push("kk_photo");
      break;
  }
  return found;
}

export function gaps(way: OtherWay, { place, photos }: Seen): Gap[] {
  const found: Gap[] = [];
  if (place === null) found.push("place");
  if (!has(photos, "face")) found.push("face");
  if (way.way === "papers" && !way.letter) found.push("letter");
  if (way.way === "witness" && !(has(photos, "ktp") && has(photos, "kk"))) found.push("papers");
  if (way.way === "witness" && way.code === null && way.approval === null) found.push("code");
  if (way.way === "representative" && !has(photos, "ktp")) found.push("ktp_photo");
  return found;
}

/** A rung that money may be handed over on. */
export function stands(way: OtherWay, seen: Seen): boolean {
  return lacks(way, seen.photos).length === 0 && (gaps(way, seen).length === 0 || way.note.trim() !== "");
}

/** Eight digits that end in their check digit: a mistyped code, not a wrong one, is told here. */
export function isCode(code: string): boolean {
  return /^\d{8}$/.test(code) && checkDigit(code) === 0;
}

const QUASIGROUP = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

/**
 * Damm's check digit (Damm 2004, Total anti-symmetrische Quasigruppen): finds every single wrong
 * digit and every swap of neighbours. 0 over digits that end in it.
 */
export function checkDigit(digits: string): number {
  return [...digits].reduce((at, digit) => Number(QUASIGROUP[at]?.[Number(digit)]), 0);
}

function has(photos: Seen["photos"], kind: PhotoKind): boolean {
  return photos.some((photo) => photo.kind === kind);
}

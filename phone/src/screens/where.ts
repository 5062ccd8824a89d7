/** Every screen there is; what a screen needs to know travels with its name. */
import type { FailReason } from "../core";

export type Where =
  | { readonly at: "start" }
  | { readonly at: "round" }
  | { readonly at: "morning" }
  | { readonly at: "scan" }
  | { readonly at: "door"; readonly family: string; readonly how: "letter" | "list" }
  | { readonly at: "place" | "face" | "other" | "house" | "tag" | "money" | "receipt"; readonly family: string }
  | { readonly at: "failed"; readonly family: string; readonly reason: FailReason | null }
  | { readonly at: "hazard"; readonly family: string }
  | { readonly at: "closing" }
  | { readonly at: "settings" };

/** The screen that stands before this one; what the phone's own back button leads to. */
export function before(where: Where): Where | null {
  switch (where.at) {
    case "start": case "round": case "morning": case "money": case "receipt":
      return null;
    case "scan": case "closing": case "door": case "settings":
      return { at: "start" };
    case "place": case "failed": case "hazard":
      return { at: "door", family: where.family, how: "list" };
    case "face": case "tag": return { at: "place", family: where.family };
    case "other": return { at: "face", family: where.family };
    case "house": return { at: "face", family: where.family };
  }
}

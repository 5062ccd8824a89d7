/** How a family's state is shown: a word, an icon and a tone, always the three together. Pure. */
import { FAIL_REASONS, type FamilyView } from "../core";
import type { Key } from "../words";
import type { IconName } from "./parts/icons";

export type Mark = { readonly word: Key; readonly icon: IconName; readonly tone: "quiet" | "good" | "problem" | "attention" };

export function markOf({ status }: Pick<FamilyView, "status">): Mark {
  switch (status.at) {
    case "waiting": return { word: "state.todo", icon: "todo", tone: "quiet" };
    case "paid": return { word: "state.paid", icon: "done", tone: "good" };
    case "failed":
      return status.step.reason === "not_home"
        ? { word: "state.not_home", icon: "homeAway", tone: "problem" }
        : { word: "state.failed", icon: "failed", tone: "problem" };
    case "tagged": return { word: "state.tagged", icon: "done", tone: "good" };
    case "visiting":
      return status.step.at === "handing"
        ? { word: "state.intended", icon: "alert", tone: "attention" }
        : { word: "state.started", icon: "clock", tone: "attention" };
  }
}

export const isDone = ({ status }: Pick<FamilyView, "status">): boolean => status.at !== "waiting" && status.at !== "visiting";

/** A reason that a newer house knows and this app doesn't is still a failure. */
export function reasonKey(reason: string): Key {
  const known = FAIL_REASONS.find((one) => one === reason);
  return known ? `reason.${known}` : "state.failed";
}

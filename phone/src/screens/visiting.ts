/** The turns of a visit: from the door to the money, each saved before the next screen shows. */
import type { FamilyView, Receiver } from "../core";
import { app } from "./app.svelte";
import { evidenceOf, isEnough } from "./draft";
import { proof } from "./proof.svelte";

/** Starts at the door, or goes on where this visit stands. */
export async function enter(family: FamilyView, how: "letter" | "list"): Promise<void> {
  const { status } = family;
  if (status.at === "visiting" && status.step.at === "seen") return offer(family.family);
  await app.doing(async () => {
    if (app.draft?.family !== family.family) app.begin(await visitOf(family, how), family.family);
    app.go({ at: "place", family: family.family });
  });
}

/** The visit under way, or a new one. */
export async function visitOf(family: FamilyView, how: "letter" | "list"): Promise<string> {
  const { status } = family;
  return status.at === "visiting" ? status.step.visit : app.core.startVisit(family.family, how);
}

/** Keeps the evidence, then the intent; only then the screen that says "hand over". */
export async function offer(family: string): Promise<void> {
  const draft = app.draft?.family === family ? app.draft : null;
  if (draft && !isEnough(draft)) {
    app.go({ at: "other", family });
    return;
  }
  if (draft && !(await app.doing(() => app.core.saveEvidence(draft.visit, evidenceOf(draft), draft.photos)))) return;
  app.draft = null;
  const status = app.family(family)?.status;
  if (status?.at !== "visiting") return;
  const { visit } = status.step;
  if (await app.doing(() => app.core.intendPayment(visit, proof.shown(family)))) app.go({ at: "money", family });
  else app.goSaying({ at: "door", family, how: "list" });
}

/** The code for the letter that this payment was made against, also after the app was closed between. */
export function markOf(payment: string): string | null {
  const { marking } = app.state;
  return marking?.payment === payment ? marking.code : null;
}

/** Who takes the money: another member of the card, when that is how the family was recognised. */
export function receiverOf(family: FamilyView | undefined): Receiver {
  if (family?.status.at !== "visiting" || family.status.step.at !== "handing") return "self";
  return family.status.step.proof.other_way?.way === "representative" ? "representative" : "self";
}

/** A family may be known by several photos: the most alike one speaks. */
import { likeness, readTemplate, type Template } from "./template";

/** card: photographed off a KTP, which has a threshold of its own. */
export type Known = { readonly id: string; readonly template: Template; readonly card: boolean };
export type Nearest = { readonly reference: string; readonly likeness: number; readonly card: boolean };

type Sent = { readonly id: string; readonly model: string; readonly template: string; readonly kind?: string };

/** What can be compared: templates of this phone's model; others, and what can't be read, are left out. */
export function comparable(sent: readonly Sent[], model: string): Known[] {
  return sent.flatMap((one) => {
    const template = one.model === model ? readTemplate(one.template) : null;
    return template ? [{ id: one.id, template, card: one.kind === "ktp" }] : [];
  });
}

/** Null when nothing is known that has as many numbers. The first of equals, since the best photo comes first. */
export function nearest(seen: Template, known: readonly Known[]): Nearest | null {
  const fitting = known.filter(({ template }) => template.length === seen.length);
  return fitting.reduce<Nearest | null>((best, { id, template, card }) => {
    const score = likeness(seen, template);
    return best && best.likeness >= score ? best : { reference: id, likeness: score, card };
  }, null);
}

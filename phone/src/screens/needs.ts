/** What a visit must reckon with, in words: the house's codes translated, anything else as it was written. Pure. */
import { type Key, type Language, say } from "../words";

const KNOWN: Record<string, Key> = {
  lansia: "need.lansia", disabilitas: "need.disabilitas", hamil: "need.hamil", sakit: "need.sakit", terpencil: "need.terpencil",
};

export function needWords(language: Language, needs: readonly string[]): string {
  return needs.map((need) => {
    const known = KNOWN[need];
    return known ? say(language, known) : need.replace(/_/g, " ");
  }).join(", ");
}

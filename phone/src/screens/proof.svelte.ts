/** What speaks for paying at this door beside the evidence: the letter scanned here, or the house's grant. */
import type { FamilyView, Letter, Shown } from "../core";

/** code: what stands on the letter once it is paid; null for a letter printed without a secret. */
export type LetterSeen = { readonly letter: Letter; readonly code: string | null; readonly unmarked: boolean };
type Grant = { readonly family: string; readonly grant: string };

class Proof {
  #letter = $state.raw<LetterSeen | null>(null);
  #grant = $state.raw<Grant | null>(null);

  /** The letter as it was scanned: nobody has looked yet whether it bears a code. */
  scanned(letter: Letter, code: string | null): void {
    this.#letter = { letter, code, unmarked: false };
  }

  /** The payer looked: no code stands on it. */
  looked(): void {
    if (this.#letter) this.#letter = { ...this.#letter, unmarked: true };
  }

  granted(family: string, grant: string): void {
    this.#grant = { family, grant };
  }

  letterOf(family: string): LetterSeen | null {
    return this.#letter?.letter.family === family ? this.#letter : null;
  }

  grantOf(family: string): string | null {
    return this.#grant?.family === family ? this.#grant.grant : null;
  }

  shown(family: string): Shown {
    const seen = this.letterOf(family);
    return { letter: seen?.letter ?? null, unmarked: seen?.unmarked ?? false, grant: this.grantOf(family) };
  }

  /** Another phone may have paid, and nothing here says it hasn't. A letter with a secret is looked at as it begins. */
  lacking({ family, due }: FamilyView): boolean {
    if (!due.some(({ contested }) => contested)) return false;
    return this.grantOf(family) === null && (this.letterOf(family)?.code ?? null) === null;
  }

  /** After a payment nothing of it is left for the next door. */
  spent(): void {
    this.#letter = null;
    this.#grant = null;
  }
}

export const proof = new Proof();

/** `K7P2-QXRM`: as it is written by hand. */
export const written = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

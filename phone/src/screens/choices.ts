/** The payer's choices, readable before the store is unlocked: language, appearance, photos that take themselves. */
import { choice, choose } from "../store/preferences";
import type { Language } from "../words";

export type Theme = "auto" | "light" | "dark";

export function language(): Language {
  return choice("language") === "en" ? "en" : "id";
}

export function theme(): Theme {
  const kept = choice("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function keepLanguage(chosen: Language): void {
  choose("language", chosen);
}

export function keepTheme(chosen: Theme): void {
  choose("theme", chosen === "auto" ? null : chosen);
}

export function autoPhoto(): boolean {
  return choice("photo") !== "by_hand";
}

export function keepAutoPhoto(chosen: boolean): void {
  choose("photo", chosen ? null : "by_hand");
}

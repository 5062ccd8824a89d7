/** Words of the app: a key and what to fill in, out comes a sentence in the chosen language. */
import { id, type Key } from "./id";

export type { Key } from "./id";
export type Language = "id" | "en";
export type Fill = Readonly<Record<string, string | number>>;

const books: Record<Language, Record<Key, string>> = { id, en: id };

/** Only Indonesian comes with the shell; another language is fetched when it is chosen, and until then Indonesian speaks. */
export async function learn(language: Language): Promise<void> {
  if (language === "en") books.en = (await import("./en")).en;
}

export function say(language: Language, key: Key, fill: Fill = {}): string {
  return books[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in fill ? String(fill[name]) : whole,
  );
}

/** `Rp600.000`; `-Rp600.000` below zero. */
export function rupiah(amount: number): string {
  const digits = String(Math.abs(Math.trunc(amount))).replace(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0 ? "-" : ""}Rp${digits}`;
}

/** How long ago, in the coarsest unit that still helps. */
export function age(language: Language, since: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  if (minutes < 1) return say(language, "age.moment");
  if (minutes < 60) return say(language, "age.minutes", { n: minutes });
  if (minutes < 48 * 60) return say(language, "age.hours", { n: Math.floor(minutes / 60) });
  return say(language, "age.days", { n: Math.floor(minutes / (24 * 60)) });
}

/** `Selasa, 24 November 2026` for an ISO day; the day is the office's, so no time zone moves it. */
export function longDay(language: Language, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const locale = language === "id" ? "id-ID" : "en-GB";
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(date);
}

/** `Sel, 24 Nov`: where a row has little room. */
export function shortDay(language: Language, day: string): string {
  const locale = language === "id" ? "id-ID" : "en-GB";
  return new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** As Indonesians greet: pagi until 11, siang until 15, sore until 18, then malam. */
export function partOfDay(at: Date): "dawn" | "noon" | "later" | "night" {
  const hour = at.getHours();
  if (hour < 4 || hour >= 18) return "night";
  if (hour < 11) return "dawn";
  return hour < 15 ? "noon" : "later";
}

const zones: Record<number, string> = { 420: "WIB", 480: "WITA", 540: "WIT" };

/** `14.05 WITA`: Indonesian clock writing, with the zone's name where it is one of the three. */
export function clockTime(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  const zone = zones[-at.getTimezoneOffset()];
  return `${two(at.getHours())}.${two(at.getMinutes())}${zone ? ` ${zone}` : ""}`;
}

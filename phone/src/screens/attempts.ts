/** When to come again to a door where nobody was: days of the office, parts of the day. Pure. */
import type { PartOfDay } from "../core";

export type Attempt = { readonly on: string; readonly part: PartOfDay };

export const PARTS: readonly PartOfDay[] = ["morning", "afternoon", "evening"];

/** The round's day and the days after it. */
export function daysFrom(day: string, count: number): string[] {
  const first = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, i) => new Date(first + i * 86_400_000).toISOString().slice(0, 10));
}

export function partNow(hour: number): PartOfDay {
  if (hour < 11) return "morning";
  return hour < 15 ? "afternoon" : "evening";
}

/** Another part of the day than the one that found nobody: later today while it is light, else tomorrow. */
export function proposed(day: string, hour: number): Attempt {
  const tomorrow = daysFrom(day, 2)[1] ?? day;
  switch (partNow(hour)) {
    case "morning": return { on: day, part: "afternoon" };
    case "afternoon": return { on: day, part: "evening" };
    case "evening": return { on: tomorrow, part: "morning" };
  }
}

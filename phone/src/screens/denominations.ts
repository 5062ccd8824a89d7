/** Rupiah notes as they are counted, and the sum of a count. Pure. */

/** Notes in use (Bank Indonesia, 2022 series), then the coins as one sum of rupiah. */
export const NOTES = [100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000] as const;
export type Note = (typeof NOTES)[number];
export type Count = Readonly<Partial<Record<Note | "coins", number>>>;

/** Null until anything was counted: nothing counted isn't an empty bag. */
export function sumOf(count: Count): number | null {
  const notes = NOTES.map((note) => note * (count[note] ?? 0));
  const isCounted = Object.values(count).some((n) => n !== undefined);
  return isCounted ? notes.reduce((sum, n) => sum + n, count.coins ?? 0) : null;
}

/** How many were typed; undefined for an empty field. */
export function typedCount(text: string): number | undefined {
  const digits = text.replace(/\D/g, "").slice(0, 7);
  return digits === "" ? undefined : Number(digits);
}

/** After several wrong PINs the phone waits, longer each time; the count survives a reload. */
import { choice, choose } from "../store/preferences";

const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

/** How long to wait after so many wrong PINs in a row. */
export function wait_ms(wrong: number): number {
  return wrong < FREE_TRIES ? 0 : Math.min(LONGEST_MS, FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES));
}

/** Seconds still to wait; 0 when the next try is free. A clock set back can't shorten a wait beyond its length. */
export function left_s(now: number): number {
  const wrong = Number(choice("pin_wrong") ?? 0);
  const since = now - Number(choice("pin_wrong_at") ?? 0);
  return Math.max(0, Math.ceil((wait_ms(wrong) - Math.max(0, since)) / 1000));
}

export function tried(right: boolean, now: number): void {
  choose("pin_wrong", right ? null : String(Number(choice("pin_wrong") ?? 0) + 1));
  choose("pin_wrong_at", right ? null : String(now));
}

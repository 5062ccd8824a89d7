/** How long what the house has answered for stays here too: it may yet be set back to a backup. */
import { isoTime } from "./chain";
import type { Desk } from "./desk";

const KEEP_MS = 14 * 24 * 3600 * 1000;

/**
 * 14 days ago by the house's time; "" when it isn't known. This phone's clock may be far ahead; what it forgot too
 * early it can't push again to a house set back to a backup.
 */
export function longAgo(desk: Desk): string {
  const { server_seen } = desk.memory().synced;
  return server_seen === null ? "" : isoTime(Date.parse(server_seen) - KEEP_MS);
}

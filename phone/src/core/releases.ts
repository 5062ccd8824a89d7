/** How a day is summed up, and which leases are given back. */
import type { Bodies, Fact } from "../wire/events";
import { left } from "./bag";
import type { Desk } from "./desk";
import { due } from "./leases";

export function closing(desk: Desk, round: string, note: string): Bodies["day.closed"] {
  const { bag, visits } = desk.memory().projection;
  const steps = Object.values(visits);
  const { float, paid, returned } = bag;
  const failed = steps.filter(({ at }) => at === "failed").length;
  return { round, float, paid, returned, variance: left(bag), note, visits: steps.length, failed };
}

export function releases(desk: Desk, families: Parameters<typeof due>[0][], reason: string): Extract<Fact, { type: "lease.released" }>[] {
  const { projection } = desk.memory();
  return families.flatMap((family) => due(family, projection))
    .map(({ entitlement, fence }) => ({ type: "lease.released", body: { entitlement, fence, reason } }));
}

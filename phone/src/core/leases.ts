/** Which entitlements this phone, and only this phone, may pay. */
import type { Bytes } from "../wire/bytes";
import { toUtf8 } from "../wire/bytes";
import type { Pack, PackFamily, PackItem } from "../wire/pack";
import type { Projection } from "./project";

/** Items not paid here and not given back (a higher fence means leased anew). */
export function due(family: PackFamily, known: Projection): PackItem[] {
  return family.items.filter((item) => !isSettled(item, known) && !isReleased(item, known));
}

export function isSettled(item: { entitlement: string }, known: Projection): boolean {
  return Object.hasOwn(known.settled, item.entitlement);
}

function isReleased(item: { entitlement: string; fence: number }, known: Projection): boolean {
  const released = known.released[item.entitlement];
  return released !== undefined && released >= item.fence;
}

export function openLeases(pack: Pack, known: Projection): { entitlement: string; fence: number }[] {
  return pack.families.flatMap((family) => due(family, known));
}

/** What is hashed to ask whether house and phone agree on the open leases. */
export function leaseText(leases: { entitlement: string; fence: number }[]): Bytes {
  return toUtf8(leases.map((lease) => `${lease.entitlement}:${lease.fence}`).sort().join("\n"));
}

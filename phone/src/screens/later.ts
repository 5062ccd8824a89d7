/**
 * The screens that never come first: each is fetched when it is asked for, and all of them once the store is
 * open, so that none waits for a network later (the service worker keeps them).
 */
export const later = {
  closing: () => import("./Closing.svelte"),
  counting: () => import("./parts/Counting.svelte"),
  enrol: () => import("./Enrol.svelte"),
  face: () => import("./Face.svelte"),
  failed: () => import("./Failed.svelte"),
  giving: () => import("./parts/Giving.svelte"),
  hazard: () => import("./Hazard.svelte"),
  house: () => import("./House.svelte"),
  money: () => import("./Money.svelte"),
  other: () => import("./OtherWay.svelte"),
  place: () => import("./Place.svelte"),
  receipt: () => import("./Receipt.svelte"),
  settings: () => import("./Settings.svelte"),
  signature: () => import("./parts/Signature.svelte"),
  supervisor: () => import("./Supervisor.svelte"),
  tag: () => import("./Tag.svelte"),
};

export function fetchAll(): void {
  for (const fetch of Object.values(later)) void fetch().catch(() => undefined);
}

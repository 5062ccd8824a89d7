/** Which way the phone's top points: degrees clockwise from north, where the phone has a compass and may tell. */

type Told = DeviceOrientationEvent & { readonly webkitCompassHeading?: number };
type Asking = { requestPermission?: () => Promise<"granted" | "denied"> };

/** iOS tells only after a tap has asked; elsewhere nothing has to be asked. */
export function mustAsk(): boolean {
  return typeof DeviceOrientationEvent !== "undefined" && "requestPermission" in DeviceOrientationEvent;
}

/** Call from a tap. False when the owner refused. */
export async function ask(): Promise<boolean> {
  const { requestPermission } = DeviceOrientationEvent as unknown as Asking;
  return (await requestPermission?.()) !== "denied";
}

/** Tells each change; nothing at all on a phone without a compass. Returns how to stop. */
export function followHeading(heard: (heading_deg: number) => void): () => void {
  const told = (event: Event): void => {
    const { webkitCompassHeading, alpha, absolute } = event as Told;
    const heading = webkitCompassHeading ?? (absolute && alpha !== null ? 360 - alpha : null);
    if (heading !== null) heard((heading + screen.orientation.angle) % 360);
  };
  const kinds = ["deviceorientationabsolute", "deviceorientation"] as const;
  for (const kind of kinds) addEventListener(kind, told);
  return () => { for (const kind of kinds) removeEventListener(kind, told); };
}

/** Asks the phone where it is, several times in a row. */
import type { Fix } from "./measure";

export type Trouble = "denied" | "unavailable";
const LONGEST_MS = 15_000;

/**
 * A burst of up to `wanted` fixes, or fewer after 15 s; `heard` is told after each.
 * Rejects with a Trouble only when there was no fix at all.
 */
export function burst(wanted: number, heard: (fixes: readonly Fix[]) => void): Promise<readonly Fix[]> {
  return new Promise((resolve, reject) => {
    const fixes: Fix[] = [];
    const stop = follow((fix) => {
      fixes.push(fix);
      heard(fixes);
      if (fixes.length >= wanted) end();
    }, (trouble) => { if (trouble === "denied" || !fixes.length) end(trouble); });
    const timer = setTimeout(() => { end("unavailable"); }, LONGEST_MS);
    function end(trouble: Trouble = "unavailable"): void {
      clearTimeout(timer);
      stop();
      if (fixes.length) resolve(fixes);
      else reject(new Error(trouble));
    }
  });
}

/** Follows the phone; returns how to stop. A still phone may tell one fix only, so it is asked again after `every_ms`. */
export function follow(heard: (fix: Fix) => void, failed: (trouble: Trouble) => void, every_ms = 400): () => void {
  let running = true;
  const ask = (): void => {
    if (!running) return;
    navigator.geolocation.getCurrentPosition(
      (position) => { if (running) { heard(fixOf(position)); setTimeout(ask, every_ms); } },
      (error) => {
        if (!running) return;
        failed(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable");
        if (error.code !== error.PERMISSION_DENIED) setTimeout(ask, 1000);
      },
      { enableHighAccuracy: true, maximumAge: 0, timeout: 8000 },
    );
  };
  ask();
  return () => { running = false; };
}

function fixOf({ coords, timestamp }: GeolocationPosition): Fix {
  return {
    lat: coords.latitude, lng: coords.longitude, accuracy_m: coords.accuracy,
    taken_at: new Date(timestamp).toISOString(),
  };
}

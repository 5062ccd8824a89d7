/** Where this phone is, as last told: the list shows distances from it, and the door begins with it. */
import { follow } from "../place/fixes";
import type { Fix } from "../place/measure";

// at the list a distance may be old; a fix each quarter minute spares the battery
const CALM_MS = 15_000;

class Here {
  fix = $state.raw<Fix | null>(null);
  /** the phone can't or mustn't tell */
  unseen = $state(false);

  /** Follows closely (at a door) or calmly (at the list); returns how to stop. */
  watch(closely: boolean): () => void {
    return follow(
      (fix) => { this.fix = fix; this.unseen = false; },
      () => { this.unseen = true; },
      closely ? undefined : CALM_MS,
    );
  }
}

export const here = new Here();

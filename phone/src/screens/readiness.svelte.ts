/** Whether faces can be compared without a network: models kept, worker warm. */
import { storeModels, warm } from "../faces/engine";
import { app } from "./app.svelte";

type Stage = "no" | "loading" | "yes" | "failed";

class Readiness {
  stage = $state<Stage>("no");
  part = $state(0);

  get sentence(): string {
    if (this.stage === "yes") return app.t("morning.models_ready");
    if (this.stage === "failed") return app.t("morning.models_failed");
    return app.t("morning.models_loading", { n: Math.round(this.part * 100) });
  }

  /** Begins unless it is done or under way. */
  prepare(): void {
    if (this.stage === "loading" || this.stage === "yes") return;
    this.stage = "loading";
    this.part = 0;
    this.#load().then(
      () => { this.stage = "yes"; },
      (error: unknown) => { console.warn("face models", error); this.stage = "failed"; },
    );
  }

  async #load(): Promise<void> {
    await storeModels((part) => { this.part = part; });
    await warm();
  }
}

export const readiness = new Readiness();

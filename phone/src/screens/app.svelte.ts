/** What every screen shares: the core and its last snapshot, where we are, words, and the visit being gathered. */
import { type Core, type FamilyView, Refused, type State } from "../core";
import { learn, say, type Fill, type Key, type Language } from "../words";
import { keepLanguage, keepTheme, language, theme, type Theme } from "./choices";
import { type Draft, newDraft } from "./draft";
import type { Where } from "./where";

const SYNC_EVERY_MS = 5 * 60_000;
const PULL_EVERY_MS = 15 * 60_000;
const LOCK_AFTER_MS = 15 * 60_000;

const NOTHING: State = {
  enrolled: null, pack: null, policy: null, face_secret: null, round: null, families: [],
  bag: { float: 0, paid: 0, returned: 0, left: 0 }, openIntent: null, marking: null,
  unsent: { events: 0, media: 0, media_bytes: 0, oldest: null },
  sync: { running: false, last_at: null, stopped: null, said: null, held: 0 },
  supervisor: false, tagging: false, wiped: false, carried: [], storage: { persisted: null, missing_events: 0 },
};

class App {
  language = $state<Language>(language());
  theme = $state<Theme>(theme());
  where = $state.raw<Where>({ at: "start" });
  state = $state.raw<State>(NOTHING);
  draft = $state<Draft | null>(null);
  /** a sentence at the top of the screen, until closed or until we move on */
  problem = $state<string | null>(null);
  now = $state.raw(new Date());
  syncing = $derived(this.state.sync.running);
  /** What the house hasn't verified, as one sealed file. */
  exported: (() => Promise<string>) | null = null;
  /** the store is open */
  unlocked = $state(false);
  #core: Core | null = null;
  #hidden_at = Date.now();
  #pulled_at = 0;

  get core(): Core {
    if (!this.#core) throw new Error("the store is still locked");
    return this.#core;
  }

  /** Takes the opened core; screens redraw after each of its changes. */
  use(core: Core): void {
    this.#core = core;
    this.unlocked = true;
    const look = (): void => { this.state = core.state(); };
    core.watch(look);
    look();
    setInterval(() => { this.now = new Date(); }, 30_000);
    setInterval(() => void this.sync(), SYNC_EVERY_MS);
    addEventListener("online", () => void this.sync());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.#hidden_at = Date.now(); else this.#seenAgain(); });
    void this.sync();
  }

  /** Back in hand: send, or ask for the PIN again after a long absence, unless a visit is under way. */
  #seenAgain(): void {
    const away_ms = Date.now() - this.#hidden_at;
    if (away_ms > LOCK_AFTER_MS && !this.draft) location.reload();
    else void this.sync();
  }

  t = (key: Key, fill?: Fill): string => say(this.language, key, fill);

  go(where: Where): void {
    this.problem = null;
    this.where = where;
  }

  /** Goes on with what was just refused still said. */
  goSaying(where: Where): void {
    const said = this.problem;
    this.go(where);
    this.problem = said;
  }

  family(id: string): FamilyView | undefined {
    return this.state.families.find((one) => one.family === id);
  }

  async speak(chosen: Language): Promise<void> {
    if (!await this.doing(() => learn(chosen))) return;
    this.language = chosen;
    document.documentElement.lang = chosen;
    keepLanguage(chosen);
  }

  dress(chosen: Theme): void {
    this.theme = chosen;
    document.documentElement.dataset["theme"] = chosen;
    keepTheme(chosen);
  }

  begin(visit: string, family: string): Draft {
    this.draft = newDraft(visit, family);
    return this.draft;
  }

  /** Runs a verb; what it refuses is said on the screen. True when it was done. */
  async doing(verb: () => Promise<unknown>): Promise<boolean> {
    this.problem = null;
    try {
      await verb();
      return true;
    } catch (error) {
      this.problem = this.sentence(error);
      return false;
    }
  }

  sentence(error: unknown): string {
    if (error instanceof Refused) return error[this.language];
    console.error(error);
    return this.t("problem.unknown");
  }

  /** Why the last sending stopped, in the house's own words where it gave any. */
  get stopped(): string | null {
    const { stopped, said } = this.state.sync;
    return stopped && (said?.[this.language] ?? this.t(stopWord(stopped)));
  }

  /** The office no longer trusts this phone: said on every screen, not only to those who ask. */
  get distrusted(): string | null {
    const { stopped } = this.state.sync;
    return stopped === "phone_revoked" || stopped === "phone_unknown" || stopped === "chain_differs" ? this.stopped : null;
  }

  /** Sending by hand also says why it stopped. */
  async send(): Promise<void> {
    this.problem = null;
    if (this.syncing) return; // why an earlier one stopped is no news of this one
    await this.sync();
    this.problem = this.stopped;
  }

  /** Never throws: no network is an ordinary thing. Now and then also asks whether the leases are still the same. */
  async sync(): Promise<void> {
    if (!this.#core || !this.state.enrolled || this.state.sync.running) return;
    try {
      const { stopped } = await this.#core.sync();
      if (stopped || !this.state.pack || Date.now() - this.#pulled_at < PULL_EVERY_MS) return;
      this.#pulled_at = Date.now();
      await this.#core.pullPack();
    } catch (error) {
      this.problem = this.sentence(error);
    }
  }

  /** Fetches the day's work; true when there is something to go on with. */
  async pull(): Promise<boolean> {
    return this.doing(async () => {
      this.#pulled_at = Date.now();
      const { end, said } = await this.core.pullPack();
      if (end === "new" || end === "unchanged" || end === "kept_open_day") return;
      if (end === "offline" || end === "busy") throw new Refused("no_network");
      throw new Refused("not_the_house", said ?? sentences(stopWord(end)));
    });
  }
}

/** Why not everything was sent, as a sentence. */
export function stopWord(stopped: NonNullable<State["sync"]["stopped"]>): Key {
  switch (stopped) {
    case "offline": case "busy": return "sync.no_network";
    case "not_the_house": return "sync.untrusted";
    case "phone_unknown": case "phone_revoked": return "sync.revoked";
    case "chain_differs": return "sync.chain";
    case "too_large": case "refused": return "problem.unknown";
  }
}

function sentences(key: Key): { id: string; en: string } {
  return { id: say("id", key), en: say("en", key) };
}

export const app = new App();

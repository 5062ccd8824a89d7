/**
 * The viewfinder's attention: advice, then a movement asked, then the best still of a burst, taken by itself.
 *
 * The camera, the face worker and the clock come in as arguments; one frame is looked at after the other.
 */
import { type Burst, isDone, kept } from "../faces/burst";
import { begun, type Challenge, isOver, looksAhead, type Move, type Outcome, outcomeOf, skipped, watched } from "../faces/challenge";
import type { Guidance } from "../faces/guidance";
import type { Template } from "../faces/template";
import type { Glance } from "../faces/wire";

export type Eyes = {
  /** the frame shown now, whole; null while there is none */
  readonly frame: () => Promise<ImageBitmap | null>;
  /** looks at a smaller copy; the frame stays the caller's */
  readonly glance: (frame: ImageBitmap, template: boolean) => Promise<Glance>;
  readonly now_ms: () => number;
  readonly draw: () => Move;
};

/** `mover`: the face that was asked, as it looked ahead; `settled`: passed, or they can't, so it isn't asked again. */
export type Answer = { readonly outcome: Outcome; readonly mover: Template | null; readonly settled: boolean };

export class Watching {
  advice = $state.raw<Guidance | null>(null);
  challenge = $state.raw<Challenge | null>(null);
  /** the ring runs: the photo is about to take itself */
  counting = $state(false);
  #mover: Template | null = null;
  #burst: Burst<ImageBitmap> | null = null;
  readonly #eyes: Eyes;
  readonly #asks: boolean;

  constructor(eyes: Eyes, asks: boolean) {
    this.#eyes = eyes;
    this.#asks = asks;
  }

  /** A movement is asked and not answered yet. */
  get asking(): boolean {
    return this.challenge !== null && !isOver(this.challenge);
  }

  get answer(): Answer | null {
    if (!this.challenge) return null;
    const { stage } = this.challenge;
    const settled = stage.at === "passed" || (stage.at === "over" && stage.why === "skipped");
    return { outcome: outcomeOf(this.challenge), mover: this.#mover, settled };
  }

  /** Looks at one frame; gives the best still once a burst is full. A frame that can't be looked at is passed over. */
  async step(auto: boolean): Promise<ImageBitmap | null> {
    const frame = await this.#eyes.frame();
    if (!frame) return null;
    const at_ms = this.#eyes.now_ms();
    const glance = await this.#eyes.glance(frame, this.challenge?.stage.at === "waiting").catch(() => null);
    this.advice = glance?.advice ?? null;
    if (glance && !this.#answers(glance, at_ms) && auto && glance.advice === "ready") this.#keep(frame, glance.quality ?? 0, at_ms);
    if (this.#burst?.best.still !== frame) frame.close();
    if (!auto) this.#drop();
    return this.#full();
  }

  skip(): void {
    if (this.challenge) this.challenge = skipped(this.challenge, this.#eyes.now_ms());
  }

  /** Lets go of what is kept. */
  end(): void {
    this.#drop();
  }

  /** True while the frame belongs to a movement asked, which begins with the first good frame. */
  #answers(glance: Glance, at_ms: number): boolean {
    if (!this.challenge && this.#asks && glance.advice === "ready") {
      if (glance.face && looksAhead(glance.face.points)) this.challenge = begun(this.#eyes.draw(), at_ms);
      else this.advice = "look_ahead";
      return true;
    }
    if (!this.challenge || !this.asking) return false;
    const next = watched(this.challenge, { at_ms, face: glance.face });
    if (this.challenge.stage.at === "waiting" && next.stage.at === "ahead") this.#mover = glance.template;
    this.challenge = next;
    return true;
  }

  #keep(frame: ImageBitmap, quality: number, at_ms: number): void {
    const before = this.#burst?.best.still;
    this.#burst = kept(this.#burst, frame, quality, at_ms);
    if (before && this.#burst.best.still !== before) before.close();
    this.counting = true;
  }

  #full(): ImageBitmap | null {
    if (!this.#burst || !isDone(this.#burst, this.#eyes.now_ms())) return null;
    const { still } = this.#burst.best;
    this.#burst = null;
    this.counting = false;
    return still;
  }

  #drop(): void {
    this.#burst?.best.still.close();
    this.#burst = null;
    this.counting = false;
  }
}

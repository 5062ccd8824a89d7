/** What the page asks of the face worker, and what it is told. Pictures change hands: the page lets go of them. */
import type { Box } from "./boxes";
import type { Guidance } from "./guidance";
import type { Point } from "./pixels";
import type { Template } from "./template";

export type Ask =
  | { readonly do: "store" }
  | { readonly do: "warm" }
  /** a frame of the viewfinder; `template` costs time and is asked for when a face must be remembered */
  | { readonly do: "watch"; readonly frame: ImageBitmap; readonly template: boolean }
  /** a photo as it travels: the house looks at the same bytes */
  | { readonly do: "look"; readonly jpeg: ArrayBuffer };

/** `quality` 0-100, null without a face. */
export type Glance = {
  readonly advice: Guidance;
  readonly quality: number | null;
  readonly face: { readonly box: Box; readonly points: readonly Point[] } | null;
  readonly template: Template | null;
};

/** A face seen: `live` 0-1 and advisory, `quality` 0-100. */
export type Seen = {
  readonly template: Template;
  readonly live: number | null;
  readonly others: number;
  readonly quality: number | null;
  readonly advice: Guidance;
};

export type Told =
  | { readonly told: "progress"; readonly part: number }
  | { readonly told: "ready" }
  | { readonly told: "glance"; readonly glance: Glance }
  | { readonly told: "seen"; readonly seen: Seen | null }
  | { readonly told: "failed"; readonly why: string };

export type Asked = { readonly id: number; readonly ask: Ask };
export type Answered = { readonly id: number; readonly told: Told };

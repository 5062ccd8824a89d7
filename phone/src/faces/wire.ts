/** What the page asks of the face worker, and what it is told. */
import type { Advice } from "./guidance";

export type Picture = { readonly width: number; readonly height: number; readonly rgba: ArrayBuffer };

export type Ask =
  | { readonly do: "store" }
  | { readonly do: "warm" }
  | { readonly do: "guide"; readonly picture: Picture }
  | { readonly do: "look"; readonly picture: Picture };

/** A face seen: `template` is 512 float32, `live` 0-1 and advisory. */
export type Seen = { readonly template: Float32Array; readonly live: number | null; readonly others: number };

export type Told =
  | { readonly told: "progress"; readonly part: number }
  | { readonly told: "ready" }
  | { readonly told: "advice"; readonly advice: Advice }
  | { readonly told: "seen"; readonly seen: Seen | null }
  | { readonly told: "failed"; readonly why: string };

export type Asked = { readonly id: number; readonly ask: Ask };
export type Answered = { readonly id: number; readonly told: Told };

/** The page's side of the face worker: one worker, questions answered by number. */
import { MODEL_VERSION } from "./version";
import type { Answered, Ask, Glance, Seen, Told } from "./wire";

type Waiting = { readonly settle: (told: Told) => void; readonly progress: (part: number) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let last = 0;

export const model: string = MODEL_VERSION;

/** Keeps models and runtime for offline; tells the part done, 0-1. */
export async function storeModels(progress: (part: number) => void): Promise<void> {
  await ask({ do: "store" }, progress);
}

export async function warm(): Promise<void> {
  await ask({ do: "warm" });
}

/** One frame of the viewfinder, which is used up. */
export async function watch(frame: ImageBitmap, template: boolean): Promise<Glance> {
  const told = await ask({ do: "watch", frame, template }, undefined, [frame]);
  if (told.told !== "glance") throw new Error(`a glance was asked for, "${told.told}" told`);
  return told.glance;
}

/** A photo as it will travel; null when no face is seen. The bytes stay the caller's. */
export async function look(photo: ArrayBuffer): Promise<Seen | null> {
  const jpeg = photo.slice(0);
  const told = await ask({ do: "look", jpeg }, undefined, [jpeg]);
  return told.told === "seen" ? told.seen : null;
}

function ask(what: Ask, progress: (part: number) => void = () => undefined, carried: Transferable[] = []): Promise<Told> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    const settle = (told: Told): void => {
      if (told.told === "failed") reject(new Error(told.why));
      else resolve(told);
    };
    waiting.set(id, { settle, progress });
    started().postMessage({ id, ask: what }, carried);
  });
}

function started(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  worker.onmessage = (event: MessageEvent<Answered>): void => { heard(event.data); };
  worker.onerror = (event): void => { fell(event.message); };
  return worker;
}

function heard({ id, told }: Answered): void {
  const who = waiting.get(id);
  if (told.told === "progress") {
    who?.progress(told.part);
    return;
  }
  waiting.delete(id);
  who?.settle(told);
}

/** A dead worker answers nobody: tell everyone, and start anew at the next question. */
function fell(why: string): void {
  worker?.terminate();
  worker = null;
  for (const { settle } of waiting.values()) settle({ told: "failed", why });
  waiting.clear();
}

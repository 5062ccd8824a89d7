/** The face worker: heavy thinking off the page's thread; knows models, not families. */
import * as ort from "onnxruntime-web/wasm";
import { turned } from "./align";
import { centre, largest, rivals, width } from "./boxes";
import { advise, meanOf, sharpness } from "./guidance";
import { boxesIn, embed, findFace, liveness, pointsOf, type Role, type Run } from "./look";
import { modelBytes, runtimeBytes, storeAll } from "./models";
import { fit, fromRgba, grey, type Pixels, sample, square } from "./pixels";
import type { Answered, Ask, Asked, Picture, Seen, Told } from "./wire";

const sessions = new Map<Role, Promise<ort.InferenceSession>>();
let engine: Promise<void> | null = null;

self.onmessage = (event: MessageEvent<Asked>): void => void answer(event.data);

async function answer({ id, ask }: Asked): Promise<void> {
  const tell = (told: Told): void => {
    self.postMessage({ id, told } satisfies Answered);
  };
  try {
    tell(await done(ask, (part) => { tell({ told: "progress", part }); }));
  } catch (error) {
    tell({ told: "failed", why: error instanceof Error ? error.message : String(error) });
  }
}

async function done(ask: Ask, progress: (part: number) => void): Promise<Told> {
  switch (ask.do) {
    case "store":
      await storeAll(progress);
      return { told: "ready" };
    case "warm":
      await Promise.all((["detector", "landmarks", "recogniser"] as const).map(session));
      return { told: "ready" };
    case "guide":
      return { told: "advice", advice: await guide(pixels(ask.picture)) };
    case "look":
      return { told: "seen", seen: await look(pixels(ask.picture)) };
  }
}

const pixels = ({ rgba, width, height }: Picture): Pixels => fromRgba(new Uint8ClampedArray(rgba), width, height);

async function guide(photo: Pixels): Promise<ReturnType<typeof advise>> {
  const found = await boxesIn(photo, run);
  const best = largest(found);
  const luma = best
    ? grey(sample(photo, square(centre(best.box), width(best.box), 64), 64, 64))
    : grey(sample(photo, fit(photo, 64, 64, 1), 64, 64));
  return advise({
    box: best?.box ?? null,
    others: rivals(found),
    turned: best ? turned(await pointsOf(photo, best.box, run)) : 0,
    brightness: meanOf(luma),
    sharpness: sharpness(luma, { width: 64, height: 64 }),
    photo,
  });
}

async function look(photo: Pixels): Promise<Seen | null> {
  const face = await findFace(photo, run);
  if (!face) return null;
  return { template: await embed(photo, face, run), live: await liveness(photo, face, run), others: face.others };
}

const run: Run = async (role, input, shape) => {
  const net = await session(role);
  const name = net.inputNames[0] ?? "input";
  const told = await net.run({ [name]: new ort.Tensor("float32", input, shape) });
  return Object.fromEntries(Object.entries(told).map(([key, tensor]) => [key, tensor.data as Float32Array]));
};

/** Loaded once; a failed load is forgotten, so that a later try can succeed. */
function session(role: Role): Promise<ort.InferenceSession> {
  const known = sessions.get(role);
  if (known) return known;
  const coming = loaded(role);
  sessions.set(role, coming);
  coming.catch(() => sessions.delete(role));
  return coming;
}

async function loaded(role: Role): Promise<ort.InferenceSession> {
  engine ??= started();
  await engine.catch((error: unknown) => { engine = null; throw error; });
  return ort.InferenceSession.create(await modelBytes(role), { executionProviders: ["wasm"] });
}

async function started(): Promise<void> {
  ort.env.wasm.numThreads = 1; // threads would need cross-origin isolation
  ort.env.wasm.wasmBinary = await runtimeBytes();
  ort.env.logLevel = "error";
}

/** The face worker: heavy thinking off the page's thread; knows models, not families. */
import * as ort from "onnxruntime-web/wasm";
import { advise } from "./guidance";
import { liveness } from "./living";
import { embed, type Face, findFace, type Role, type Run } from "./look";
import { modelBytes, ROLES, runtimeBytes, storeAll } from "./models";
import { fromRgba, type Pixels } from "./pixels";
import { quality } from "./quality";
import type { Answered, Ask, Asked, Glance, Seen, Told } from "./wire";

const ONE_LOOK = [1] as const;
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
      await Promise.all(ROLES.map(session));
      return { told: "ready" };
    case "watch":
      return { told: "glance", glance: await glance(ask.frame, ask.template) };
    case "look":
      return { told: "seen", seen: await look(ask.jpeg) };
  }
}

async function glance(frame: ImageBitmap, remembered: boolean): Promise<Glance> {
  const photo = pixelsOf(frame);
  const face = await findFace(photo, run, ONE_LOOK);
  const template = face && remembered ? (await embed(photo, face, run)).template : null;
  return { ...measured(photo, face), face: face && { box: face.box, points: face.points }, template };
}

async function look(jpeg: ArrayBuffer): Promise<Seen | null> {
  // colours as they are written and turned upright, as the house reads them
  const decoded = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }), { colorSpaceConversion: "none" });
  const photo = pixelsOf(decoded);
  const face = await findFace(photo, run);
  if (!face) return null;
  const { template, strength } = await embed(photo, face, run);
  return { template, live: await liveness(photo, face, run), others: face.others, ...measured(photo, face, strength) };
}

function measured(photo: Pixels, face: Face | null, strength: number | null = null): Pick<Glance, "advice" | "quality"> {
  const told = face && quality(photo, face, strength);
  return { advice: advise(photo, face, told), quality: told?.total ?? null };
}

/** The bitmap is used up. */
function pixelsOf(bitmap: ImageBitmap): Pixels {
  const { width: wide, height: high } = bitmap;
  const pen = new OffscreenCanvas(wide, high).getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("this browser draws no pictures in a worker");
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return fromRgba(pen.getImageData(0, 0, wide, high).data, wide, high);
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
  return ort.InferenceSession.create(await modelBytes(role), {
    executionProviders: ["wasm"],
    // block-quantised weights: unpacked once at the start, the same numbers a quarter sooner
    extra: { session: { disable_quant_qdq: "1" } },
  });
}

async function started(): Promise<void> {
  ort.env.wasm.numThreads = 1; // threads would need cross-origin isolation
  ort.env.wasm.wasmBinary = await runtimeBytes();
  ort.env.logLevel = "error";
}

import { readFileSync } from "node:fs";
import * as ort from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, it } from "vitest";
import vectors from "../../../contract/vectors/living.json";
import { liveness } from "../../src/faces/living";
import type { Face, Run } from "../../src/faces/look";
import type { Pixels, Point } from "../../src/faces/pixels";

type Case = (typeof vectors.photos)[number];
let net: ort.InferenceSession;

beforeAll(async () => {
  ort.env.wasm.numThreads = 1;
  net = await ort.InferenceSession.create(readFileSync(new URL("../../../amanah/faces/weights/recapture.onnx", import.meta.url)));
});

const run: Run = async (role, input, shape) => {
  expect(role).toBe("liveness");
  const told = await net.run({ input: new ort.Tensor("float32", input, shape) });
  return Object.fromEntries(Object.entries(told).map(([key, tensor]) => [key, tensor.data as Float32Array]));
};

/** The wave of contract/vectors/quality.py. */
function drawn({ width, height, wave: [a = 0, b = 0, period = 1, gain = 0, offset = 0] }: Case): Pixels {
  const data = new Uint8ClampedArray(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width)), i % 3];
    const t = Math.abs(((a * x + b * y + 40 * channel) % (2 * period)) - period);
    data[i] = offset + Math.floor((gain * t) / period);
  }
  return { width, height, data };
}

function faceOf(one: Case, side = 100): Face {
  const five = one.five.map(([x = 0, y = 0]): Point => [x, y]);
  return { box: { left: 0, top: 0, right: side, bottom: 100 }, score: 1, points: [], five, others: 0 };
}

describe("how living a face looks", () => {
  it.each(vectors.photos)("is what the house says: $name", async (one) => {
    const live = await liveness(drawn(one), faceOf(one), run);
    expect(Math.abs((live ?? -1) - one.live), String(live)).toBeLessThanOrEqual(vectors.agree_within);
  });

  it("is the same for the mirror image", async () => {
    const [one] = vectors.photos;
    if (!one) throw new Error("no photo drawn");
    const photo = drawn(one);
    const data = photo.data.slice();
    for (let i = 0; i < data.length; i++) {
      const [x, y, channel] = [Math.floor(i / 3) % one.width, Math.floor(i / (3 * one.width)), i % 3];
      data[i] = photo.data[(y * one.width + one.width - 1 - x) * 3 + channel] ?? 0;
    }
    const face = faceOf(one);
    const flip = (i: number): Point => [one.width - 1 - (face.five[i]?.[0] ?? 0), face.five[i]?.[1] ?? 0];
    const five = [flip(1), flip(0), flip(2), flip(4), flip(3)];
    const [here, there] = [await liveness(photo, face, run), await liveness({ ...photo, data }, { ...face, five }, run)];
    expect(Math.abs((here ?? -1) - (there ?? 1))).toBeLessThan(0.02);
  });

  it("is not told of a face too small to tell", async () => {
    const [one] = vectors.photos;
    if (!one) throw new Error("no photo drawn");
    expect(await liveness(drawn(one), faceOf(one, 39), run)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import vectors from "../../../contract/vectors/disguise.json";
import { asInPack, turned, turningOf } from "../../src/faces/disguise";

const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

describe("a pack's disguise", () => {
  it("turns a face exactly as the house does", async () => {
    for (const { secret, plain, turned: wanted } of vectors.cases) {
      const got = turned(plain, await turningOf(fromHex(secret), plain.length));
      wanted.forEach((n, i) => { expect(got[i]).toBeCloseTo(n, 6); });
    }
  });

  it("is put on for the pack at hand, and for none without a secret", async () => {
    const face = new Float32Array([0.6, 0.8, 0]);
    const secrets = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"];
    expect(await asInPack(face, null)).toEqual(face);
    const [one, other, again] = await Promise.all([secrets[0], secrets[1], secrets[0]].map((s) => asInPack(face, s ?? null)));
    expect(one).not.toEqual(other);
    expect(again).toEqual(one);
  });

  it("keeps likenesses and hides faces", async () => {
    const plain = Float32Array.from({ length: 192 }, (_, i) => Math.sin(i * i) / Math.sqrt(96));
    const other = plain.map((n, i) => n + 0.05 * Math.cos(i));
    const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, n, i) => sum + n * (b[i] ?? 0), 0);
    const turning = await turningOf(new Uint8Array(32).fill(7), 192);
    expect(dot(turned(plain, turning), turned(other, turning))).toBeCloseTo(dot(plain, other), 5);
    expect(Math.abs(dot(turned(plain, turning), plain))).toBeLessThan(0.4);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bandOf, fromHalf, likeness, readTemplate, templateOf, unit } from "../../src/faces/template";

type Vectors = { photos: { photo: string; template: string; template_head: number[] }[] };
const vectors = JSON.parse(readFileSync(new URL("../../../contract/vectors/faces.json", import.meta.url), "utf8")) as Vectors;
const policy = { same_above: 0.45, different_below: 0.3 };

describe("templates", () => {
  it("reads the house's half-precision numbers", () => {
    for (const { template, template_head } of vectors.photos) {
      const read = readTemplate(template);
      template_head.forEach((n, i) => { expect(read?.[i]).toBeCloseTo(n, 3); });
    }
  });

  it("finds a person like themself and unlike another", () => {
    const people = vectors.photos.filter(({ photo }) => photo.startsWith("demo/people/"));
    const read = people.map(({ photo, template }) => ({ who: photo.replace(/_\d\.jpg$/, ""), face: readTemplate(template) }));
    for (const a of read) {
      for (const b of read) {
        if (!a.face || !b.face) throw new Error("a vector isn't a template");
        const score = likeness(a.face, b.face);
        if (a === b) expect(score).toBeCloseTo(1, 5);
        else if (a.who === b.who) expect(score).toBeGreaterThan(policy.same_above);
        else expect(score).toBeLessThan(0.5);
      }
    }
  });

  it("refuses what isn't 1,024 bytes", () => {
    expect(readTemplate("AAAA")).toBeNull();
  });

  it("knows the odd numbers of half precision", () => {
    expect([0x3c00, 0xc000, 0x0001, 0x7c00].map(fromHalf)).toEqual([1, -2, 2 ** -24, Infinity]);
    expect(fromHalf(0x7e00)).toBeNaN();
  });

  it("adds the mirror image and keeps length one", () => {
    const made = templateOf(new Float32Array([3, 0]), new Float32Array([0, 4]));
    expect(made[0]).toBeCloseTo(0.6);
    expect(made[1]).toBeCloseTo(0.8);
    expect(likeness(unit(new Float32Array([2, 0])), unit(new Float32Array([0, 5])))).toBe(0);
  });

  it("says same at the threshold, between below it, different further down, none without a score", () => {
    expect([0.45, 0.449, 0.3, 0.299, null].map((score) => bandOf(score, policy))).toEqual(["same", "between", "between", "different", "none"]);
  });
});

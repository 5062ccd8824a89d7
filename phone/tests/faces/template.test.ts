import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bandOf, fromHalf, joined, known, likeness, readTemplate, unit } from "../../src/faces/template";

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

  it("refuses what isn't whole numbers of half precision", () => {
    expect(readTemplate("AAAA")).toBeNull();
  });

  it("knows the odd numbers of half precision", () => {
    expect([0x3c00, 0xc000, 0x0001, 0x7c00].map(fromHalf)).toEqual([1, -2, 2 ** -24, Infinity]);
    expect(fromHalf(0x7e00)).toBeNaN();
  });

  it("have length one, and lie about the middle of all faces", () => {
    const made = known(new Float32Array([3, 4]), null);
    expect(Array.from(made, (n) => Math.round(n * 100))).toEqual([60, 80]);
    const about = known(new Float32Array([3, 4]), [0.6, 0]);
    expect(about[0]).toBeCloseTo(0, 6);
    expect(about[1]).toBeCloseTo(1, 6);
  });

  it("of several recognisers are as alike as their weighted mean", () => {
    const [one, two] = [unit(new Float32Array([1, 1])), unit(new Float32Array([1, 0]))];
    const face = joined([{ face: one, weight: 0.8 }, { face: one, weight: 0.2 }]);
    const other = joined([{ face: two, weight: 0.8 }, { face: one, weight: 0.2 }]);
    expect(likeness(face, other)).toBeCloseTo(0.8 * likeness(one, two) + 0.2, 6);
  });

  it("says same at the threshold, between below it, different further down, none without a score", () => {
    expect([0.45, 0.449, 0.3, 0.299, null].map((score) => bandOf(score, policy))).toEqual(["same", "between", "between", "different", "none"]);
  });
});

import { describe, expect, it } from "vitest";
import { apart, type Found, meant, overlap, readBoxes, rivals, voted } from "../../src/faces/boxes";

const found = (score: number, left: number, top: number, size: number): Found =>
  ({ score, box: { left, top, right: left + size, bottom: top + size } });

describe("the detector's boxes", () => {
  it("keeps the best of two boxes that lie on each other", () => {
    expect(apart([found(0.9, 0, 0, 10), found(0.8, 1, 1, 10), found(0.7, 30, 0, 10)]).map(({ score }) => score)).toEqual([0.9, 0.7]);
  });

  it("measures overlap as shared over joint area", () => {
    expect(overlap(found(1, 0, 0, 10).box, found(1, 5, 0, 10).box)).toBeCloseTo(1 / 3);
    expect(overlap(found(1, 0, 0, 10).box, found(1, 20, 0, 10).box)).toBe(0);
  });

  it("drops what is unlikely and puts the rest into photo pixels", () => {
    const scores = new Float32Array([0.1, 0.9, 0.9, 0.1]);
    const boxes = new Float32Array([0.25, 0.25, 0.5, 0.75, 0, 0, 1, 1]);
    const [one, ...others] = readBoxes(scores, boxes, [2, 0, 0.5, 0, 2, 0.5]);
    expect(others).toEqual([]);
    expect(one?.box).toEqual({ left: 159.5, top: 119.5, right: 319.5, bottom: 359.5 });
  });

  it("lets the boxes about one face vote, so that equal scores don't flip between two machines", () => {
    const [one, two, apart] = [found(0.75, 100, 100, 50), found(0.75, 104, 104, 50), found(0.9, 300, 100, 50)];
    expect(voted([one, two, apart], one.box)).toEqual({ left: 102, top: 102, right: 152, bottom: 152 });
    expect(voted([one, two, apart], two.box)).toEqual(voted([two, one, apart], one.box));
  });

  it("gives the voted box, not the winner's", () => {
    const one = [0.25, 0.25, 0.5, 0.5];
    const two = [0.25, 0.25, 0.5, 0.53125];
    const [read] = readBoxes(new Float32Array([0, 0.75, 0, 0.75]), new Float32Array([...one, ...two]), [1, 0, 0.5, 0, 1, 0.5]);
    expect(read?.box.bottom).toBeCloseTo(0.515625 * 240, 6);
  });

  it("counts a second person only when the face is large enough", () => {
    const big = found(1, 0, 0, 100);
    expect(rivals([big, found(1, 200, 0, 60)], big)).toBe(1);
    expect(rivals([big, found(1, 200, 0, 40)], big)).toBe(0);
  });

  it("takes the largest face near the middle as the portrait", () => {
    const photo = { width: 400, height: 400 };
    const [person, bystander, child] = [found(0.7, 150, 150, 100), found(0.9, 0, 0, 130), found(0.9, 190, 190, 20)];
    expect(meant([bystander, person, child], photo)).toBe(person);
    expect(meant([bystander], photo)).toBe(bystander);
    expect(meant([], photo)).toBeUndefined();
  });
});

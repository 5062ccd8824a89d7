import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapVerbs } from "../../src/core/maps";
import { keepMaps, keptMaps, PIECE_BYTES } from "../../src/map/keep";
import { isFree } from "../../src/map/morning";
import type { Shelf } from "../../src/map/shelf";
import type { Bytes } from "../../src/wire/bytes";
import type { MapFile } from "../../src/wire/pack";

const bytesOf = (size: number, seed = 1): Bytes => Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);
const named = (content: Bytes): MapFile => ({ name: "Rekaan", sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length });

/** Like OPFS: what lies on it survives a broken fetch. */
function aShelf(): Shelf & { files: Map<string, Bytes> } {
  const files = new Map<string, Bytes>();
  return {
    files,
    names: () => Promise.resolve([...files.keys()]),
    open: (name) => { const file = files.get(name); return Promise.resolve(file ? new File([file], name) : null); },
    append: (name, at, bytes) => {
      const old = files.get(name) ?? new Uint8Array();
      const grown = new Uint8Array(Math.max(old.length, at + bytes.length));
      grown.set(old);
      grown.set(bytes, at);
      files.set(name, grown);
      return Promise.resolve();
    },
    drop: (name) => { files.delete(name); return Promise.resolve(); },
  };
}

/** Serves these maps; `breaks` says at which asking no answer comes. */
function aHouse(contents: Bytes[], breaks: (asked: number) => boolean = () => false): MapVerbs & { sent: number } {
  const files = new Map(contents.map((content) => [named(content).sha256, content]));
  let asked = 0;
  const house = {
    sent: 0,
    maps: () => contents.map(named),
    mapPiece: (sha256: string, from: number, to: number) => {
      if (breaks(asked++)) return Promise.resolve(null);
      house.sent += to - from;
      return Promise.resolve(files.get(sha256)?.slice(from, to) ?? null);
    },
  };
  return house;
}

describe("maps kept on the phone", () => {
  it("are fetched whole, and found again without the house", async () => {
    const shelf = aShelf();
    const house = aHouse([bytesOf(PIECE_BYTES * 2 + 5), bytesOf(10, 2)]);
    expect(await keepMaps(house, shelf)).toBe(true);
    expect((await keptMaps(house.maps(), shelf)).map(({ content }) => content.size)).toEqual([PIECE_BYTES * 2 + 5, 10]);
  });

  it("are never used when a byte differs, and fetched anew", async () => {
    const shelf = aShelf();
    const content = bytesOf(1000);
    const house = aHouse([content]);
    shelf.files.set(named(content).sha256, bytesOf(1000, 9));
    expect(await keptMaps(house.maps(), shelf)).toEqual([]);
    expect(await keepMaps(house, shelf)).toBe(false);
    expect(await keepMaps(house, shelf)).toBe(true);
    expect(await keptMaps(house.maps(), shelf)).toHaveLength(1);
  });

  it("make room for those of today's round", async () => {
    const shelf = aShelf();
    await keepMaps(aHouse([bytesOf(50)]), shelf);
    const house = aHouse([bytesOf(60, 2)]);
    await keepMaps(house, shelf);
    expect(await shelf.names()).toEqual(house.maps().map(({ sha256 }) => sha256));
  });

  it("keep yesterday's until today's are whole", async () => {
    const shelf = aShelf();
    const old = aHouse([bytesOf(50)]);
    await keepMaps(old, shelf);
    expect(await keepMaps(aHouse([bytesOf(60, 2)], () => true), shelf)).toBe(false);
    expect(await keptMaps(old.maps(), shelf)).toHaveLength(1);
  });

  it("come in the end however often the network breaks, and no byte twice", async () => {
    await fc.assert(fc.asyncProperty(
      fc.integer({ min: 1, max: PIECE_BYTES * 3 }), fc.array(fc.boolean(), { maxLength: 12 }),
      async (size, broken) => {
        const shelf = aShelf();
        const house = aHouse([bytesOf(size)], (asked) => broken[asked] ?? false);
        for (let turn = 0; turn <= broken.length; turn += 1) await keepMaps(house, shelf);
        expect(await keptMaps(house.maps(), shelf)).toHaveLength(1);
        expect(house.sent).toBe(size);
      },
    ), { numRuns: 25 });
  });

  it("don't spend somebody's credit unasked", () => {
    expect([undefined, {}, { type: "wifi" }, { type: "cellular" }, { type: "wifi", saveData: true }].map(isFree))
      .toEqual([true, true, true, false, false]);
  });
});

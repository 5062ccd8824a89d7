import { expect, test } from "vitest";
import { fromBase45 } from "../../src/wire/base45";
import { fromBase64Url, fromHex, fromUtf8, toBase64Url, toHex, toUtf8 } from "../../src/wire/bytes";
import { decodeCbor } from "../../src/wire/cbor";
import { readPack } from "../../src/wire/pack";
import { readJson, WrongShape } from "../../src/wire/shapes";
import { chanceOf } from "../../sim/chance";
import { packOf } from "../house";

const chance = chanceOf(3);
const someBytes = (n: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: n }, () => Math.floor(chance() * 256));

test("base64url is Node's, both ways, at every length", () => {
  for (let n = 0; n < 70; n++) {
    const bytes = someBytes(n), text = Buffer.from(bytes).toString("base64url");
    expect(toBase64Url(bytes)).toBe(text);
    expect(fromBase64Url(text)).toEqual(bytes);
    expect(fromBase64Url(Buffer.from(bytes).toString("base64"))).toEqual(bytes);
  }
  expect(fromBase64Url("a")).toBeNull();
  expect(fromBase64Url("ab*d")).toBeNull();
});

test("UTF-8 is TextEncoder's, for emoji, Balinese and lone surrogates too", () => {
  for (const text of ["", "Jl. Kartini", "é€", "ᬩᬮᬶ", "🐕 galak", "\ud800x", "x\udfff"]) {
    expect(toUtf8(text)).toEqual(new TextEncoder().encode(text));
    expect(fromUtf8(new TextEncoder().encode(text))).toBe(new TextDecoder().decode(new TextEncoder().encode(text)));
  }
  expect(fromUtf8(new Uint8Array([0xff]))).toBeNull();
});

test("hex goes both ways", () => {
  expect(toHex(fromHex("00ff10"))).toBe("00ff10");
});

test("base45 reads the examples of RFC 9285", () => {
  expect(fromUtf8(fromBase45("BB8") ?? new Uint8Array())).toBe("AB");
  expect(fromUtf8(fromBase45("%69 VD92EX0") ?? new Uint8Array())).toBe("Hello!!");
  expect(fromUtf8(fromBase45("QED8WEX0") ?? new Uint8Array())).toBe("ietf!");
  expect(fromBase45("GGX")).toBeNull();
  expect(fromBase45("a")).toBeNull();
});

test("CBOR reads the examples of RFC 8949 that a letter needs", () => {
  const cases: [string, unknown][] = [
    ["00", 0], ["1864", 100], ["1a000f4240", 1_000_000], ["20", -1], ["3903e7", -1000], ["3a00011171", -70002],
    ["f4", false], ["f5", true], ["f6", null], ["4401020304", new Uint8Array([1, 2, 3, 4])], ["6449455446", "IETF"],
    ["62c3bc".slice(0, 6), "ü"], ["83010203", [1, 2, 3]], ["a201020304", new Map([[1, 2], [3, 4]])],
    ["c11a514b67b0", { tag: 1, value: 1363896240 }],
  ];
  for (const [hex, value] of cases) expect(decodeCbor(fromHex(hex))).toEqual(value);
});

test("what is cut off, unending or too deep is not CBOR, and nothing throws", () => {
  for (const hex of ["", "18", "4403", "62ff", "9f01ff", "fb3ff199999999999a", "0000", "81".repeat(40) + "00"]) {
    expect(decodeCbor(fromHex(hex))).toBeNull();
  }
  for (let i = 0; i < 3000; i++) decodeCbor(someBytes(Math.floor(chance() * 40)));
});

test("a pack is read into its type; fields of a newer house are left out", () => {
  const pack = packOf(2);
  expect(readPack({ ...pack, later: 1 })).toEqual(pack);
});

test("a hazard of a kind this phone doesn't know is still shown", () => {
  const pack = packOf(1);
  const given = { ...pack, families: [{ ...pack.families[0], hazards: [{ kind: "monkeys", note: "kera", noted: "2026-11-01" }] }] };
  expect(readPack(given).families[0]?.hazards).toEqual([
    { kind: "other", note: "kera", noted: "2026-11-01", confirmed: "2026-11-01", helped: "" },
  ]);
});

test("a wrong pack names its first wrong field", () => {
  const pack = packOf(2);
  const broken = { ...pack, families: [pack.families[0], { ...pack.families[1], items: [{ amount: "600000" }] }] };
  expect(() => readPack(broken)).toThrow("families[1].items[0].entitlement is not a text");
  expect(() => readPack(null)).toThrow(WrongShape);
  expect(readJson("{", readPack)).toBeNull();
  expect(readJson(JSON.stringify(broken), readPack)).toBeNull();
});

import { describe, expect, it } from "vitest";
import { comparable, nearest } from "../../src/faces/nearest";
import { unit } from "../../src/faces/template";

const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
/** Float16 ones. */
const ones = base64url(new Uint8Array(256).map((_, i) => (i % 2 ? 0x3c : 0)));
const at = (...numbers: number[]): Float32Array => unit(new Float32Array(numbers));

describe("several references", () => {
  it("are compared only when they are of this phone's model", () => {
    const sent = [{ id: "a", model: "old", template: ones }, { id: "b", model: "now", template: ones }, { id: "c", model: "now", template: "AAAA" }];
    expect(comparable(sent, "now").map(({ id }) => id)).toEqual(["b"]);
  });

  it("speak through the most alike, the first of equals", () => {
    const card = false;
    const known = [{ id: "list", template: at(1, 1), card }, { id: "field", template: at(1, 0), card }, { id: "again", template: at(1, 0), card }];
    expect(nearest(at(1, 0.1), known)?.reference).toBe("field");
    expect(nearest(at(1, 0), known)).toEqual({ reference: "field", likeness: 1, card });
  });

  it("say nothing where none is known", () => {
    expect(nearest(at(1, 0), [])).toBeNull();
    expect(nearest(at(1, 0), [{ id: "cut", template: at(1), card: false }])).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import type { FaceSeen, FamilyView, Place } from "../../src/core";
import { isEnough, newDraft, withPhoto } from "../../src/screens/draft";
import { isDone, markOf } from "../../src/screens/marks";
import { codeOf, jpegUrl } from "../../src/screens/pictures";
import { FACE, WITNESS } from "../cast";
import { before } from "../../src/screens/where";

const place: Place = { lat: -8.65, lng: 115.21, accuracy_m: 12, spread_m: 1, fixes: 5, taken_at: "2026-11-24T01:02:03.004Z" };
const face = (band: FaceSeen["band"]): FaceSeen => ({ ...FACE, likeness: 0.5, band });
const shot = { photo: new ArrayBuffer(3), thumb: new ArrayBuffer(1) };
const drafted = (change: Partial<ReturnType<typeof newDraft>>): boolean =>
  isEnough({ ...newDraft("v", "f"), place, face: face("same"), photos: withPhoto([], "face", shot), ...change });

describe("the evidence of a visit", () => {
  it("is enough with a place and a face that isn't another's", () => {
    expect(drafted({})).toBe(true);
    expect(drafted({ face: face("between") })).toBe(true);
    expect(drafted({ face: face("none") })).toBe(true);
  });

  it("isn't enough with a different face, no face photo, or no place", () => {
    expect(drafted({ face: face("different") })).toBe(false);
    expect(drafted({ photos: [] })).toBe(false);
    expect(drafted({ place: null })).toBe(false);
  });

  it("is always enough when a person vouches: a face never says no by itself", () => {
    expect(drafted({ face: face("different"), other_way: WITNESS })).toBe(true);
    expect(drafted({ face: null, place: null, photos: [], other_way: WITNESS })).toBe(true);
    expect(drafted({ face: face("different"), other_way: { ...WITNESS, witness: null } })).toBe(false);
  });

  it("keeps the last photo of each kind", () => {
    const twice = withPhoto(withPhoto(withPhoto([], "face", shot), "house", shot), "face", { ...shot, photo: new ArrayBuffer(9) });
    expect(twice.map(({ kind, bytes }) => [kind, bytes.byteLength])).toEqual([["house", 3], ["face", 9]]);
  });
});

describe("the screens", () => {
  const status = (at: string, step: object = {}): Pick<FamilyView, "status"> => ({ status: { at, step } } as unknown as FamilyView);

  it("mark every state with a word and an icon of its own", () => {
    const marks = [status("waiting"), status("visiting", { at: "door" }), status("visiting", { at: "handing" }), status("paid"),
      status("failed", { reason: "not_home" }), status("failed", { reason: "moved" })].map(markOf);
    expect(new Set(marks.map(({ word }) => word)).size).toBe(6);
    expect(new Set(marks.map(({ icon }) => icon)).size).toBe(6);
  });

  it("count a family as done when it is paid or failed", () => {
    expect([status("waiting"), status("visiting"), status("paid"), status("failed")].map(isDone)).toEqual([false, false, true, true]);
  });

  it("never lead back out of a payment", () => {
    expect(before({ at: "money", family: "f" })).toBeNull();
    expect(before({ at: "receipt", family: "f" })).toBeNull();
    expect(before({ at: "face", family: "f" })).toEqual({ at: "place", family: "f" });
  });

  it("draw a code with its quiet zone", async () => {
    const code = await codeOf("AMNR1:ABCD2345");
    expect(code.size).toBeGreaterThanOrEqual(29);
    expect(code.path.startsWith("M4 4h1v1h-1z")).toBe(true);
  });

  it("show the pack's thumbnails as JPEG addresses", () => {
    expect(jpegUrl("_-8")).toBe("data:image/jpeg;base64,/+8");
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { left_s, tried, wait_ms } from "../../src/screens/patience";

const NOON = Date.UTC(2026, 10, 24, 4);

describe("wrong PINs", () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => { vi.unstubAllGlobals(); });

  it("cost nothing at first, then half a minute, doubling up to a quarter of an hour", () => {
    expect([0, 4, 5, 6, 7, 30].map(wait_ms)).toEqual([0, 0, 30_000, 60_000, 120_000, 900_000]);
  });

  it("make the phone wait, even after a reload", () => {
    for (let i = 0; i < 5; i++) tried(false, NOON);
    expect(left_s(NOON)).toBe(30);
    expect(left_s(NOON + 29_001)).toBe(1);
    expect(left_s(NOON + 30_000)).toBe(0);
  });

  it("can't be outrun by setting the clock back, and never wait longer than their own wait", () => {
    for (let i = 0; i < 5; i++) tried(false, NOON);
    expect(left_s(NOON - 86_400_000)).toBe(30);
  });

  it("are forgotten with the right one", () => {
    for (let i = 0; i < 6; i++) tried(false, NOON);
    tried(true, NOON);
    expect(left_s(NOON)).toBe(0);
    expect(kept.size).toBe(0);
  });
});

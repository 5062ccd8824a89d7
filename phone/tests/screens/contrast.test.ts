import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../src/look/tokens.css", import.meta.url), "utf8");

/** The colours of one block of tokens.css, by name. */
function colours(opening: string): Map<string, string> {
  const block = css.slice(css.indexOf(opening)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

/** WCAG 2.2 contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const themes = { light: colours(":root {"), dark: colours(':root[data-theme="dark"]') };
const pairs = [
  ["ink", "ground"], ["ink", "card"], ["ink", "sunk"], ["ink", "primary-soft"],
  ["slate", "ground"], ["slate", "card"], ["slate", "sunk"], ["slate", "primary-soft"],
  ["primary", "ground"], ["primary", "card"], ["primary", "primary-soft"], ["on-primary", "primary"], ["on-marigold", "marigold"],
  ["on-marigold-soft", "marigold-soft"], ["on-marigold-soft", "ground"], ["on-marigold-soft", "sunk"], ["on-marigold-soft", "card"],
  ["leaf-ink", "leaf-soft"], ["leaf-ink", "sunk"], ["leaf-ink", "card"], ["brick-ink", "brick-soft"], ["brick-ink", "ground"], ["brick-ink", "card"],
] as const;

describe.each(Object.entries(themes))("the %s look", (_, theme) => {
  it.each(pairs)("shows %s on %s at 4.5:1 or more", (text, ground) => {
    expect(contrast(theme.get(text) ?? "", theme.get(ground) ?? "")).toBeGreaterThanOrEqual(4.5);
  });
});

it("says the dark colours twice, and the same both times", () => {
  const bySystem = css.slice(css.indexOf("@media")).split("}")[0] ?? "";
  const bySwitch = css.slice(css.indexOf(':root[data-theme="dark"]')).split("}")[0] ?? "";
  const lines = (block: string): string[] => block.split("\n").map((line) => line.trim()).filter((line) => line.startsWith("--"));
  expect(lines(bySystem)).toEqual(lines(bySwitch));
});

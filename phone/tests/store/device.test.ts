import { expect, test } from "vitest";
import { device } from "../../src/store/device";

const OLD = "Mozilla/5.0 (Linux; Android 14; SM-A155F Build/UP1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0 Mobile";
const NEW = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile";
const hints = (model: string): { getHighEntropyValues: () => Promise<{ model: string }> } => ({ getHighEntropyValues: () => Promise.resolve({ model }) });

test("a phone's model is the browser's own hint, else what its text says", async () => {
  expect(await device({ userAgent: NEW, userAgentData: hints("Pixel 8") })).toBe("Pixel 8");
  expect(await device({ userAgent: OLD })).toBe("SM-A155F");
  expect(await device({ userAgent: OLD, userAgentData: hints("") })).toBe("SM-A155F");
  expect(await device({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X)" })).toBe("iPhone");
});

test("a browser that won't say leaves it unknown", async () => {
  expect(await device({ userAgent: NEW })).toBe("");
  expect(await device({ userAgent: NEW, userAgentData: { getHighEntropyValues: () => Promise.reject(new Error("no")) } })).toBe("");
  expect(await device({ userAgent: "x" })).toBe("");
});

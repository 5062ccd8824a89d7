import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FAIL_REASONS } from "../../src/wire/events";
import { age, learn, longDay, partOfDay, rupiah, say } from "../../src/words";
import { en } from "../../src/words/en";
import { id, type Key } from "../../src/words/id";

const keys = Object.keys(id) as Key[];
const blanks = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const screens = (folder: URL): string =>
  readdirSync(folder, { withFileTypes: true })
    .map((one) => one.isDirectory() ? screens(new URL(`${one.name}/`, folder)) : readFileSync(new URL(one.name, folder), "utf8"))
    .join("\n");

describe("the words", () => {
  it("are the same sentences in both languages, with the same blanks", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(en[key].trim(), key).not.toBe("");
      expect(blanks(en[key]), key).toEqual(blanks(id[key]));
    }
  });

  it("name every reason of failure", () => {
    for (const reason of FAIL_REASONS) expect(id[`reason.${reason}`]).toBeTruthy();
  });

  it("hold nothing that no screen says", () => {
    const said = screens(new URL("../../src/", import.meta.url)).replace(/^ {2}"[\w.]+": ".*$/gm, "");
    const families = new Set([...said.matchAll(/`([a-z]+\.(?:[a-z]+_)?)\$\{/g)].map((found) => found[1] ?? ""));
    const unused = keys.filter((key) => !said.includes(`"${key}"`) && ![...families].some((stem) => key.startsWith(stem)));
    expect(unused).toEqual([]);
  });

  it("fill blanks and leave unknown ones standing", async () => {
    expect(say("en", "round.progress", { done: 3, of: 31 }), "not fetched yet").toBe("3 dari 31 selesai");
    await learn("en");
    expect(say("id", "round.progress", { done: 3, of: 31 })).toBe("3 dari 31 selesai");
    expect(say("en", "round.progress", { done: 3 })).toBe("3 of {of} done");
  });

  it("write money as Indonesians do", () => {
    expect([0, 999, 600_000, 18_600_000, -100_000].map(rupiah)).toEqual(["Rp0", "Rp999", "Rp600.000", "Rp18.600.000", "-Rp100.000"]);
  });

  it("tell age in the coarsest unit that helps", () => {
    const now = new Date("2026-11-24T12:00:00Z");
    const ago = (minutes: number): string => age("id", new Date(now.getTime() - minutes * 60_000), now);
    expect([0, 5, 125, 60 * 24 * 3, -10].map(ago)).toEqual(["baru saja", "5 menit", "2 jam", "3 hari", "baru saja"]);
  });

  it("greet by the hour", () => {
    const at = (hour: number): string => partOfDay(new Date(2026, 10, 24, hour));
    expect([3, 6, 11, 15, 18].map(at)).toEqual(["night", "dawn", "noon", "later", "night"]);
  });

  it("write the day out, whatever the phone's time zone", () => {
    expect(longDay("id", "2026-11-24")).toBe("Selasa, 24 November 2026");
    expect(longDay("en", "2026-11-24")).toMatch(/^Tuesday,? 24 November 2026$/);
  });
});

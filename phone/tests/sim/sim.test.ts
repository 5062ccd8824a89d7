import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { expect, test } from "vitest";
import { chanceOf, shuffled } from "../../sim/chance";
import { mangled } from "../../sim/mangle";
import { readDay } from "../../sim/scenario";
import { familyId, openedPhone, pay } from "../cast";
import { createCore } from "../../src/core/index";
import { paidTwice } from "../house";
import { liveDay, memoryOf, syncAll } from "../../sim/phone";
import { GENTLE } from "../../sim/mangle";

const PLACE = { lat: -8.65, lng: 115.22, accuracy_m: 10 };
const FACE = { likeness: 0.7, band: "same" };

test("chance with one seed is the same chance", () => {
  const [one, other] = [chanceOf(5), chanceOf(5)];
  const list = Array.from({ length: 50 }, (_, i) => i);
  expect(shuffled(list, one)).toEqual(shuffled(list, other));
  expect(shuffled(list, one)).not.toEqual(list);
  expect([...shuffled(list, one)].sort((a, b) => a - b)).toEqual(list);
});

test.each([1, 2, 3, 4, 5, 6])("batches that come twice, torn and unanswered lose nothing, seed %i", async (seed) => {
  const { parts, house, core } = await openedPhone(12);
  for (let n = 1; n <= 12; n++) await pay(core, familyId(n));
  const weather = { duplicate: 0.5, reorder: 0.7, lose_answer: 0.3 };
  const net = mangled(house, chanceOf(seed), () => weather);
  const again = await createCore({ ...parts, net });
  for (let i = 0; i < 30 && again.state().unsent.events + again.state().unsent.media > 0; i++) await again.sync();
  expect(again.state().unsent).toMatchObject({ events: 0, media: 0 });
  expect(house.events.size).toBe(49);
  expect(house.batches.length).toBeGreaterThan(1);
  expect(paidTwice(house)).toEqual([]);
});

test("a tearing network really changes the order in which events arrive", async () => {
  const { parts, house, core } = await openedPhone(5);
  for (let n = 1; n <= 5; n++) await pay(core, familyId(n));
  const again = await createCore({ ...parts, net: mangled(house, chanceOf(1), () => ({ ...GENTLE, reorder: 1 })) });
  await again.sync();
  expect(house.batches[0]?.[0]).toBeGreaterThan(1);
  expect(house.batches.flat()).toHaveLength(21);
});

test("a planned day is lived at every kind of door, and told", async () => {
  const cast = await openedPhone(6);
  const file = join(mkdtempSync(join(tmpdir(), "amanah-sim-")), "face.jpg");
  writeFileSync(file, "not really a photo");
  const phone = { core: cast.core, store: cast.store, weather: { mangle: GENTLE, clock_offset_ms: 0, told: null } };
  const door = { place: PLACE, face: FACE, photos: { face: file } };
  const plan = readDay({
    open: false, return: "all", close: true, plan: [
      { family: familyId(1), ending: "paid", ...door, hazard: { kind: "dog" } },
      { family: familyId(2), ending: "paid", ...door, face: { ...FACE, band: "different" } },
      { family: familyId(3), ending: "paid", ...door, face: { ...FACE, band: "different" }, other_way: { way: "witness", note: "kelian", witness: { name: "I Ketut Lingga", role: "tetangga" } } },
      { family: familyId(4), ending: "voided", ...door },
      { family: familyId(5), ending: "failed", reason: "moved", next: "return" },
      { family: familyId(6), ending: "not_home" },
      { family: "nobody", ending: "paid" },
    ],
  });
  const told = await liveDay(phone, plan, () => undefined);
  expect(told).toMatchObject({ paid: 2, failed: 2, voided: 1, bag: { paid: 2_700_000, left: 0 }, closed: { variance: 0, visits: 6, failed: 2 } });
  expect(told.refused).toEqual([{ family: familyId(2), code: "not_seen" }, { family: "nobody", code: "family_unknown" }]);
  await syncAll(phone, null, 3);
  const remembered = await memoryOf(phone) as { events: unknown[]; acked_seq: number; payments: unknown[] };
  expect(remembered.payments).toHaveLength(4);
  expect(remembered.acked_seq).toBe(remembered.events.length);
});

test("the driver, built as for a rehearsal, answers each line and ends when told", async () => {
  const outDir = mkdtempSync(join(tmpdir(), "amanah-driver-"));
  const root = new URL("../../", import.meta.url).pathname;
  await build({ root, configFile: join(root, "vite.sim.config.ts"), logLevel: "silent", build: { outDir } });
  const child = spawn(process.execPath, [join(outDir, "driver.mjs")]);
  let out = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  const ended = new Promise((done) => child.on("exit", done));
  child.stdin.write('{"do":"pull","phone":"p1"}\nnot json\n{"do":"enrol","phone":"p1"}\n');
  child.stdin.write('{"do":"enrol","phone":"p1","base":"http://127.0.0.1:9","code":"x"}\n{"do":"quit"}\n');
  expect(await ended).toBe(0);
  const lines = out.trim().split("\n").map((line) => JSON.parse(line) as { code?: string; do?: string });
  expect(lines.map(({ code }) => code)).toEqual(expect.arrayContaining(["no_such_phone", "not_an_order", "wrong_shape", "no_network"]));
  expect(lines.at(-1)).toEqual({ do: "quit", ok: true });
});

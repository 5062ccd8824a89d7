/**
 * Simulated phones for rehearsals: one JSON order a line on stdin, one JSON answer a line on stdout.
 *
 * Each phone takes its own orders in turn; different phones work at the same time, as on a real day.
 * Orders: enrol, pull, day, sync, memory, state, copy, clock, quit (fields: scenario.ts).
 */
import { createInterface } from "node:readline";
import { Refused } from "../src/core/index";
import { WrongShape } from "../src/wire/shapes";
import { copied, liveDay, memoryOf, newPhone, packSummary, syncAll, type SimPhone } from "./phone";
import { readClock, readCopy, readDay, readEnrol, readOrder, readSync } from "./scenario";

const phones = new Map<string, SimPhone>();
const turns = new Map<string, Promise<void>>();

function say(line: object): void {
  process.stdout.write(JSON.stringify(line) + "\n");
}

async function obey(order: string, name: string, line: unknown): Promise<object> {
  if (order === "enrol") return enrol(name, line);
  const phone = phones.get(name);
  if (!phone) return { ok: false, code: "no_such_phone" };
  switch (order) {
    case "pull": return { ok: true, ...await phone.core.pullPack(), ...packSummary(phone) };
    case "day":
      return { ok: true, ...await liveDay(phone, readDay(line), (done, of) => {
        say({ progress: true, do: order, phone: name, done, of });
      }) };
    case "sync": {
      const { mangle, tries } = readSync(line);
      return { ok: true, ...await syncAll(phone, mangle, tries) };
    }
    case "memory": return { ok: true, ...await memoryOf(phone) };
    case "state": return { ok: true, state: phone.core.state() };
    case "copy": {
      const { as, seed } = readCopy(line);
      phones.set(as, await copied(phone, seed));
      return { ok: true };
    }
    case "clock": {
      const { offset_ms, told } = readClock(line);
      Object.assign(phone.weather, { clock_offset_ms: offset_ms, told });
      return { ok: true };
    }
    default: return { ok: false, code: "unknown_order" };
  }
}

async function enrol(name: string, line: unknown): Promise<object> {
  const { base, code, name: label, seed } = readEnrol(line);
  const phone = await newPhone(base, seed);
  await phone.core.enrol(code, label);
  phones.set(name, phone);
  return { ok: true, enrolled: phone.core.state().enrolled };
}

async function answer(line: unknown): Promise<void> {
  const { do: order, phone } = readOrder(line);
  try {
    say({ do: order, phone, ...await obey(order, phone, line) });
  } catch (error) {
    if (error instanceof Refused) say({ do: order, phone, ok: false, code: error.code, id: error.id, en: error.en });
    else if (error instanceof WrongShape) say({ do: order, phone, ok: false, code: "wrong_shape", en: error.message });
    else throw error;
  }
}

function hear(text: string): void {
  if (text.trim() === "") return;
  try {
    const line: unknown = JSON.parse(text);
    const { do: order, phone } = readOrder(line);
    if (order === "quit") void finish();
    else turns.set(phone, (turns.get(phone) ?? Promise.resolve()).then(() => answer(line)));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof WrongShape)) throw error;
    say({ ok: false, code: "not_an_order", en: error.message });
  }
}

async function finish(): Promise<void> {
  await Promise.all(turns.values());
  say({ do: "quit", ok: true });
  process.exit(0);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", hear);
lines.on("close", () => void finish());

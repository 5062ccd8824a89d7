/**
 * Phones in the field for rehearsals with faults: one JSON order a line on stdin, one JSON answer a line on stdout.
 *
 * Each phone takes its own orders in turn; different phones work at the same time. Fields of orders: orders.ts.
 */
import { createInterface } from "node:readline";
import { Refused, type Core } from "../../src/core/index";
import { WrongShape } from "../../src/wire/shapes";
import { PIN } from "./cabinet";
import { answerOpenQuestion, insist, jot, syncAll, walk } from "./day";
import { takeIn } from "./office";
import {
  readCalm, readCarry, readClock, readCopy, readEnrol, readJot, readOrder, readSync, readTakeIn, readWalk, readWeather, type Trouble,
} from "./orders";
import { copyOf, newFieldPhone, type FieldPhone } from "./phone";

const phones = new Map<string, FieldPhone>();
/** sealed files, by the phone that made them */
const files = new Map<string, string>();
const turns = new Map<string, Promise<void>>();

function say(line: object): void {
  process.stdout.write(JSON.stringify(line) + "\n");
}

async function obey(order: string, name: string, line: unknown): Promise<object> {
  if (order === "enrol") return enrol(name, line);
  const phone = phones.get(name);
  if (!phone) throw new RangeError(`no phone ${name}`);
  switch (order) {
    case "pull": return { ...await insist(phone, readCalm(line).trouble, (core) => core.pullPack()), ...shown(phone.core) };
    case "open": return openDay(phone, readCalm(line).trouble);
    case "walk": return { ends: await walk(phone, readWalk(line)) };
    case "sync": {
      const { tries, trouble } = readSync(line);
      return syncAll(phone, trouble, tries);
    }
    case "evening": return evening(phone, readCalm(line).trouble);
    case "weather":
      phone.sky = readWeather(line).sky;
      return {};
    case "clock":
      phone.clock_offset_ms = readClock(line).offset_ms;
      return {};
    case "copy": {
      const { as, seed } = readCopy(line);
      phones.set(as, await copyOf(phone, seed));
      return {};
    }
    case "export":
      files.set(name, await phone.cabinet.exported());
      return { last_seq: Math.max(0, ...phone.said.keys()) };
    case "carry": {
      const { of, trouble } = readCarry(line);
      return await insist(phone, trouble, (core) => core.carry(fileOf(of), PIN));
    }
    case "take_in": return await takeIn(fileOf(name), readTakeIn(line));
    case "jot":
      await jot(phone, readJot(line).notes);
      return {};
    case "truth": return truth(phone);
    case "forget":
      phones.delete(name);
      return {};
    default: throw new RangeError(`no order ${order}`);
  }
}

async function enrol(name: string, line: unknown): Promise<object> {
  const { base, code, seed, cash, on, trouble } = readEnrol(line);
  const phone = await newFieldPhone(base, seed, on);
  phone.purse.cash = cash;
  await insist(phone, { ...trouble, crash: 0 }, (core) => core.enrol(code, name, "simulasi"));
  phones.set(name, phone);
  return { enrolled: phone.core.state().enrolled };
}

function fileOf(name: string): string {
  const file = files.get(name);
  if (file === undefined) throw new RangeError(`no file of ${name}`);
  return file;
}

/** The cash in the bag is counted by hand; opened already before a crash is as good. */
async function openDay(phone: FieldPhone, trouble: Trouble): Promise<object> {
  await insist(phone, trouble, (core) => core.state().round?.state === "open" ? Promise.resolve() : core.openDay(phone.purse.cash));
  return shown(phone.core);
}

/** The real cash goes back to the office. An unanswered question comes first, as on every day. */
async function evening(phone: FieldPhone, trouble: Trouble): Promise<object> {
  await insist(phone, trouble, () => answerOpenQuestion(phone, trouble));
  const counted = phone.purse.cash;
  // a revoked phone that has forgotten its day returns nothing by itself: the office counts the bag
  if (phone.core.state().wiped && phone.core.state().round === null) return { counted };
  await insist(phone, trouble, async (core) => {
    if (counted > core.state().bag.returned) await core.returnCash(counted - core.state().bag.returned);
  });
  await insist(phone, trouble, async (core) => {
    if (core.state().round?.state === "open") await core.closeDay("");
  });
  return { counted };
}

function shown(core: Core): object {
  const { round, families } = core.state();
  return { round, families: families.map(({ family, due_total, items, status }) => ({ family, due_total, items, status: status.at })) };
}

async function truth(phone: FieldPhone): Promise<object> {
  const { unsent, bag, sync, carried } = phone.core.state();
  const { wiped } = await phone.store.load();
  return {
    events: [...phone.said.values()], answered: phone.answered, handed: phone.handed, cash: phone.purse.cash,
    unsent: unsent.events + unsent.media, bag, stopped: sync.stopped, counts: Object.fromEntries(phone.counts),
    carrying: carried.length, wiped, kept: wiped === "all" ? (await phone.store.events(0, 1)).length + (await phone.store.tickets()).length : 0,
  };
}

async function answer(line: unknown): Promise<void> {
  const { do: order, phone } = readOrder(line);
  try {
    say({ do: order, phone, ok: true, ...await obey(order, phone, line) });
  } catch (error) {
    if (error instanceof Refused) say({ do: order, phone, ok: false, code: error.code, en: error.en });
    else if (error instanceof WrongShape) say({ do: order, phone, ok: false, code: "wrong_shape", en: error.message });
    else say({ do: order, phone, ok: false, code: "broken", en: String((error as Error).stack) });
  }
}

function hear(text: string): void {
  if (text.trim() === "") return;
  const line: unknown = JSON.parse(text);
  const { do: order, phone } = readOrder(line);
  if (order === "quit") void finish();
  else turns.set(phone, (turns.get(phone) ?? Promise.resolve()).then(() => answer(line)));
}

async function finish(): Promise<void> {
  await Promise.all(turns.values());
  say({ do: "quit", ok: true });
  process.exit(0);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", hear);
lines.on("close", () => void finish());

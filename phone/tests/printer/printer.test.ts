import { describe, expect, it } from "vitest";
import type { Bluetooth, Characteristic, Device, Gatt } from "../../src/printer/bluetooth";
import { DOORS } from "../../src/printer/doors";
import { bytesOf, plain } from "../../src/printer/paper";
import { printer, type Slip } from "../../src/printer/print";
import { send, SMALLEST_BYTES, Unheard, type Wait } from "../../src/printer/sending";
import { sentence, type Why } from "../../src/printer/why";

const SLIP: Slip = {
  office: "Kantor Pos Denpasar", name: "Ni Wayan Sukérti",
  items: [{ label: "Sembako", amount: "Rp600.000" }, { label: "PKH", amount: "Rp750.000" }],
  total: "Rp1.350.000", words: "satu juta tiga ratus lima puluh ribu rupiah", paid_at: "24 Nov 2026, 13.05",
  receipt: "K7P2-QXRM", qr: "AMANAH-R1:abc", hotline: "0361 161",
};
const [SERVICE, DOOR] = Object.entries(DOORS)[0] as [string, string];
const never: Wait = () => new Promise(() => undefined); // a clock that stands: nothing is ever late
const atOnce: Wait = () => Promise.resolve();

type Habits = { mtu?: number; dropsAt?: number; drops?: number; hangs?: boolean; answers?: boolean; unreachable?: number; service?: string };

/** A printer on the air: keeps what it swallowed since it was last reached. */
class Fake {
  paper: number[] = [];
  connected = false;
  connections = 0;
  asked = 0;
  writes: number[] = [];
  constructor(readonly habits: Habits = {}) {}

  private take(value: Uint8Array): Promise<void> {
    this.writes.push(value.length);
    if (this.habits.hangs) return new Promise(() => undefined);
    if (value.length > (this.habits.mtu ?? 512)) return Promise.reject(new Error("GATT Error: invalid attribute length."));
    const before = this.paper.length;
    if (this.habits.dropsAt !== undefined && before >= this.habits.dropsAt && (this.habits.drops ?? 0) > 0) {
      this.habits.drops = (this.habits.drops ?? 0) - 1;
      this.connected = false;
      return Promise.reject(new Error("GATT Server is disconnected."));
    }
    this.paper.push(...value);
    return Promise.resolve();
  }

  get characteristic(): Characteristic {
    const answers = this.habits.answers ?? true;
    return {
      uuid: DOOR, properties: { write: answers, writeWithoutResponse: true },
      writeValueWithResponse: (value) => this.take(value), writeValueWithoutResponse: (value) => this.take(value),
    };
  }

  get device(): Device {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getters below need both
    const fake = this;
    const gatt: Gatt = {
      get connected() { return fake.connected; },
      connect: () => {
        fake.connections += 1;
        if ((fake.habits.unreachable ?? 0) >= fake.connections) return Promise.reject(new Error("Connection failed"));
        fake.connected = true;
        fake.paper = [];
        return Promise.resolve(gatt);
      },
      disconnect: () => { fake.connected = false; },
      getPrimaryServices: () => Promise.resolve(fake.habits.service === "" ? [] : [{ uuid: SERVICE, getCharacteristics: () => Promise.resolve([fake.characteristic]) }]),
    };
    return { name: "MPT-II", gatt };
  }

  get bluetooth(): Bluetooth {
    return { requestDevice: () => { this.asked += 1; return Promise.resolve(this.device); } };
  }
}

const text = (bytes: readonly number[] | Uint8Array): string => String.fromCharCode(...bytes);

describe("a receipt on paper", () => {
  it("bears the office, every amount, the total, the code, the hotline and a QR", () => {
    const paper = text(bytesOf(SLIP));
    for (const part of ["Kantor Pos Denpasar", "24 Nov 2026, 13.05", "Rp600.000", "Rp750.000", "Rp1.350.000", "K7P2-QXRM", "AMANAH-R1:abc", "0361 161"]) expect(paper).toContain(part);
  });

  it("has no letter a cheap printer doesn't know", () => {
    expect(plain("Ni Wayan Sukérti – “A”\u202fB")).toBe("Ni Wayan Sukerti - ?A? B");
  });

  it("arrives whole whatever the printer's radio swallows at a time", async () => {
    for (const mtu of [20, 23, 47, 100, 180, 512]) {
      const fake = new Fake({ mtu });
      expect(await printer(fake.bluetooth, never).printReceipt(SLIP)).toEqual({ printed: true });
      expect(Uint8Array.from(fake.paper)).toEqual(bytesOf(SLIP));
    }
  });

  it("never sends more than 180 bytes at once", async () => {
    const fake = new Fake();
    await printer(fake.bluetooth, never).printReceipt(SLIP);
    expect(Math.max(...fake.writes)).toBeLessThanOrEqual(180);
  });

  it("begins anew when the connection drops in the middle", async () => {
    const fake = new Fake({ dropsAt: 200, drops: 1 });
    expect(await printer(fake.bluetooth, never).printReceipt(SLIP)).toEqual({ printed: true });
    expect(fake.connections).toBe(2);
    expect(Uint8Array.from(fake.paper)).toEqual(bytesOf(SLIP));
  });

  it("reaches a printer that can't answer, by waiting between the pieces", async () => {
    const waits: number[] = [];
    const fake = new Fake({ answers: false });
    expect(await printer(fake.bluetooth, (ms) => { waits.push(ms); return ms > 1000 ? never(ms) : Promise.resolve(); }).printReceipt(SLIP)).toEqual({ printed: true });
    expect(waits.filter((ms) => ms < 1000).length).toBe(fake.writes.length);
  });

  it("calls the printer chosen before without asking again", async () => {
    const fake = new Fake();
    const one = printer(fake.bluetooth, never);
    await one.printReceipt(SLIP);
    await one.printReceipt(SLIP);
    expect(fake.asked).toBe(1);
  });
});

describe("when nothing can be printed", () => {
  const whyOf = async (bluetooth: Bluetooth | null, pause: Wait = never): Promise<unknown> => printer(bluetooth, pause).printReceipt(SLIP);

  it("says why, and never throws", async () => {
    expect(await whyOf(null)).toEqual({ printed: false, why: "no_bluetooth" });
    expect(await whyOf({ ...new Fake().bluetooth, getAvailability: () => Promise.resolve(false) })).toEqual({ printed: false, why: "off" });
    expect(await whyOf({ requestDevice: () => Promise.reject(new DOMException("User cancelled", "NotFoundError")) })).toEqual({ printed: false, why: "not_chosen" });
    expect(await whyOf(new Fake({ unreachable: 9 }).bluetooth)).toEqual({ printed: false, why: "unreachable" });
    expect(await whyOf(new Fake({ service: "" }).bluetooth)).toEqual({ printed: false, why: "no_printer" });
    expect(await whyOf(new Fake({ dropsAt: 100, drops: 9 }).bluetooth)).toEqual({ printed: false, why: "broke_off" });
  });

  it("lets go of a printer that hangs", async () => {
    const fake = new Fake({ hangs: true });
    const late: Wait = (ms) => ms === 8_000 ? atOnce(ms) : never(ms);
    expect(await whyOf(fake.bluetooth, late)).toEqual({ printed: false, why: "broke_off" });
    expect(fake.connected).toBe(false);
    expect(fake.writes.length).toBe(2);
  });

  it("asks for another printer after one that couldn't be reached", async () => {
    const fake = new Fake({ unreachable: 2 });
    const one = printer(fake.bluetooth, never);
    await one.printReceipt(SLIP);
    expect(await one.printReceipt(SLIP)).toEqual({ printed: true });
    expect(fake.asked).toBe(2);
  });

  it("gives up only when the smallest piece is refused", async () => {
    const fake = new Fake({ mtu: SMALLEST_BYTES - 1 });
    await expect(send(new Uint8Array(300), fake.characteristic, () => true, never)).rejects.toThrow(Unheard);
    expect(fake.writes.at(-1)).toBe(SMALLEST_BYTES);
  });

  it("tells what to do in both languages", () => {
    const every: Why[] = ["no_bluetooth", "off", "not_chosen", "unreachable", "no_printer", "broke_off"];
    for (const why of every) expect(sentence(why, "id")).not.toBe(sentence(why, "en"));
  });
});

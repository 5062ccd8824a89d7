/**
 * A receipt on a Bluetooth printer. It never throws and never waits for ever: a payment is done before, and paper
 * is a courtesy. The printer chosen once is called again without asking, as long as the app stays open.
 */
import { bluetoothOf, type Bluetooth, type Characteristic, type Device, type Gatt } from "./bluetooth";
import { DOORS, doorOf } from "./doors";
import { send, wait, within, type Wait } from "./sending";
import type { Slip } from "./slip";
import type { Why } from "./why";

export type { Slip } from "./slip";
export { sentence, type Why } from "./why";
export type Printed = { readonly printed: true } | { readonly printed: false; readonly why: Why };

const CONNECTS_WITHIN_MS = 10_000;
const TRIES = 2; // a radio that slept is woken by the first

export type Printer = { printReceipt: (slip: Slip) => Promise<Printed> };

class Not extends Error {
  constructor(readonly why: Why) { super(why); }
}

/** One printer for the life of the page. */
export function printer(bluetooth: Bluetooth | null, pause: Wait = wait): Printer {
  let chosen: Device | null = null;

  async function choose(): Promise<Device> {
    if (!bluetooth) throw new Not("no_bluetooth");
    if ((await bluetooth.getAvailability?.()) === false) throw new Not("off");
    try {
      // most cheap printers don't advertise their service: a filter would hide them
      return await bluetooth.requestDevice({ acceptAllDevices: true, optionalServices: Object.keys(DOORS) });
    } catch {
      throw new Not("not_chosen"); // cancelled, or the browser was told never to ask
    }
  }

  async function printReceipt(slip: Slip): Promise<Printed> {
    try {
      chosen ??= await choose(); // first: the browser lets a page ask only shortly after a tap
      const { bytesOf } = await import("./paper");
      await over(chosen, bytesOf(slip), pause);
      return { printed: true };
    } catch (failure) {
      // asked anew at the next tap, unless this printer had begun to print
      if (!(failure instanceof Not) || failure.why !== "broke_off") chosen = null;
      return { printed: false, why: failure instanceof Not ? failure.why : "broke_off" };
    }
  }

  return { printReceipt };
}

/** From the beginning at each try: half a receipt is worth nothing, and two papers bear the same code. */
async function over(device: Device, bytes: Uint8Array, pause: Wait): Promise<void> {
  let why: Why = "unreachable";
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      const { gatt, door } = await reach(device, pause);
      why = "broke_off";
      await send(bytes, door, () => gatt.connected, pause);
      return;
    } catch (failure) {
      if (failure instanceof Not) throw failure;
      device.gatt?.disconnect(); // a write that hangs ends with its connection
    }
  }
  throw new Not(why);
}

async function reach(device: Device, pause: Wait): Promise<{ gatt: Gatt; door: Characteristic }> {
  if (!device.gatt) throw new Not("no_printer");
  const gatt = device.gatt.connected ? device.gatt : await within(device.gatt.connect(), CONNECTS_WITHIN_MS, pause);
  const door = await within(doorOf(gatt), CONNECTS_WITHIN_MS, pause);
  if (!door) {
    gatt.disconnect();
    throw new Not("no_printer");
  }
  return { gatt, door };
}

const here = printer(bluetoothOf(globalThis.navigator));

export function canPrint(): boolean {
  return bluetoothOf(globalThis.navigator) !== null;
}

export function printReceipt(slip: Slip): Promise<Printed> {
  return here.printReceipt(slip);
}

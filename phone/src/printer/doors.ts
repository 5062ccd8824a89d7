/** Where a receipt printer listens: the serial doors that cheap Bluetooth printers were sold with. */
import type { Characteristic, Gatt } from "./bluetooth";

const short = (number: string): string => `0000${number}-0000-1000-8000-00805f9b34fb`;

/** service -> the characteristic its bytes go to; the same doors as `@point-of-sale/webbluetooth-receipt-printer` knows, and two more. */
export const DOORS: Readonly<Record<string, string>> = {
  [short("18f0")]: short("2af1"), // MPT-II, POS-5890, Goojprt, many without a name
  [short("ff00")]: short("ff02"), // Cat printers' and Xprinter's newer ones
  "e7810a71-73ae-499d-8c15-faa9aef0c3f2": "bef8d6c9-9c21-4c9e-b632-bd58c1009f9f", // Zjiang, InnerPrinter
  "49535343-fe7d-4ae5-8fa9-9fafd205e455": "49535343-8841-43f4-a8d4-ecbe34729bb3", // ISSC serial: Epson TM-P20II, Star
  [short("ffe0")]: short("ffe1"), // HM-10 serial
};

/** The known characteristic of the first known service; else any that can be written to. */
export async function doorOf(gatt: Gatt): Promise<Characteristic | null> {
  const writable = (one: Characteristic): boolean => one.properties.write || one.properties.writeWithoutResponse;
  for (const service of await gatt.getPrimaryServices()) {
    const found = (await service.getCharacteristics()).filter(writable);
    const known = found.find(({ uuid }) => uuid === DOORS[service.uuid]) ?? found[0];
    if (known) return known;
  }
  return null;
}

/** Printing a receipt over Bluetooth, where the browser can. What does it is fetched at the first receipt. */
import type { Language } from "../words";
import type { Slip } from "../printer/slip";

export function canPrint(): boolean {
  return "bluetooth" in navigator;
}

/** `null` when it was printed; else a sentence that says what to do. */
export async function print(slip: Slip, language: Language): Promise<string | null> {
  const { printReceipt, sentence } = await import("../printer/print");
  const done = await printReceipt(slip);
  return done.printed ? null : sentence(done.why, language);
}

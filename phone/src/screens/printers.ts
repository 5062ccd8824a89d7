/** Printing a receipt over Bluetooth, where this app was built with it and the browser can. */
export type Slip = {
  readonly office: string; readonly name: string;
  readonly items: readonly { readonly label: string; readonly amount: string }[];
  readonly total: string; readonly words: string; readonly paid_at: string;
  readonly receipt: string; readonly qr: string; readonly hotline: string;
};
type Printing = { printReceipt: (slip: Slip) => Promise<void> };

const built = import.meta.glob<Printing>("../printer/print.ts");

export function canPrint(): boolean {
  return "bluetooth" in navigator && "../printer/print.ts" in built;
}

export async function print(slip: Slip): Promise<void> {
  await (await built["../printer/print.ts"]?.())?.printReceipt(slip);
}

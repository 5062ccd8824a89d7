/** What stands on the paper: one receipt as ESC/POS commands for a roll of 58 mm (32 letters a line). */
import Encoder from "@point-of-sale/receipt-printer-encoder";
import type { Slip } from "./slip";

const COLUMNS = 32;

export function bytesOf(slip: Slip): Uint8Array {
  const paper = new Encoder({ language: "esc-pos", columns: COLUMNS, codepageCandidates: ["cp437"] });
  paper.initialize().align("center").bold(true).line(plain(slip.office)).bold(false);
  paper.line("Tanda terima bantuan").line(plain(slip.paid_at)).rule().align("left").line(plain(slip.name));
  for (const { label, amount } of slip.items) row(paper, plain(label), plain(amount));
  paper.rule().bold(true);
  row(paper, "Jumlah", plain(slip.total));
  paper.bold(false).line(plain(slip.words)).rule();
  paper.align("center").line("Kode terima").size(2, 2).bold(true).line(plain(slip.receipt)).bold(false).size(1, 1);
  if (slip.qr) paper.qrcode(slip.qr, { model: 2, size: 5, errorlevel: "m" });
  if (slip.hotline) paper.line("Ada yang salah? Telepon").line(plain(slip.hotline));
  // no knife in a printer on a belt: paper enough to tear
  return paper.newline(4).encode();
}

function row(paper: Encoder, left: string, right: string): void {
  const room = COLUMNS - right.length - 1;
  paper.table(
    [{ width: room, align: "left", overflow: "wrap" }, { width: right.length, align: "right", marginLeft: 1 }],
    [[left, right]],
  );
}

/** Cheap printers know ASCII: letters without their marks, every kind of blank a blank, anything else a question mark. */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ")
    .replace(/[’‘]/g, "'").replace(/[–—]/g, "-").replace(/[^\x20-\x7e]/g, "?").trim();
}

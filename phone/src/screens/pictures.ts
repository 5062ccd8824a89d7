/** Small pictures for the screen: the pack's thumbnails and codes to be scanned. */
export function jpegUrl(base64url: string): string {
  return `data:image/jpeg;base64,${base64url.replace(/-/g, "+").replace(/_/g, "/")}`;
}

export type Code = { readonly size: number; readonly path: string };

/** A QR code (level M) as one SVG path on a grid of `size`, quiet zone of four included. Its maker loads when needed. */
export async function codeOf(text: string): Promise<Code> {
  const { default: qrcode } = await import("qrcode-generator");
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + 4} ${row + 4}h1v1h-1z`;
    }
  }
  return { size: count + 8, path };
}

/** Reads QR codes: the browser's own detector where there is one, jsQR (loaded when needed) elsewhere. */
type Detector = { detect(source: ImageData): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};
export type Reader = (picture: ImageData) => Promise<string | null>;

export async function reader(): Promise<Reader> {
  return (await native()) ?? (await byScript());
}

async function native(): Promise<Reader | null> {
  const made = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!made || !(await made.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new made({ formats: ["qr_code"] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? null;
}

async function byScript(): Promise<Reader> {
  const { default: jsQR } = await import("jsqr");
  return (picture) => Promise.resolve(jsQR(picture.data, picture.width, picture.height)?.data ?? null);
}

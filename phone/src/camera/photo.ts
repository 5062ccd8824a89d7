/** From a still to the JPEGs that travel: a photo within its budget and a thumbnail within its own. */
import { pen } from "./camera";

export type Budget = { readonly max_px: number; readonly max_bytes: number; readonly thumb_bytes: number };
export type Shot = { readonly photo: ArrayBuffer; readonly thumb: ArrayBuffer };

const THUMB_PX = 240;
const QUALITIES = [0.86, 0.78, 0.68, 0.56, 0.44, 0.32] as const;

export async function shotOf(still: HTMLCanvasElement, budget: Budget): Promise<Shot> {
  return {
    photo: await within(still, budget.max_px, budget.max_bytes),
    thumb: await within(still, THUMB_PX, budget.thumb_bytes),
  };
}

/** The best JPEG that fits; when even a poor one doesn't, a smaller picture. */
export async function within(still: HTMLCanvasElement, longest_px: number, most_bytes: number): Promise<ArrayBuffer> {
  const canvas = shrunk(still, longest_px);
  for (const quality of QUALITIES) {
    const bytes = await jpeg(canvas, quality);
    if (bytes.byteLength <= most_bytes) return bytes;
  }
  return within(canvas, Math.floor(longest_px * 0.75), most_bytes);
}

export function shrunk(still: HTMLCanvasElement, longest_px: number): HTMLCanvasElement {
  const part = longest_px / Math.max(still.width, still.height);
  if (part >= 1) return still;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(still.width * part));
  canvas.height = Math.max(1, Math.round(still.height * part));
  const context = pen(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(still, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** JPEG bytes; `quality` 0-1. */
async function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<ArrayBuffer> {
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, "image/jpeg", quality); });
  if (!blob) throw new Error("the picture could not be written");
  return blob.arrayBuffer();
}

/** The camera inside the page (a camera app would get the page killed), and stills from it. */

export type Facing = "user" | "environment";
export type Trouble = "denied" | "none" | "busy";

/** Opens a camera; throws an Error whose message is a Trouble. */
export async function open(facing: Facing): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 960 } },
    });
  } catch (error) {
    throw new Error(troubleOf(error), { cause: error });
  }
}

function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "none";
}

export function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** What the video shows now, or a frame kept from it, its longer side at most `longest_px`. */
export function still(shown: HTMLVideoElement | ImageBitmap, longest_px: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, within(shown, longest_px));
  pen(canvas).drawImage(shown, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** The same without a canvas: cheap enough for every frame of a viewfinder, and it can be handed to a worker. */
export function frame(shown: HTMLVideoElement | ImageBitmap, longest_px: number): Promise<ImageBitmap> {
  const { width, height } = within(shown, longest_px);
  return createImageBitmap(shown, { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
}

function within(shown: HTMLVideoElement | ImageBitmap, longest_px: number): { width: number; height: number } {
  const [wide, high] = "videoWidth" in shown ? [shown.videoWidth, shown.videoHeight] : [shown.width, shown.height];
  const shrink = Math.min(1, longest_px / Math.max(wide, high, 1));
  return { width: Math.max(1, Math.round(wide * shrink)), height: Math.max(1, Math.round(high * shrink)) };
}

export function pixelsOf(canvas: HTMLCanvasElement): ImageData {
  return pen(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

export function pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser draws no pictures");
  return context;
}

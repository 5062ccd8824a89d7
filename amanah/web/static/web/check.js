// Reads a letter's QR with the camera: the browser's own detector where there is one, else a decoder of ours.
"use strict";

const box = document.querySelector("[data-check]");
const part = (name) => box.querySelector(`[data-${name}]`);
const EVERY_MS = 200;

async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue ?? null;
  }
  await new Promise((ready, failed) => {
    const script = Object.assign(document.createElement("script"), { src: part("decoder").dataset.decoder });
    script.addEventListener("load", ready);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return async (canvas) => {
    const { data, width, height } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data ?? null;
  };
}

async function scan() {
  const view = part("view");
  let stream = null;
  try {
    const read = await reader();
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1280 } });
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    say("look");
    box.querySelector("#qr").value = await firstRead(view, read);
    say("found");
    box.querySelector("#code").focus();
  } catch {
    say("none");
  }
  for (const track of stream?.getTracks() ?? []) track.stop();
  view.hidden = true;
}

async function firstRead(view, read) {
  const canvas = document.createElement("canvas");
  for (;;) {
    canvas.width = view.videoWidth;
    canvas.height = view.videoHeight;
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(view, 0, 0);
    const text = await read(canvas);
    if (text?.startsWith("AMN1:")) return text;
    await new Promise((again) => setTimeout(again, EVERY_MS));
  }
}

function say(state) {
  part("status").textContent = part("status").dataset[state];
}

if (box && navigator.mediaDevices) {
  part("scan").hidden = false;
  part("scan").addEventListener("click", scan);
}

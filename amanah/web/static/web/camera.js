// Takes one photo with the office's camera and sends it as the form's file; the upload below works without a camera.
"use strict";

const box = document.querySelector("[data-camera]");
if (box) {
  const part = (name) => box.querySelector(`[data-${name}]`);
  const view = part("view");
  const taken = part("taken");
  const status = part("status");
  const form = part("form");
  let photo = null;

  const show = (state) => {
    status.textContent = status.dataset[state];
    const isChecking = state === "check";
    view.hidden = isChecking || state === "none";
    taken.hidden = !isChecking;
    part("again").hidden = part("send").hidden = !isChecking;
    part("take").hidden = isChecking;
    part("take").disabled = state !== "ready";
  };

  const start = async () => {
    try {
      view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 960 } });
      await view.play(); // before its first frame a video has no width, and a photo of it would be empty
      show("ready");
    } catch {
      show("none");
    }
  };

  part("take").addEventListener("click", () => {
    const wide = Math.min(1024, view.videoWidth);
    taken.width = wide;
    taken.height = Math.round((wide * view.videoHeight) / view.videoWidth);
    taken.getContext("2d").drawImage(view, 0, 0, taken.width, taken.height);
    taken.toBlob(
      (blob) => {
        photo = blob;
        show("check");
      },
      "image/jpeg",
      0.92,
    );
  });
  part("again").addEventListener("click", () => {
    photo = null;
    show("ready");
  });
  part("send").addEventListener("click", () => {
    const files = new DataTransfer();
    files.items.add(new File([photo], "webcam.jpg", { type: "image/jpeg" }));
    part("file").files = files.files;
  });
  form.addEventListener("submit", (event) => {
    if (!part("file").files.length) {
      event.preventDefault();
      part("file").focus();
    }
  });
  start();
}

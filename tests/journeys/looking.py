"""The phone's face worker, driven as its page drives it (phone/src/faces/wire.ts), in the browser that payers use."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]

# One photo to the worker; meanwhile the page draws as many frames as it can, and the longest wait for one is kept.
LOOK = """async ({ worker, jpeg }) => {
  const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
  window.faces ??= new Worker(worker, { type: "module" });
  window.asked = (window.asked ?? 0) + 1;
  const id = window.asked;
  const began = performance.now();
  let [looking, last, frames, gap_ms] = [true, began, 0, 0];
  const draw = () => {
    const now = performance.now();
    gap_ms = Math.max(gap_ms, now - last);
    [last, frames] = [now, frames + 1];
    if (looking) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  const told = await new Promise((done) => {
    window.faces.onmessage = ({ data }) => { if (data.id === id) done(data.told); };
    window.faces.postMessage({ id, ask: { do: "look", jpeg: bytes.buffer } }, [bytes.buffer]);
  });
  looking = false;
  if (told.told !== "seen") throw new Error(JSON.stringify(told));
  const seen = told.seen && { ...told.seen, template: Array.from(told.seen.template) };
  return { seen, ms: performance.now() - began, frames, gap_ms };
}"""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """`seen` as the worker tells it, None where it saw no face; `frames` the page drew meanwhile, worst `gap_ms`."""

    seen: dict[str, Any] | None
    ms: float
    frames: int
    gap_ms: float

    @property
    def template(self) -> NDArray[np.float64]:
        assert self.seen is not None, "the phone saw no face"
        return np.array(self.seen["template"])


class FaceWorker:
    """On a page of the app, with the app's own headers."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        page.goto(f"{base}/app/")
        (script,) = (ROOT / "phone" / "dist" / "assets").glob("worker-*.js")
        self._worker = f"/app/assets/{script.name}"

    def look(self, jpeg: bytes) -> Looked:
        given = {"worker": self._worker, "jpeg": base64.b64encode(jpeg).decode()}
        return Looked(**self.page.evaluate(LOOK, given))

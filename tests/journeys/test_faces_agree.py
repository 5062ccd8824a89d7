"""The phone's face worker, in the browser that payers use, says what the house says about the same photos."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from amanah.cli.rehearsal.house import House
from amanah.faces.types import Template

ROOT = Path(__file__).resolve().parents[2]
VECTORS: dict[str, Any] = json.loads((ROOT / "contract" / "vectors" / "faces.json").read_text("utf-8"))

pytestmark = pytest.mark.journey

# What the page sends its worker (phone/src/faces/wire.ts), for a photo decoded by this browser.
LOOK = """async ({ worker, jpeg }) => {
  const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.charCodeAt(0));
  const photo = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
  const canvas = new OffscreenCanvas(photo.width, photo.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(photo, 0, 0);
  const { width, height, data } = pen.getImageData(0, 0, photo.width, photo.height);
  window.faces ??= new Worker(worker, { type: "module" });
  return new Promise((done, failed) => {
    window.faces.onmessage = ({ data: { told } }) =>
      told.told === "seen" ? done(Array.from(told.seen.template)) : failed(new Error(JSON.stringify(told)));
    window.faces.postMessage({ id: 1, ask: { do: "look", picture: { width, height, rgba: data.buffer } } });
  });
}"""


def test_phone_and_house_see_the_same_faces(house: House, open_browser: Callable[..., Browser]) -> None:
    page = open_browser().new_page()
    page.goto(f"{house.base}/app/")
    (worker,) = (ROOT / "phone" / "dist" / "assets").glob("worker-*.js")
    for vector in VECTORS["photos"]:
        jpeg = base64.b64encode((ROOT / vector["photo"]).read_bytes()).decode()
        seen = page.evaluate(LOOK, {"worker": f"/app/assets/{worker.name}", "jpeg": jpeg})
        told = Template.from_bytes(base64.urlsafe_b64decode(vector["template"] + "=="), VECTORS["model"])
        assert float(np.dot(told.vector, np.array(seen))) >= VECTORS["agree_at_least"], vector["photo"]

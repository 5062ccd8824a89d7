"""A payer's phone for measuring: an installed app whose browser can be ended and opened again, and what it waited.

Times are taken in the page: from the moment the thumb's event was made until the frame after the asked part stands.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from tests.journeys.conftest import FLAGS, chromium_path
from tests.journeys.payer import SEEN_MS, PayersPhone
from tests.journeys.town import Home

WIDTH, HEIGHT, FRAMES = 1280, 960, 4  # what the app asks a camera for
GRAIN = 9  # of 255: a cheap sensor in the shade; it makes JPEGs as heavy as the field's

CALM_S = 2  # waited for at most

# Whether a timer of this page comes on time: another's work on a shared machine isn't what is measured.
CALM = """() => new Promise((done) => {
  const from = performance.now();
  setTimeout(() => requestAnimationFrame(() => done(performance.now() - from < 50)), 20);
})"""
# Chromium slows the page's own thread, not workers nor the service worker.
FIRST_SCREEN = """() => {
  window.firstScreenMs = new Promise((done) => {
    const look = new MutationObserver(() => {
      if (!document.querySelector('[data-testid="screen-pin"], [data-testid="screen-round"]')) return;
      look.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
    look.observe(document, { childList: true, subtree: true });
  });
}"""
FROM_TAP = """(testid) => {
  const wanted = `[data-testid="${testid}"]`;
  window.tookMs = new Promise((done) => {
    addEventListener("click", ({ timeStamp }) => {
      const seen = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
      const look = new MutationObserver(() => {
        if (!document.querySelector(wanted)) return;
        look.disconnect();
        seen();
      });
      look.observe(document, { childList: true, subtree: true });
    }, { capture: true, once: true });
  });
}"""


class Profile:
    """Stands where a Browser does: its context lives in a folder and outlives the process, as an installed app does."""

    def __init__(self, playwright: Playwright, folder: Path, film: Path) -> None:
        self.playwright, self.folder, self.film = playwright, folder, film

    def new_context(self, **options: Any) -> BrowserContext:
        path = chromium_path()
        if path is None:
            raise SystemExit("this bench needs chromium (sudo apt-get install chromium)")
        seen = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        seen.append(f"--use-file-for-fake-video-capture={self.film}")
        return self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=path, args=[*FLAGS, *seen], **options
        )


class MeasuredPhone(PayersPhone):
    """A payer's phone that is slow when asked to be, and tells how long a tap took."""

    hurried = 0
    """Taps that were made though no calm moment had come."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(cast("Browser", profile), profile.film)
        self.page.add_init_script(f"({FIRST_SCREEN})()")
        self._devtools = self.context.new_cdp_session(self.page)

    def slow(self, times: float) -> None:
        self._devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})

    def start(self, address: str) -> float:
        """Opens the app; milliseconds from the navigation to the first screen one can use."""
        self.page.goto(address)
        self.on("pin")
        return float(self.page.evaluate("window.firstScreenMs"))

    def calm(self) -> None:
        """Waits for a moment in which the machine isn't busy with others, though not for ever."""
        until = time.monotonic() + CALM_S
        in_a_row = 0
        while in_a_row < 3 and time.monotonic() < until:
            in_a_row = in_a_row + 1 if self.page.evaluate(CALM) else 0
        self.hurried += in_a_row < 3

    def timed(self, testid: str, *, until: str) -> float:
        """Taps; milliseconds until that part stands on the screen."""
        self.calm()
        self.page.evaluate(FROM_TAP, until)
        self.tap(testid)
        return float(self.page.evaluate("window.tookMs"))

    def open_timed(self, family: str, name: str) -> float:
        self.calm()
        self.page.evaluate(FROM_TAP, "door-name")
        self.page.locator(f'[data-testid="family"][data-family="{family}"]').click()
        took_ms = float(self.page.evaluate("window.tookMs"))
        expect(self.see("door-name")).to_have_text(name)
        return took_ms

    def show_face_at_a_tap(self) -> None:
        """The payer's own tap: which face takes itself, and when, is no part of what is measured."""
        self.tap("continue")
        self.on("face")
        expect(self.see("viewfinder")).to_have_attribute("data-running", "true", timeout=SEEN_MS)
        if self.see("auto").get_attribute("aria-pressed") == "true":
            self.tap("auto")
        self.tap("take")
        expect(self.see("likeness")).to_be_visible(timeout=SEEN_MS)

    def stored_bytes(self) -> int:
        return int(self.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)"))

    def rows(self) -> dict[str, str]:
        """Every family of the round and the words of its row."""
        self.tap("filter-all")
        found = self.see("family").evaluate_all("rows => rows.map((row) => [row.dataset.family, row.textContent])")
        return dict(found)


def film(path: Path, picture: bytes, lot: np.random.Generator) -> None:
    """The picture as the phone's camera sees it, 1280 x 960 with its grain; never twice the same."""
    read = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert read is not None
    rows, columns = read.shape[:2]
    scale = min(WIDTH / columns, HEIGHT / rows)
    size = (round(columns * scale), round(rows * scale))
    frame = cv2.GaussianBlur(cv2.resize(read, (WIDTH, HEIGHT)), (0, 0), 24)
    left, top = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
    frame[top : top + size[1], left : left + size[0]] = cv2.resize(read, size, interpolation=cv2.INTER_CUBIC)
    shots = []
    for _ in range(FRAMES):
        grain = lot.normal(0, GRAIN, frame.shape)
        grainy = np.clip(frame + grain, 0, 255).astype(np.uint8)
        shots.append(cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes())
    part = path.with_suffix(".part")
    part.write_bytes(b"".join(shots))
    part.replace(path)


def found_in(rows: dict[str, str], homes: list[Home]) -> list[tuple[str, Home]]:
    """Homes of the list with the family their row names, where exactly one row can be meant."""
    met = []
    for home in homes:
        fits = [family for family, words in rows.items() if home.name in words and home.address in words]
        if len(fits) == 1:
            met.append((fits[0], home))
    return met

"""Pictures of a day in their order, each with a sentence, small enough for a page that people read on a phone.

Under `./run pictures` they go to docs/pictures/day with docs/day.md as their index, else to a folder of this run.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from playwright.sync_api import Page

MOST_BYTES: Final = 60_000  # of one picture
MOST_BYTES_OF_ALL: Final = 2_000_000
_QUALITIES = (82, 74, 66, 58, 50, 42, 34, 26)
_A_ROW = 3  # pictures side by side in the index
_TITLE = """# A payer's day, picture by picture

Six families in one day without a network, walked by `tests/journeys/test_whole_day.py` in a real browser: the camera
is a film, the places are emulated, faces, homes and names are invented. `./run pictures` takes these pictures and
writes this page; nothing here is drawn by hand.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """`file` is the picture's name in the album; `sentence` says what it shows."""

    file: str
    sentence: str


class Album:
    """Chapters of numbered pictures. `folder` is made anew: yesterday's pictures don't stay among today's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.chapters: list[tuple[str, list[Shown]]] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.webp"):
            old.unlink()

    def chapter(self, title: str) -> None:
        self.chapters.append((title, []))

    def take(self, page: Page, name: str, sentence: str) -> None:
        """Keeps what the page shows as NN-name.webp of at most 60 kB."""
        page.wait_for_timeout(250)  # a screen that fades in is taken when it stands
        number = 1 + sum(len(shown) for _, shown in self.chapters)
        file = f"{number:02d}-{name}.webp"
        (self.folder / file).write_bytes(small(page.screenshot()))
        self.chapters[-1][1].append(Shown(file, sentence))

    def bytes(self) -> int:
        return sum(picture.stat().st_size for picture in self.folder.glob("*.webp"))

    def bind(self, index: Path) -> None:
        """Writes the index, a Markdown page that shows every picture in its order."""
        here = os.path.relpath(self.folder, index.parent)
        chapters = [f"## {title}\n\n{_rows(shown, here)}" for title, shown in self.chapters]
        index.write_text("\n".join([_TITLE, *chapters]), encoding="utf-8")


def album_of(run: Path) -> tuple[Album, Path]:
    """The album and its index: of the documents when AMANAH_PICTURES names their pictures, else of this run."""
    asked = os.environ.get("AMANAH_PICTURES")
    pictures = Path(asked) if asked else run
    return Album(pictures / "day"), (pictures.parent if asked else run) / "day.md"


def small(png: bytes) -> bytes:
    """The same picture as WebP, as good as 60 kB allow."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    for quality in _QUALITIES:
        packed = cv2.imencode(".webp", picture, [cv2.IMWRITE_WEBP_QUALITY, quality])[1].tobytes()
        if len(packed) <= MOST_BYTES:
            return packed
    raise AssertionError(f"{len(packed)} bytes at quality {_QUALITIES[-1]}: too much for one picture")


def _rows(shown: list[Shown], here: str) -> str:
    """Tables of three: pictures over their sentences."""
    rows = []
    for start in range(0, len(shown), _A_ROW):
        part = shown[start : start + _A_ROW]
        rows += [_row([f"![{one.file[3:-5]}]({here}/{one.file})" for one in part]), "|" + "---|" * len(part)]
        rows += [_row([f"**{one.file[:2]}** {one.sentence}" for one in part]), ""]
    return "\n".join(rows)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"

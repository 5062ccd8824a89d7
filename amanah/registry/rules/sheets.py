"""How far a workbook's cells reach, seen before it is opened: one cell at the far corner makes the reader ask for
memory for all that lies between, and a kilobyte can ask for more than any machine has."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

MOST_CELLS = 40_000_000
"""A million lines of forty columns: about a gigabyte while it is read."""
_NEAR = (999_999, 26)
_WINDOW_BYTES = 8_000_000
_TAIL_BYTES = 4_096  # no honest cell's opening tag is longer

# Within column Z and the first million rows nothing is endless: most lists lie there and are passed over quickly.
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2}|[A-Za-z]0*[0-9]{7})""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)0*([0-9]+)["']""")
# Excel writes cells that only have a colour; readers skip them, however far away they lie.
_BLANK = re.compile(rb"""<(?:\w+:)?c(?:\s+[\w:]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/>""")


def is_endless(workbook: bytes) -> bool:
    """Do the cells that hold something span more than MOST_CELLS? `workbook`: an XLSX that opens as a zip."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        for part in parts.infolist():
            rows = columns = 1
            for window in _windows(parts, part):
                high, wide = _reach(window)
                rows, columns = max(rows, high), max(columns, wide)
                if rows * columns > MOST_CELLS:
                    return True
    return False


def _reach(window: bytes) -> tuple[int, int]:
    if not _FAR.search(window):
        return _NEAR
    places = set(_PLACE.findall(window))
    if _area(places) > MOST_CELLS:
        places = set(_PLACE.findall(_BLANK.sub(b"", window)))
    return _spread(places)


def _area(places: set[tuple[bytes, bytes]]) -> int:
    rows, columns = _spread(places)
    return rows * columns


def _spread(places: set[tuple[bytes, bytes]]) -> tuple[int, int]:
    letters = {column for column, _ in places}
    rows = max((int(row[:12]) for _, row in places), default=1)
    return rows, max(map(_column, letters), default=1)


def _column(letters: bytes) -> int:
    """A is 1, Z 26, AA 27, XFD 16384; more than six letters are no column of this world."""
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + letter - 64
    return number


def _windows(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes a window at a time, each beginning with the end of the one before."""
    tail = b""
    with parts.open(part) as file:
        while piece := file.read(_WINDOW_BYTES):
            yield tail + piece
            tail = piece[-_TAIL_BYTES:]

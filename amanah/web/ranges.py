"""A file sent whole or in the part that was asked for (RFC 9110, 14): tiles are read a piece at a time."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import HttpResponse

_PART = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
MOST_BYTES = 4_000_000
"""In one answer: a reader of tiles asks for some ten kB, and a whole office's homes are no download."""


def part(path: Path, asked: str, *, content_type: str) -> HttpResponse:
    """A part that can't be read is answered with the beginning, as a part; 416 beyond the end."""
    size = path.stat().st_size
    found = _PART.fullmatch(asked.strip())
    start = int(found[1]) if found else 0
    end = min(int(found[2]) if found and found[2] else size - 1, size - 1, start + MOST_BYTES - 1)
    if start >= size or end < start:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with path.open("rb") as file:
        file.seek(start)
        answer = HttpResponse(file.read(end + 1 - start), status=206, content_type=content_type)
    answer["Content-Range"] = f"bytes {start}-{end}/{size}"
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "no-store"
    return answer

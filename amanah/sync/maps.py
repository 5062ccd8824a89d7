"""A village's map sent to a phone of its office: whole, or from the byte where a fetch broke off (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from amanah.access.types import Phone
from amanah.geo.maps import shelf
from amanah.values.problem import Problem, Sentence
from amanah.visits.queries.maps import office_maps

_PIECE_BYTES = 64 * 1024
_PART = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


def sent(phone: Phone, sha256: str, *, part: str) -> HttpResponseBase:
    """`part`: the Range header; one that can't be read is passed over, as the standard says. Problem `map_unknown`."""
    path = _file(phone, sha256)
    size = path.stat().st_size
    asked = _PART.fullmatch(part.strip())
    start = int(asked[1]) if asked else 0
    end = min(int(asked[2]), size - 1) if asked and asked[2] else size - 1
    if asked and asked[2] and int(asked[2]) < start:
        start, end, asked = 0, size - 1, None
    if start >= size:
        return _headed(HttpResponse(status=416), sha256, said=f"bytes */{size}")
    answer = StreamingHttpResponse(_bytes(path, start, end + 1), status=206 if asked else 200)
    answer["Content-Type"] = "application/vnd.pmtiles"
    answer["Content-Length"] = str(end + 1 - start)
    return _headed(answer, sha256, said=f"bytes {start}-{end}/{size}" if asked else "")


def _headed(answer: HttpResponseBase, sha256: str, *, said: str) -> HttpResponseBase:
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{sha256}"'
    answer["Cache-Control"] = "no-store"  # the phone keeps it itself
    if said:
        answer["Content-Range"] = said
    return answer


def _file(phone: Phone, sha256: str) -> Path:
    """A map of another office's village doesn't exist for this phone."""
    for pack in office_maps(phone.office):
        path = shelf.file_of(settings.AMANAH_MAPS_DIR, pack)
        if pack.sha256 == sha256 and path.is_file():
            return path
    sentence = Sentence("Peta ini sudah diganti. Ambil tugas lagi.", "This map was replaced. Fetch the round again.")
    raise Problem("map_unknown", sentence, status=404)


def _bytes(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE_BYTES, end - start))):
            start += len(piece)
            yield piece

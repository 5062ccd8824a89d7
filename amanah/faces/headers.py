"""What a photo's first bytes claim, read before anything is decoded: its kind, its size, what decoding it will need.

Sources: ITU-T T.81 (JPEG), W3C PNG, RFC 9649 (WebP).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"


@dataclass(frozen=True, slots=True)
class Header:
    """`memory_bytes` is what a decoder holds at its worst moment, measured (tests/faces/test_hostile_photos.py)."""

    kind: Kind
    width: int
    height: int
    memory_bytes: int


class CutShort(Exception):
    """The file ends before the photo does."""


class NotAPhoto(Exception):
    """No kind we read, or nonsense from the start."""


_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"GIF8", "GIF"), (rb"BM.{4}\0\0\0\0", "BMP"), (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "TIFF"), (rb"%PDF", "PDF"),
    (rb".{4}ftyp(avif|avis)", "AVIF"), (rb".{4}ftyp(hei|hev|mif1|msf1)", "HEIC"), (rb".{4}ftyp", "video"),
    (rb"\xff\x0a|\0\0\0\x0cJXL ", "JPEG XL"), (rb"PK\x03\x04", "ZIP"),
    (rb"(\xef\xbb\xbf)?\s*<(\?xml|svg|!DOCTYPE svg|!--)", "SVG"),
)  # fmt: skip
# A marker ends a scan; FF 00 is a plain FF, FF D0-D7 only restart the count, FF FF is filling.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
# Cameras write up to a dozen; each scan makes the decoder walk over the whole photo once more.
MOST_SCANS = 64


def other_kind(photo: bytes) -> str | None:
    """The name of a kind that is known but not read, such as HEIC."""
    return next((name for start, name in _OTHERS if re.match(start, photo[:64], re.DOTALL)), None)


def header(photo: bytes) -> Header:
    """Raises CutShort or NotAPhoto."""
    try:
        if photo.startswith(b"\xff\xd8\xff"):
            return _jpeg(photo)
        if photo.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(photo)
        if photo[:4] == b"RIFF" and photo[8:12] == b"WEBP":
            return _webp(photo)
    except (struct.error, IndexError) as error:
        raise CutShort from error
    raise NotAPhoto


def _jpeg(photo: bytes) -> Header:
    """Walks from marker to marker to the photo's end; what a camera hangs behind it (a film, a map) isn't looked at."""
    at, scans, frame = 2, 0, b""
    while True:
        while photo[at] == 0xFF and photo[at + 1] == 0xFF:
            at += 1
        if photo[at] != 0xFF:
            raise NotAPhoto
        marker = photo[at + 1]
        if marker == _END:
            break
        length = struct.unpack_from(">H", photo, at + 2)[0]
        if marker in _FRAMES and not frame:
            frame = photo[at + 1 : at + 2 + length]
        at += 2 + length
        if marker == _SCAN:
            scans += 1
            at = _after_scan(photo, at)
    if not frame or not 1 <= scans <= MOST_SCANS:
        raise NotAPhoto
    return _framed(frame, scans)


def _after_scan(photo: bytes, at: int) -> int:
    found = _MARKER.search(photo, at)
    if found is None:
        raise CutShort
    return found.start()


def _framed(frame: bytes, scans: int) -> Header:
    """One scan passes through; several are gathered first, two bytes for every coefficient of every component."""
    height, width, components = struct.unpack_from(">HHB", frame, 4)
    factors = [frame[10 + 3 * i] for i in range(components)]
    across, down = [factor >> 4 for factor in factors], [factor & 15 for factor in factors]
    if not factors or not min(across) or not min(down):
        raise NotAPhoto
    blocks = sum(x * y for x, y in zip(across, down, strict=True)) / (max(across) * max(down))
    progressive = frame[0] not in (0xC0, 0xC1, 0xC9)
    held = 2 * blocks if progressive or scans > 1 else 0
    return Header(Kind.JPEG, width, height, int(width * height * held))


def _png(photo: bytes) -> Header:
    width, height = struct.unpack_from(">II", photo, 16)
    if b"IEND" not in photo[-1024:]:
        raise CutShort
    return Header(Kind.PNG, width, height, 6 * width * height)


def _webp(photo: bytes) -> Header:
    if struct.unpack_from("<I", photo, 4)[0] + 8 > len(photo):
        raise CutShort
    width, height = _webp_size(photo)
    see_through = photo[12:16] == b"VP8X" and photo[20] & 0x10
    each = 9.1 if see_through else 8.1 if b"VP8L" in photo else 6.2
    return Header(Kind.WEBP, width, height, int(each * width * height))


def _webp_size(photo: bytes) -> tuple[int, int]:
    kind = photo[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(photo[24:27], "little"), 1 + int.from_bytes(photo[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", photo, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", photo, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise NotAPhoto

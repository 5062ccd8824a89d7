"""Reads a photo at the door: JPEG, PNG or WebP, of bounded size, whole; anything else is refused with a reason."""

from __future__ import annotations

import struct

import cv2
import numpy as np

from amanah.faces.types import Image
from amanah.values.problem import Problem, Sentence

MAX_BYTES = 30_000_000
MAX_PIXELS = 42_000_000
# Faces are judged on far less; a larger JPEG is decoded at a half, quarter or eighth straight away.
LONGEST_PX = 2048
_REDUCED = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4,
            8: cv2.IMREAD_REDUCED_COLOR_8}  # fmt: skip
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_image(photo: bytes) -> Image:
    """Decoded, turned upright by its EXIF mark, 8-bit blue-green-red.

    Raises Problem `photo_not_an_image`, `photo_cut_short` or `photo_too_large`.
    """
    if len(photo) > MAX_BYTES:
        raise _too_large()
    width, height = _size(photo)
    if width * height > MAX_PIXELS:
        raise _too_large()
    try:
        image = cv2.imdecode(np.frombuffer(photo, np.uint8), _REDUCED[_step(photo, max(width, height))])
    except cv2.error as error:
        raise _not_an_image() from error
    if image is None:
        raise _not_an_image()
    return image.astype(np.uint8, copy=False)


def _step(photo: bytes, longest: int) -> int:
    if not photo.startswith(b"\xff\xd8"):
        return 1
    return next((step for step in (1, 2, 4) if longest <= LONGEST_PX * step), 8)


def _size(photo: bytes) -> tuple[int, int]:
    """Width and height as the header claims, before a byte is decoded."""
    try:
        if photo.startswith(b"\xff\xd8\xff"):
            return _jpeg_size(photo)
        if photo.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png_size(photo)
        if photo[:4] == b"RIFF" and photo[8:12] == b"WEBP":
            return _webp_size(photo)
    except (struct.error, IndexError) as error:
        raise _cut_short() from error
    raise _not_an_image()


def _jpeg_size(photo: bytes) -> tuple[int, int]:
    at = 2
    while photo[at] == 0xFF:
        marker = photo[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", photo, at + 5)
            if photo.rfind(b"\xff\xd9") < photo.rfind(b"\xff\xda"):
                raise _cut_short()
            return width, height
        at += 1 if marker == 0xFF else 2 + struct.unpack_from(">H", photo, at + 2)[0]
    raise _not_an_image()


def _png_size(photo: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", photo, 16)
    if b"IEND" not in photo[-1024:]:
        raise _cut_short()
    return width, height


def _webp_size(photo: bytes) -> tuple[int, int]:
    if struct.unpack_from("<I", photo, 4)[0] + 8 > len(photo):
        raise _cut_short()
    kind = photo[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(photo[24:27], "little"), 1 + int.from_bytes(photo[27:30], "little")
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", photo, 21)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", photo, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise _not_an_image()


def _not_an_image() -> Problem:
    return Problem(
        "photo_not_an_image",
        Sentence(
            id="Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP.",
            en="This file isn't a photo that can be read. Send a JPEG, PNG or WebP photo.",
        ),
    )


def _cut_short() -> Problem:
    return Problem(
        "photo_cut_short",
        Sentence(
            id="Foto ini terpotong, mungkin pengirimannya terputus. Kirim sekali lagi.",
            en="This photo is cut short, perhaps its sending broke off. Send it again.",
        ),
    )


def _too_large() -> Problem:
    return Problem(
        "photo_too_large",
        Sentence(
            id="Foto ini terlalu besar. Kirim foto paling besar 42 megapiksel dan 30 MB.",
            en="This photo is too large. Send one of at most 42 megapixels and 30 MB.",
        ),
        status=413,
    )

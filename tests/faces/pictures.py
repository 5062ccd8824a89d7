"""Hostile photos, written byte by byte or by OpenCV: what no camera sends, and what some do."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from amanah.faces.types import Image

FORTY_MEGAPIXELS = (7400, 5500)
JPEG_PROGRESSIVE = (cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
FULL_COLOUR = (cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444)


def encoded(suffix: str, image: np.ndarray, *options: int) -> bytes:
    return cv2.imencode(suffix, image, list(options))[1].tobytes()


def large(channels: int = 3) -> Image:
    """Forty megapixels in plain squares, so small as a file that even a PNG may come in."""
    rough = np.random.default_rng(7).integers(0, 255, (55, 74, channels), np.uint8)
    return cv2.resize(rough, FORTY_MEGAPIXELS, interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def png(width: int, height: int, body: bytes, *, depth: int = 8, colour: int = 2, interlaced: bool = False) -> bytes:
    """A PNG that claims this size; `body` is deflated already."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    parts = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, held) for kind, held in parts)


def _chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


def orientation(turn: int) -> bytes:
    """A TIFF block that says only how the camera was held, 1-8."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)


def turned_jpeg(photo: bytes, turn: int) -> bytes:
    exif = b"Exif\0\0" + orientation(turn)
    return photo[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + photo[2:]


def turned_png(photo: bytes, turn: int) -> bytes:
    return photo[:33] + _chunk(b"eXIf", orientation(turn)) + photo[33:]


def held_so(upright: Image, turn: int) -> Image:
    """The pixels a camera writes that was held so, of a scene that is `upright` (EXIF 2.32, tag 0x0112)."""
    mirrored = upright[:, ::-1] if turn in (2, 4, 5, 7) else upright
    quarters = {1: 0, 2: 0, 3: 2, 4: 2, 5: 1, 6: 1, 7: 3, 8: 3}[turn]
    return np.ascontiguousarray(np.rot90(mirrored, quarters))


def of_many_scans(photo: bytes, scans: int) -> bytes:
    """A progressive JPEG whose last scan is told again and again; each makes the decoder walk over the whole photo."""
    last, end = photo.rfind(b"\xff\xda"), photo.rfind(b"\xff\xd9")
    return photo[:end] + photo[last:end] * scans + photo[end:]


def four_colours(photo: bytes) -> bytes:
    """The same JPEG header with a claim of forty megapixels in four full components, gathered before it is shown."""
    at = photo.find(b"\xff\xc2")
    claim = struct.pack(">HBHHB", 20, 8, *reversed(FORTY_MEGAPIXELS), 4)
    claim += b"".join(struct.pack(">BBB", part, 0x11, 0) for part in (1, 2, 3, 4))
    length = struct.unpack_from(">H", photo, at + 2)[0]
    return photo[: at + 2] + claim + photo[at + 2 + length :]

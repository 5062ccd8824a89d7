"""The QR codes printed on the letters of a PDF, as pictures that a camera can be shown."""

from __future__ import annotations

import re
import zlib

import cv2
import numpy as np

# What the house's PDF writer gives: each picture is one deflated stream of grey or RGB bytes.
_PICTURE = re.compile(rb"<<([^<>]*?/Subtype\s*/Image.*?)>>\s*stream\r?\n", re.DOTALL)


def codes_in(pdf: bytes) -> list[bytes]:
    """PNG of each square picture, in the order of the file, with the quiet zone a reader wants."""
    return [_png(picture) for found in _PICTURE.finditer(pdf) if (picture := _picture(found, pdf)) is not None]


def _picture(found: re.Match[bytes], pdf: bytes) -> np.ndarray | None:
    told = found.group(1)
    width, height = _number(rb"/Width", told), _number(rb"/Height", told)
    raw = zlib.decompress(pdf[found.end() : found.end() + _number(rb"/Length", told)])
    planes = len(raw) // (width * height)
    if width != height or planes not in (1, 3):
        return None
    return np.frombuffer(raw, np.uint8).reshape(height, width, planes)[:, :, 0]


def _number(name: bytes, told: bytes) -> int:
    value = re.search(name + rb"\s+(\d+)", told)
    assert value is not None, told
    return int(value.group(1))


def _png(picture: np.ndarray) -> bytes:
    edge = picture.shape[0] // 12
    framed = cv2.copyMakeBorder(picture, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=[255])
    return cv2.imencode(".png", framed)[1].tobytes()

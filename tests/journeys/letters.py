"""The QR codes printed on the letters of a PDF, as pictures that a camera can be shown."""

from __future__ import annotations

import re
import zlib
from uuid import UUID

import cv2
import numpy as np
from playwright.sync_api import Page

from amanah.papers.reading import from_base45

# What the house's PDF writer gives: each picture is one deflated stream of grey or RGB bytes.
_PICTURE = re.compile(rb"<<([^<>]*?/Subtype\s*/Image.*?)>>\s*stream\r?\n", re.DOTALL)


def codes_in(pdf: bytes) -> list[bytes]:
    """PNG of each square picture, in the order of the file, with the quiet zone a reader wants."""
    return [_png(picture) for found in _PICTURE.finditer(pdf) if (picture := _picture(found, pdf)) is not None]


def printed(head: Page) -> bytes:
    """Every letter the head can print, one PDF after another."""
    head.goto("/lists/")
    links = head.get_by_role("link", name="(PDF)").all()
    addresses = [link.get_attribute("href") or "" for link in links]
    answers = [head.request.get(address) for address in addresses]
    return b"".join(answer.body() for answer in answers if answer.ok)


def letter_of(family: str, codes: list[bytes]) -> tuple[bytes, str]:
    """Of these pictures the one on this family's letter, and its text: the id stands in the token as its 16 bytes."""
    for code in codes:
        text = _text(code)
        token = from_base45(text.removeprefix("AMN1:"))
        if token and UUID(family).bytes in token:
            return code, text
    raise AssertionError(f"none of {len(codes)} letters is this family's")


def _text(png: bytes) -> str:
    """OpenCV's reader fails on one clean code in 150; in another size it reads that one."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    for times in (1, 2, 3):
        larger = cv2.resize(picture, None, fx=times, fy=times, interpolation=cv2.INTER_NEAREST)
        for reader in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
            if text := reader.detectAndDecode(larger)[0]:
                return text
    raise AssertionError("a letter's code can't be read")


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

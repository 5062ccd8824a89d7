"""A brush over a numpy picture: smooth polygons, strokes, textures and shade. Colours are 0xRRGGBB."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Spot = tuple[float, float]
Colour = int

_FINE = 4  # OpenCV's sub-pixel bits: edges fall between pixels, so outlines stay smooth
_ONE = 1 << _FINE


def bgr(colour: Colour) -> tuple[int, int, int]:
    return colour & 255, colour >> 8 & 255, colour >> 16 & 255


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """`share` 0 is all `a`, 1 all `b`."""
    parts = [round((a >> s & 255) * (1 - share) + (b >> s & 255) * share) for s in (16, 8, 0)]
    return parts[0] << 16 | parts[1] << 8 | parts[2]


def darker(colour: Colour, share: float = 0.15) -> Colour:
    return mixed(colour, 0x1B1A26, share)


def lighter(colour: Colour, share: float = 0.15) -> Colour:
    return mixed(colour, 0xFFF8E8, share)


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints on `picture`, in pixels, (0, 0) at the top left corner."""

    picture: Picture

    def shape(self, spots: Iterable[Spot], colour: Colour) -> None:
        cv2.fillPoly(self.picture, [_fixed(spots)], bgr(colour), cv2.LINE_AA, _FINE)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.shape(corners(left, top, right, bottom), colour)

    def stroke(self, spots: Iterable[Spot], colour: Colour, width: float = 2) -> None:
        cv2.polylines(self.picture, [_fixed(spots)], False, bgr(colour), max(1, round(width)), cv2.LINE_AA, _FINE)

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour, *, turn: float = 0) -> None:
        centre = (round(x * _ONE), round(y * _ONE))
        axes = (max(1, round(across * _ONE)), max(1, round(down * _ONE)))
        cv2.ellipse(self.picture, centre, axes, turn, 0, 360, bgr(colour), -1, cv2.LINE_AA, _FINE)

    def words(self, text: str, x: float, y: float, size: float, colour: Colour, weight: int = 2) -> None:
        """`size` in pixels of a capital's height; x, y is its lower left corner."""
        scale = size / 21
        place = (round(x), round(y))
        cv2.putText(self.picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, scale, bgr(colour), weight, cv2.LINE_AA)

    def grain(self, spots: Iterable[Spot], cell: Picture) -> None:
        """Multiplies what is there by a repeated grey cell (255 leaves it as it is) inside a polygon."""
        fixed = _fixed(spots)
        left, top, width, height = self._reach(fixed)
        if width <= 0 or height <= 0:
            return
        rows, columns = cell.shape
        tiles = np.tile(cell, (height // rows + 1, width // columns + 1))[:height, :width]
        self._multiply(fixed, left, top, tiles)

    def shade(self, spots: Iterable[Spot], keep: float) -> None:
        """Darkens a polygon to `keep` of its light (1 leaves it)."""
        fixed = _fixed(spots)
        left, top, width, height = self._reach(fixed)
        if width > 0 and height > 0:
            self._multiply(fixed, left, top, np.full((height, width), round(255 * keep), np.uint8))

    def fade(self, left: int, top: int, right: int, bottom: int, above: Colour, below: Colour) -> None:
        """A box that changes from one colour to another downwards."""
        steps = np.linspace(0, 1, bottom - top)[:, None]
        column = np.array([bgr(above)]) * (1 - steps) + np.array([bgr(below)]) * steps
        self.picture[top:bottom, left:right] = column.astype(np.uint8)[:, None]

    def _reach(self, fixed: NDArray[np.int32]) -> tuple[int, int, int, int]:
        rows, columns = self.picture.shape[:2]
        (x0, y0), (x1, y1) = fixed.min(axis=0) // _ONE, -(-fixed.max(axis=0) // _ONE)
        left, top = max(0, int(x0)), max(0, int(y0))
        return left, top, min(columns, int(x1)) - left, min(rows, int(y1)) - top

    def _multiply(self, fixed: NDArray[np.int32], left: int, top: int, light: Picture) -> None:
        height, width = light.shape
        part = self.picture[top : top + height, left : left + width]
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [fixed - np.array([left * _ONE, top * _ONE], np.int32)], 255, cv2.LINE_8, _FINE)
        dimmed = cv2.multiply(part, cv2.merge([light] * 3), scale=1 / 255)
        cv2.copyTo(dimmed, mask, part)


def _fixed(spots: Iterable[Spot]) -> NDArray[np.int32]:
    return np.round(np.array(list(spots), dtype=np.float64) * _ONE).astype(np.int32)


def corners(left: float, top: float, right: float, bottom: float) -> list[Spot]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]

"""Spoils good photos as field photos are spoiled, and draws masks over faces; for bench/quality.py."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces.queries import read_image
from amanah.faces.types import Image, Points

Chance = np.random.Generator
CLOTHS = {"blue": (205, 180, 130), "white": (225, 228, 228), "black": (38, 36, 38),
          "dotted": (90, 90, 180), "batik": (40, 70, 110), "skin": (120, 150, 190)}  # fmt: skip


def spoil(image: Image, kind: str, chance: Chance) -> Image:
    return SPOILERS[kind](image, chance)


def _whole(image: NDArray[np.floating]) -> Image:
    whole: Image = np.clip(image, 0, 255).astype(np.uint8)
    return whole


def _grained(image: NDArray[np.floating], chance: Chance, deviation: float) -> Image:
    return _whole(image + chance.normal(0, deviation, image.shape))


def _blurred(image: Image, chance: Chance) -> Image:
    return cv2.GaussianBlur(image, (0, 0), chance.uniform(0.8, 5)).astype(np.uint8, copy=False)


def _small(image: Image, chance: Chance) -> Image:
    part = chance.uniform(0.12, 0.6)
    size = max(1, round(image.shape[1] * part)), max(1, round(image.shape[0] * part))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _dark(image: Image, chance: Chance) -> Image:
    light = float(np.exp(chance.uniform(np.log(0.03), np.log(0.5))))
    return _grained(image * light, chance, chance.uniform(1, 5))


def _bright(image: Image, chance: Chance) -> Image:
    return _whole(image * chance.uniform(1.4, 5))


def _noisy(image: Image, chance: Chance) -> Image:
    return _grained(image.astype(np.float64), chance, chance.uniform(8, 60))


def _moved(image: Image, chance: Chance) -> Image:
    size, angle = int(chance.integers(3, 26)), chance.uniform(0, np.pi)
    kernel, middle = np.zeros((size, size), np.float32), (size - 1) / 2
    along = np.array([np.cos(angle), np.sin(angle)]) * middle
    ends = [tuple(round(float(middle + sign * step)) for step in along) for sign in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum()).astype(np.uint8, copy=False)


def _lit_from_the_side(image: Image, chance: Chance) -> Image:
    side = 1 if chance.random() < 0.5 else -1
    across = np.linspace(-1, 1, image.shape[1]) * chance.uniform(4, 20) * side
    darkest = chance.uniform(0.03, 0.3)
    light = 1.2 * (darkest + (1 - darkest) / (1 + np.exp(-across)))
    return _whole(image * light[None, :, None])


def _squeezed(image: Image, chance: Chance) -> Image:
    """JPEG quality 3 to 20."""
    jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(3, 20))])[1]
    return read_image(jpeg.tobytes())


SPOILERS: dict[str, Callable[[Image, Chance], Image]] = {
    "blur": _blurred, "small": _small, "dark": _dark, "bright": _bright, "noise": _noisy, "motion": _moved,
    "side light": _lit_from_the_side, "jpeg": _squeezed,
}  # fmt: skip


def masked(image: Image, points: Points, cloth: str, chance: Chance) -> Image:
    """A cloth from the bridge of the nose to the chin, lit as the face is; `points` are the face's 68."""
    inside = _outline(image, points, chance)
    if not (inside > 0.5).any():
        return image
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    light = cv2.GaussianBlur(grey, (0, 0), max(2, image.shape[1] / 25))
    level = float(light[inside > 0.5].mean())
    shade = np.clip(light / max(level, 1), 0.5, 1.5) * np.clip(level / 120, 0.45, 1.3)
    eyes_px = float(np.linalg.norm(points[45] - points[36]))
    colour = _woven(cloth, grey.shape, eyes_px) * shade[..., None] + chance.normal(0, 2.5, (*grey.shape, 1))
    part = inside[..., None]
    return _whole(image * (1 - part) + colour * part)


def _outline(image: Image, points: Points, chance: Chance) -> NDArray[np.float32]:
    up = chance.uniform(0.3, 0.8)
    top = points[28] * (1 - up) + points[29] * up if chance.random() < 0.5 else points[29]
    ends = points[1] * 0.4 + points[2] * 0.6, points[15] * 0.4 + points[14] * 0.6
    wings = points[15] * 0.45 + points[35] * 0.1 + top * 0.45, points[1] * 0.45 + points[31] * 0.1 + top * 0.45
    corners = np.array([ends[0], *points[3:14], ends[1], wings[0], top, wings[1]])
    inside = np.zeros(image.shape[:2], np.float32)
    cv2.fillPoly(inside, [np.round(corners * 16).astype(np.int32)], 1, shift=4)
    return cv2.GaussianBlur(inside, (0, 0), 0.7).astype(np.float32, copy=False)


def _woven(cloth: str, shape: tuple[int, ...], eyes_px: float) -> NDArray[np.float64]:
    """Blue-green-red; pleats in blue and white, dots, or waves, as large as they are on a person."""
    y, x = np.mgrid[: shape[0], : shape[1]] / eyes_px
    colour = np.ones((*shape, 3)) * CLOTHS[cloth]
    if cloth in ("blue", "white"):
        colour *= (1 + 0.06 * np.sin(30 * y))[..., None]
    if cloth == "dotted":
        colour += np.array([90, 100, -60]) * (np.sin(18 * x) * np.sin(18 * y) > 0.2)[..., None]
    if cloth == "batik":
        colour += np.array([50, 90, 110]) * (np.sin(25 * x + 3 * np.sin(9 * y)) > 0.3)[..., None]
    return colour

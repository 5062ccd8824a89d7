"""One way to take pixels out of a photo, used by every step, so that phone and house sample alike.

The recipe in numbers is docs/faces.md, "The pipeline"; `phone/src/faces` holds the same in TypeScript.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.faces.types import Image

Affine = NDArray[np.float64]
"""2 x 3: takes an output pixel (x, y, 1) to a place in the photo; whole numbers are pixel centres."""

GREY = 127


def sample(image: Image, take: Affine, width: int, height: int, *, fill: int | None = None) -> Image:
    """An output of width x height, bilinear; where `take` shrinks, the photo is first averaged in whole blocks.

    Outside the photo: the nearest edge pixel, or `fill` in all channels when given.
    """
    block = _block(take)
    small = _averaged(image, block)
    scaled = take.copy()
    scaled[:, 2] = (take[:, 2] + 0.5) / block - 0.5
    scaled[:, :2] = take[:, :2] / block
    border = cv2.BORDER_REPLICATE if fill is None else cv2.BORDER_CONSTANT
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out = cv2.warpAffine(small, scaled, (width, height), flags=flags, borderMode=border, borderValue=[fill or 0] * 3)
    return out.astype(np.uint8, copy=False)


def _block(take: Affine) -> int:
    """How many photo pixels one output pixel spans, rounded down, at least 1: bilinear alone would skip pixels."""
    return max(1, int(math.sqrt(abs(float(np.linalg.det(take[:, :2])))) + 1e-6))


def _averaged(image: Image, block: int) -> Image:
    height, width = image.shape[0] // block, image.shape[1] // block
    if block == 1 or not height or not width:
        return image
    whole = image[: height * block, : width * block]
    return cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def fit(image: Image, width: int, height: int, zoom: float) -> Affine:
    """Centres the photo in width x height, aspect kept; `zoom` 1 just fits, 0.6 leaves a margin, 2 looks closer."""
    rows, columns = image.shape[:2]
    span = 1 / (zoom * min(width / columns, height / rows))
    left = (columns - 1) / 2 - span * (width - 1) / 2
    top = (rows - 1) / 2 - span * (height - 1) / 2
    return np.array([[span, 0, left], [0, span, top]], dtype=np.float64)


def square(centre_x: float, centre_y: float, side: float, size: int) -> Affine:
    """A square of `side` pixels around a centre, as size x size."""
    span = side / size
    corner = span * (size - 1) / 2
    return np.array([[span, 0, centre_x - corner], [0, span, centre_y - corner]], dtype=np.float64)


def aligned(five: NDArray[np.float32], wanted: NDArray[np.float32]) -> Affine:
    """The least-squares similarity from aligned points back to the photo (Umeyama 1991, without reflection)."""
    source, target = wanted.astype(np.float64), five.astype(np.float64)
    from_mean, to_mean = source.mean(axis=0), target.mean(axis=0)
    a, b = source - from_mean, target - to_mean
    weight = float((a * a).sum())
    cosine = float((a * b).sum()) / weight
    sine = float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / weight
    turn = np.array([[cosine, -sine], [sine, cosine]])
    return np.hstack([turn, (to_mean - turn @ from_mean)[:, None]])

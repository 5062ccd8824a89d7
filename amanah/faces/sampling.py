"""One way to take pixels out of a photo, used by every step, so that phone and house sample alike.

The recipe in numbers is docs/faces.md, "The pipeline"; `phone/src/faces` holds the same in TypeScript.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from amanah.faces.types import Image

Affine = NDArray[np.float64]
"""2 x 3: takes an output pixel (x, y, 1) to a place in the photo; whole numbers are pixel centres."""

Places = NDArray[np.float64]

GREY = 127


def sample(image: Image, take: Affine, width: int, height: int, *, fill: int | None = None) -> Image:
    """An output of width x height, bilinear; where `take` shrinks, the photo is first averaged in whole blocks.

    Outside the photo: the nearest edge pixel, or `fill` in all channels when given. Plain arithmetic on purpose:
    OpenCV's warp rounds places to 1/32 pixel, and the phone couldn't follow it.
    """
    block = _block(take)
    small = _averaged(image, block)
    scaled = take.copy()
    scaled[:, 2] = (take[:, 2] + 0.5) / block - 0.5
    scaled[:, :2] = take[:, :2] / block
    u, v = np.arange(width)[None, :], np.arange(height)[:, None]
    x, y = (row[0] * u + row[1] * v + row[2] for row in scaled)
    if fill is not None:
        small = np.pad(small, ((1, 1), (1, 1), (0, 0)), constant_values=fill)
        x, y = x + 1, y + 1
    return _bilinear(small, x, y)


def _bilinear(pixels: Image, x: Places, y: Places) -> Image:
    """The pixels between pixels at (x, y), each broadcast to height x width; halves are rounded to even."""
    rows, columns = pixels.shape[:2]
    x, y = np.clip(x, 0, columns - 1), np.clip(y, 0, rows - 1)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right, below = np.minimum(left + 1, columns - 1), np.minimum(top + 1, rows - 1)
    across, down = (x - left)[..., None], (y - top)[..., None]
    upper = pixels[top, left] * (1 - across) + pixels[top, right] * across
    lower = pixels[below, left] * (1 - across) + pixels[below, right] * across
    mixed: Image = np.rint(upper * (1 - down) + lower * down).astype(np.uint8)
    return mixed


def _block(take: Affine) -> int:
    """How many photo pixels one output pixel spans, rounded down, at least 1: bilinear alone would skip pixels."""
    return max(1, int(math.sqrt(abs(float(np.linalg.det(take[:, :2])))) + 1e-6))


def _averaged(image: Image, block: int) -> Image:
    height, width = image.shape[0] // block, image.shape[1] // block
    if block == 1 or not height or not width:
        return image
    whole = np.ascontiguousarray(image[: height * block, : width * block])
    strips = whole.reshape(height, block, -1).sum(axis=1, dtype=np.uint32)
    sums = strips.reshape(height, width, block, -1).sum(axis=2)
    means: Image = np.rint(sums / block**2).astype(np.uint8)
    return means


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

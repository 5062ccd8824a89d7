"""The photos of a planted day as files: house fronts drawn by code, and what somebody did to a copy of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from amanah.cli.demo_houses import draw_house
from amanah.cli.pictures.labels import commented
from amanah.cli.rehearsal.frauds.types import Shot

Image = NDArray[np.uint8]


def file_of(shot: Shot, folder: Path) -> Path:
    """Drawn once; the same shot is the same bytes."""
    path = folder / f"house-{shot.house}-{shot.view}-{shot.change.replace(' ', '_')}.jpg"
    if not path.exists():
        photo = draw_house(shot.house, shot.view)
        path.write_bytes(changed(photo, shot.change) if shot.change else photo)
    return path


def face_of(photo: Path, family: str, folder: Path) -> Path:
    """A field photo of an invented person as this family's own file: nobody's camera makes the same bytes twice, but
    several families share one of the few invented people."""
    path = folder / f"face-{family}-{photo.name}"
    if not path.exists():
        path.write_bytes(commented(photo.read_bytes(), f"SYNTHETIC FACE {family}".encode()))
    return path


def changed(photo: bytes, change: str) -> bytes:
    """As JPEG of a quality that messengers use. `change` as in `people.CHANGES`."""
    image = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    done = _HOW[change](image.astype(np.uint8, copy=False))
    return cv2.imencode(".jpg", done, [cv2.IMWRITE_JPEG_QUALITY, 55])[1].tobytes()


def _resized(image: Image, share: float) -> Image:
    return cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _lit(image: Image, times: float) -> Image:
    return np.clip(image.astype(np.float64) * times, 0, 255).astype(np.uint8)


def _cut(image: Image, left: float, top: float) -> Image:
    high, wide = image.shape[:2]
    return image[int(high * top) :, int(wide * left) :]


_HOW: Mapping[str, Callable[[Image], Image]] = {
    "saved again": lambda image: image,
    "half the size": lambda image: _resized(image, 0.5),
    "a tenth off the left": lambda image: _cut(image, 0.1, 0.0),
    "brighter": lambda image: _lit(image, 1.25),
    "darker": lambda image: _lit(image, 0.75),
    "cut and brighter": lambda image: _lit(_cut(image, 0.05, 0.07), 1.15),
}

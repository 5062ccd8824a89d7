"""A camera for chromium made of a file: `open_browser(camera=FILE)` shows the picture in it.

Chromium opens the file each time a page asks for the camera, so writing another picture over it turns the camera
to something else: first a face, then the house front, then a card.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from amanah.faces import queries
from amanah.faces.types import Image, Points

WIDTH, HEIGHT = 640, 480
FRAMES = 24


def show(path: Path, *pictures: bytes, frames: int = FRAMES) -> Path:
    """Writes pictures (JPEG, PNG or WebP), each for so many frames, as a film of 640 x 480 that chromium repeats."""
    lot = np.random.default_rng(len(pictures[0]))
    film = b"".join(_frame(still, lot) for still in map(_framed, map(_read, pictures)) for _ in range(frames))
    part = path.with_suffix(".part")
    part.write_bytes(film)
    part.replace(path)  # chromium never sees half a film
    return path


def turned_left(picture: bytes) -> bytes:
    """The face as it turns to its own left, well enough for landmarks: nose and mouth pushed aside."""
    image, points = _read(picture), _points(picture)
    eyes_px = float(np.linalg.norm(points[45] - points[36]))
    x, y = points[[30, 33, 51]].mean(axis=0)
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    near = np.exp(-(((columns - x) / (0.45 * eyes_px)) ** 2) - ((rows - y) / (0.7 * eyes_px)) ** 2)
    pushed = cv2.remap(image, (columns - 0.6 * eyes_px * near).astype(np.float32), rows, cv2.INTER_LINEAR)
    return cv2.imencode(".jpg", pushed, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def looks_ahead(picture: bytes) -> bool:
    """Straight enough to be asked to turn aside: the nose hardly beside the middle of the eyes."""
    return abs(_beside(picture)) < 0.1


def turn(picture: bytes) -> float:
    """How far the pushed picture turns for the landmarks' model; the phone asks for 0.25, and some move less."""
    return abs(_beside(turned_left(picture)) - _beside(picture))


def _beside(picture: bytes) -> float:
    """How far the nose is beside the middle of the eyes, in distances of the eyes."""
    points = _points(picture)
    left, right, nose = points[36:42].mean(axis=0), points[42:48].mean(axis=0), points[30]
    along = right - left
    return float((nose - (left + right) / 2) @ along / (along @ along))


def _points(picture: bytes) -> Points:
    face = queries.find(_read(picture))
    if face is None:
        raise ValueError("this picture shows no face")
    return face.points


def _read(picture: bytes) -> Image:
    read = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if read is None:
        raise ValueError("this is no picture")
    return np.asarray(read, dtype=np.uint8)


def _framed(picture: Image) -> Image:
    """The whole picture in the middle; the sides are its own edges, blurred."""
    rows, columns = picture.shape[:2]
    scale = min(WIDTH / columns, HEIGHT / rows)
    size = (round(columns * scale), round(rows * scale))
    inner = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    frame = cv2.GaussianBlur(cv2.resize(picture, (WIDTH, HEIGHT)), (0, 0), 24)
    left, top = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
    frame[top : top + size[1], left : left + size[0]] = inner
    return np.asarray(frame, dtype=np.uint8)


def _frame(still: Image, lot: np.random.Generator) -> bytes:
    """A hand and a sensor are never quite still."""
    noisy = cv2.add(still, lot.integers(0, 4, still.shape, dtype=np.uint8))
    moved = np.roll(noisy, tuple(lot.integers(-1, 2, 2)), axis=(0, 1))
    return cv2.imencode(".jpg", moved, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()

"""A camera for chromium made of a file: `open_browser(camera=FILE)` shows the picture in it.

Chromium opens the file each time a page asks for the camera, so writing another picture over it turns the camera
to something else: first a face, then the house front, then a card.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

WIDTH, HEIGHT = 640, 480
FRAMES = 24


def show(path: Path, picture: bytes, *, frames: int = FRAMES) -> Path:
    """Writes `picture` (JPEG, PNG or WebP) as a short film of 640 x 480 that chromium repeats for ever."""
    read = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if read is None:
        raise ValueError("this is no picture")
    still = _framed(read)
    lot = np.random.default_rng(len(picture))
    film = b"".join(_frame(still, lot) for _ in range(frames))
    part = path.with_suffix(".part")
    part.write_bytes(film)
    part.replace(path)  # chromium never sees half a film
    return path


def _framed(picture: np.ndarray) -> np.ndarray:
    """The whole picture in the middle; the sides are its own edges, blurred."""
    rows, columns = picture.shape[:2]
    scale = min(WIDTH / columns, HEIGHT / rows)
    size = (round(columns * scale), round(rows * scale))
    inner = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    frame = cv2.GaussianBlur(cv2.resize(picture, (WIDTH, HEIGHT)), (0, 0), 24)
    left, top = (WIDTH - size[0]) // 2, (HEIGHT - size[1]) // 2
    frame[top : top + size[1], left : left + size[0]] = inner
    return frame


def _frame(still: np.ndarray, lot: np.random.Generator) -> bytes:
    """A hand and a sensor are never quite still."""
    noisy = cv2.add(still, lot.integers(0, 4, still.shape, dtype=np.uint8))
    moved = np.roll(noisy, tuple(lot.integers(-1, 2, 2)), axis=(0, 1))
    return cv2.imencode(".jpg", moved, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()

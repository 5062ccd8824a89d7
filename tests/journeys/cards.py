"""A family card for the camera, drawn: every name in it is invented, and it says that it is one of a demonstration."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

INK, LINE, GROUND = (58, 42, 32), (150, 140, 128), (226, 238, 232)  # blue, green, red


def family_card(head: str, members: Sequence[str]) -> bytes:
    """JPEG of 640 x 480: a title, the head's name and a row for each member."""
    card = np.full((480, 640, 3), GROUND, np.uint8)
    _write(card, "KARTU KELUARGA", (196, 56), 0.9, 2)
    _write(card, "peragaan, bukan dokumen asli", (206, 84), 0.5, 1)
    _write(card, f"Kepala keluarga: {head}", (32, 130), 0.6, 1)
    for row, name in enumerate([head, *members], start=1):
        top = 130 + 44 * row
        cv2.rectangle(card, (32, top - 28), (608, top + 16), LINE, 1)
        _write(card, f"{row}   {name}", (48, top), 0.6, 1)
    return cv2.imencode(".jpg", card, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def _write(card: np.ndarray, text: str, at: tuple[int, int], size: float, weight: int) -> None:
    cv2.putText(card, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, INK, weight, cv2.LINE_AA)

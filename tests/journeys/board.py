"""Several screens side by side in one picture, for the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
WIDTH, HEIGHT = 390, 844
GAP, ROUND, EDGE = 28, 26, 2
PAPER = (236, 241, 243)  # blue, green, red of the office's ground
LINE = (203, 218, 222)


def side_by_side(screens: Sequence[Path], to: Path) -> Path:
    """Writes a PNG with the screens in this order, each with rounded corners on calm paper."""
    size = (HEIGHT + 2 * GAP, len(screens) * (WIDTH + GAP) + GAP)
    board: Picture = np.full((*size, 3), PAPER, np.uint8)
    for number, screen in enumerate(screens):
        left = GAP + number * (WIDTH + GAP)
        _lay(board[GAP : GAP + HEIGHT, left : left + WIDTH], screen)
    cv2.imwrite(str(to), board)
    return to


def _lay(place: Picture, screen: Path) -> None:
    picture = cv2.imread(str(screen), cv2.IMREAD_COLOR)
    assert picture is not None, screen
    small = cv2.resize(picture, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    outer, inner = _rounded(0), _rounded(EDGE)
    place[outer] = LINE
    place[inner] = small[inner]


def _rounded(inset: int) -> NDArray[np.bool_]:
    """Which pixels of a screen lie within its rounded corners, `inset` pixels from the edge."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    radius = ROUND - inset
    across = np.maximum(np.maximum(ROUND - x, x - (WIDTH - 1 - ROUND)), 0)
    down = np.maximum(np.maximum(ROUND - y, y - (HEIGHT - 1 - ROUND)), 0)
    inside = (x >= inset) & (x < WIDTH - inset) & (y >= inset) & (y < HEIGHT - inset)
    return np.asarray(inside & (np.hypot(across, down) <= radius))

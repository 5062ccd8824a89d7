"""Error versus discard: how many misses are left when the worst photos are left out (Grother & Tabassi 2007).

A quality that foretells misses makes the curve fall steeply; one that says nothing leaves it flat.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

DISCARD = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2)
UP_TO = 0.2


def curve(
    missed: NDArray[np.bool_], quality: NDArray[np.float64], discard: Sequence[float] = DISCARD
) -> tuple[float, ...]:
    """False non-match rate after the worst `discard` of the pairs are left out, for each share.

    `missed`: genuine pairs below the threshold, N; `quality`: the poorer photo's of each pair, N.
    """
    left, count = _left(missed, quality), len(missed)
    return tuple(float(left[int(share * count)]) for share in discard)


def area(missed: NDArray[np.bool_], quality: NDArray[np.float64]) -> float:
    """Mean of the curve from 0 to 20 %, over its start: 1 says nothing, lower is better; 1 too when nothing missed."""
    if not missed.any():
        return 1.0
    left = _left(missed, quality)
    return float(left[: max(1, int(UP_TO * len(left)))].mean() / left[0])


def _left(missed: NDArray[np.bool_], quality: NDArray[np.float64]) -> NDArray[np.float64]:
    """Miss rate of what is left after 0, 1, … N-1 pairs; pairs of equal quality share their misses."""
    order = np.argsort(quality, kind="stable")
    _, group, size = np.unique(quality[order], return_inverse=True, return_counts=True)
    shared = (np.bincount(group, weights=missed[order]) / size)[group]
    misses: NDArray[np.float64] = np.cumsum(shared[::-1])[::-1]
    return misses / np.arange(len(misses), 0, -1)

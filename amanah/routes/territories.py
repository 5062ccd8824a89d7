"""Who walks where: the office's map cut in two again and again, each half with its share of the work."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_FARTHER = 8.0
"""A piece is cut across its distance from the office only when it is so many times longer than wide: pieces that reach
from the office outwards make shorter rounds than rings (tried on Denpasar: 983 km against 1,075)."""


def plane(places: Floats) -> Floats:
    """(n, 2) degrees of latitude and longitude to (n, 2) metres north and east of place 0, the office."""
    metres = 111_195.0 * (places - places[0])
    metres[:, 1] *= np.cos(np.radians(places[0, 0]))
    return np.asarray(metres, dtype=np.float64)


def territories(metres: Floats, work: Floats, shares: Sequence[float]) -> list[Indices]:
    """Places (1 … n of `metres`, see `plane`) by payer; sums of `work` are as the payers' `shares` of a day.

    The same places give the same territories in whatever order they are told, and a few changed ones move only the
    seams: a cut is where the work halves, along the bearing from the office (or the distance, for far slivers).
    """
    return _cut(metres, work, np.arange(1, len(metres)), shares)


def _cut(metres: Floats, work: Floats, some: Indices, shares: Sequence[float]) -> list[Indices]:
    if len(shares) <= 1:
        return [np.sort(some)]
    ordered = some[np.lexsort((metres[some, 1], metres[some, 0], _along(metres[some])))]
    left = len(shares) // 2
    done = np.cumsum(work[ordered])
    wanted = sum(shares[:left]) / max(sum(shares), 1e-9)
    middle = int(np.searchsorted(done, done[-1] * wanted, side="right")) if len(ordered) else 0
    return [*_cut(metres, work, ordered[:middle], shares[:left]), *_cut(metres, work, ordered[middle:], shares[left:])]


def _along(metres: Floats) -> Floats:
    """What a piece is cut along: bearings counted from its widest empty angle, or distances from the office."""
    if len(metres) < 2:
        return np.zeros(len(metres))
    far = np.hypot(metres[:, 0], metres[:, 1])
    bearing = np.arctan2(metres[:, 1], metres[:, 0])
    around = np.sort(bearing)
    empty = np.diff(np.append(around, around[0] + 2 * np.pi))
    turned = (bearing - around[(int(np.argmax(empty)) + 1) % len(around)]) % (2 * np.pi)
    deep = float(np.quantile(far, 0.95) - np.quantile(far, 0.05))
    wide = float(np.ptp(turned) * np.median(far))
    return np.asarray(far if deep > _FARTHER * wide else turned, dtype=np.float64)

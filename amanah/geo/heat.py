"""Where visits fail, as hexagons of H3 (https://h3geo.org): nobody is pointed at.

A cell speaks of at least `FEWEST` families. Those of a smaller one are told by the next larger cell, three sizes up at
most; what is still alone then is counted and not placed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import h3

FEWEST = 3
STEPS_UP = 3
COARSEST, FINEST = 4, 9
"""Edges of about 26 km and 200 m (h3geo.org, "Tables of cell statistics")."""
REST = "rest"
"""Reasons that fewer than `FEWEST` families of a cell share, told together."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed visit: whose, where in degrees, and why."""

    family: Hashable
    lat: float
    lng: float
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """`ring`: closed, (lng, lat). `reasons`: families by reason, most first; a family may have had several."""

    cell: str
    resolution: int
    families: int
    reasons: tuple[tuple[str, int], ...]
    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """`hidden`: families that would have been pointed at."""

    cells: tuple[Cell, ...]
    hidden: int


def resolution_at(zoom: float) -> int:
    """A hexagon some 40 to 100 pixels wide at this zoom of a web map (512-pixel tiles)."""
    return max(COARSEST, min(FINEST, round(zoom * 0.75 - 1.5)))


def heat(failures: Iterable[Failure], *, resolution: int, fewest: int = FEWEST) -> Heat:
    """Cells of this resolution, and coarser ones for what lies alone."""
    within: dict[str, list[Failure]] = defaultdict(list)
    for one in failures:
        within[h3.latlng_to_cell(one.lat, one.lng, resolution)].append(one)
    told: list[Cell] = []
    for size in range(resolution, max(COARSEST, resolution - STEPS_UP) - 1, -1):
        small: dict[str, list[Failure]] = defaultdict(list)
        for cell, ones in within.items():
            if len({one.family for one in ones}) >= fewest:
                told.append(_told(cell, size, ones, fewest))
            else:
                small[h3.cell_to_parent(cell, size - 1)].extend(ones)
        within = small
    alone = {one.family for ones in within.values() for one in ones}
    return Heat(tuple(sorted(told, key=lambda cell: (cell.resolution, cell.cell))), len(alone))


def _told(cell: str, size: int, ones: list[Failure], fewest: int) -> Cell:
    by_reason = Counter(reason for _, reason in {(one.family, one.reason) for one in ones})
    shared = {reason: count for reason, count in by_reason.items() if count >= fewest}
    rest = len({one.family for one in ones if one.reason not in shared})
    reasons = [*sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])), *([(REST, rest)] if rest else [])]
    ring = [(lng, lat) for lat, lng in h3.cell_to_boundary(cell)]
    return Cell(cell, size, len({one.family for one in ones}), tuple(reasons), (*ring, ring[0]))

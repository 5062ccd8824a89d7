"""A position, a fix with its uncertainty, a village area, and many areas ready to be asked.

**What a phone tells as accuracy.** W3C Geolocation asks for a 95 % radius, Android's own number is a 68 % radius, and
browsers on Android hand that on as it is. Our payers carry Android: a told accuracy is taken for a 68 % radius,
and where it was 95 % we are the more careful about accusing (docs/decisions/0034).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import inf

import numpy as np
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

P95_OF_P68 = 1.62
"""sqrt(ln .05 / ln .32): the 95 % radius of a two-dimensional normal over its 68 % radius."""


@dataclass(frozen=True, slots=True)
class Position:
    """Latitude and longitude in degrees (WGS84)."""

    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Fix(Position):
    """A position as it was measured; what wasn't told is None.

    `accuracy_m` is the 68 % radius; `spread_m` the root mean square distance of a burst's `number` fixes from their
    middle; `source` is the phone's word such as `gps`.
    """

    accuracy_m: float | None = None
    spread_m: float | None = None
    number: int = 1
    at: datetime | None = None
    source: str = ""

    @property
    def radius_95_m(self) -> float:
        """Holds the true place 95 times of 100; infinite where nothing was told. A burst that scatters more than
        its accuracy says is believed for its scatter: fixes of one burst share their error, so it is never less.
        """
        if self.accuracy_m is None:
            return inf
        return P95_OF_P68 * max(self.accuracy_m, self.spread_m or 0.0)


@dataclass(frozen=True, slots=True)
class Area:
    """A village by its code and its polygon or polygons in (lng, lat), holes and all."""

    code: str
    shape: BaseGeometry


class Stands(StrEnum):
    """Where a fix lies, seen from the village it should lie in."""

    INSIDE = "inside"
    NEIGHBOUR = "neighbour"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Standing:
    """`village` holds the fix (None: no village we have an area for). `outside_m` is 0 inside.

    `edge_m` is how far the assigned village's border is; `is_certain` when the 95 % radius doesn't reach it.
    """

    stands: Stands
    village: str | None
    outside_m: float
    edge_m: float
    is_certain: bool


class Areas:
    """Many areas, ready to be asked; build once, ask often. Of one code the last area is kept."""

    def __init__(self, areas: Iterable[Area]) -> None:
        kept = {area.code: area.shape for area in areas if not area.shape.is_empty}
        self.codes = list(kept)
        self.shapes = np.array(list(kept.values()), dtype=object)
        self.index = {code: i for i, code in enumerate(self.codes)}
        self.tree = STRtree(self.shapes)

"""A point, a village area, and many areas ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shapely import STRtree
from shapely.geometry import Polygon


@dataclass(frozen=True, slots=True)
class Fix:
    """Latitude and longitude in degrees (WGS84)."""

    lat: float
    lng: float


@dataclass(frozen=True, slots=True)
class Area:
    """A village by its code and one ring of (lng, lat)."""

    code: str
    ring: tuple[tuple[float, float], ...]


class Areas:
    """Many areas, ready to be asked; build once, ask often."""

    def __init__(self, areas: Iterable[Area]) -> None:
        kept = [area for area in areas if len(area.ring) >= 3]
        self.codes = [area.code for area in kept]
        self.shapes = [Polygon(area.ring) for area in kept]
        self.index = {code: i for i, code in enumerate(self.codes)}
        self.tree = STRtree(self.shapes)

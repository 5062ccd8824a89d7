"""How far and how long an office's ways are: over the deployer's roads where they lead, else as learnt or believed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from amanah.access import queries as access
from amanah.geo.roads.asking import kept
from amanah.geo.roads.matrix import between, covered, cut, flooded
from amanah.geo.roads.types import Roads
from amanah.routes.travel import DETOUR, Travel, crow_km
from amanah.visits.store.travel import travel

Numbers = NDArray[np.float64]
ROADS_FILE = "roads.npz"
"""In the folder of maps, by `amanah maps roads`."""
_COVERS = 0.5
"""Fewer of the places near a road: the extract is of elsewhere, and isn't asked at all."""


@dataclass(frozen=True, slots=True)
class Ways:
    """From place to place, row to column: metres, minutes, and whether it is over roads or as the crow flies."""

    metres: Numbers
    minutes: Numbers
    on_roads: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Believed:
    """What an office believes of its ways. `roads` None: none were loaded, or they are of elsewhere."""

    travel: Travel
    regency: str
    roads: Roads | None
    digest: str

    @property
    def version(self) -> str:
        """Stored with the plans made by it."""
        return f"{self.travel.version}+roads-{self.digest}" if self.roads else self.travel.version

    def between(self, places: Numbers, *, lost: BaseGeometry | None = None, times: float | None = None) -> Ways:
        """Of (n, 2) degrees, the office (or where somebody stands) first; leg by leg the roads, or the crow's way.

        Roads in `lost` take `times` as long, or are closed (None).
        """
        km = crow_km(places, places)
        metres, minutes = 1000 * DETOUR * km, self.travel.minutes(km, self.regency)
        if self.roads is None:
            return Ways(metres, minutes, np.zeros(km.shape, dtype=bool))
        roads = self.roads if lost is None else flooded(self.roads, lost, times)
        found = between(roads, places)
        by_road = self.travel.road_minutes(found.seconds / 60, self.regency)
        known = found.on_roads | found.guessed  # what no road reaches keeps the office's own belief
        return Ways(np.where(known, found.metres, metres), np.where(known, by_road, minutes), found.on_roads)


def believed(office: str, places: Numbers) -> Believed:
    """For an office (its nopen) that asks about these places (n, 2)."""
    regency = regency_of(office)
    found = _house()
    if found is None:
        return Believed(travel(), regency, None, "")
    part = cut(found[0], places)
    return Believed(travel(), regency, part if covered(part, places) >= _COVERS else None, found[1])


def house_roads() -> Roads | None:
    """The deployer's roads; None before `amanah maps roads`. Problem `roads_unreadable`."""
    found = _house()
    return found[0] if found else None


def regency_of(office: str) -> str:
    """Where most of the office's villages lie, as `51.71`; empty where it serves none."""
    codes = sorted(village.code[:5] for village in access.villages() if village.office == office)
    return max(set(codes), key=codes.count) if codes else ""


def _house() -> tuple[Roads, str] | None:
    file = Path(settings.AMANAH_MAPS_DIR) / ROADS_FILE
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else None


@lru_cache(maxsize=1)
def _read(file: Path, changed_ns: int) -> tuple[Roads, str]:
    """Read once for each time it was written, and what is in it, in eight letters."""
    return kept(file), sha256(file.read_bytes()).hexdigest()[:8]

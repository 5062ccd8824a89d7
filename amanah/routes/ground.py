"""The ground a day is walked on: metres and seconds from place to place, windows, services, cash. Whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amanah.routes.types import Hazard, Limits, Stop

Whole = NDArray[np.int64]
_EARTH_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Ground:
    """Place 0 is the office, 1 … n the stops. Times in seconds of the day."""

    places: NDArray[np.float64]
    """(n + 1, 2) degrees."""
    metres: Whole
    seconds: Whole
    service: Whole
    amount: Whole
    early: Whole
    late: Whole
    frail: Whole

    def part(self, some: Whole) -> Ground:
        """The office and `some` of the stops; the new i-th is the old `some[i - 1]`."""
        kept = np.concatenate([[0], some]).astype(np.int64)
        cut = np.ix_(kept, kept)
        return Ground(
            self.places[kept], self.metres[cut], self.seconds[cut], self.service[kept], self.amount[kept],
            self.early[kept], self.late[kept], self.frail[kept],
        )  # fmt: skip


def ground(
    stops: Sequence[Stop],
    depot: tuple[float, float],
    limits: Limits,
    *,
    roads: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
) -> Ground:
    """`roads`: (metres, seconds), each (n + 1, n + 1), the office first; else great circles with the limits' detour.

    Seconds are rounded up: a told day is never shorter than a walked one.
    """
    places = np.array([depot, *((stop.lat, stop.lng) for stop in stops)], dtype=np.float64)
    metres = roads[0] if roads else limits.detour * great_circle_m(places)
    seconds = roads[1] if roads else metres * (3.6 / limits.speed_kmh)
    is_slow = np.array([False, *(stop.hazard is not Hazard.NONE for stop in stops)])
    seconds = np.where(is_slow[:, None] | is_slow[None, :], seconds * limits.slow_times, seconds)
    return Ground(
        places, np.rint(metres).astype(np.int64), np.ceil(seconds).astype(np.int64),
        *(np.array([0, *column], dtype=np.int64) for column in (
            [round(60 * stop.service_min) for stop in stops],
            [stop.amount for stop in stops],
            [round(60 * stop.earliest) for stop in stops],
            [round(60 * stop.latest) for stop in stops],
            [stop.priority for stop in stops],
        )),
    )  # fmt: skip


def great_circle_m(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) degrees to (n, n) metres (haversine)."""
    lat, lng = np.radians(places[:, 0]), np.radians(places[:, 1])
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lng[:, None] - lng) / 2) ** 2
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(half)), dtype=np.float64)

"""How long the way takes: great-circle metres, longer by the roads' detour, at the speed payers were seen to have.

`fit` learns both at once from finished visits, as one number a regency: minutes a great-circle kilometre. (Detour and
speed can't be told apart by clocks alone, and a plan only needs their quotient.) Where the deployer's roads are known,
`fit_roads` learns how many times the graph's own minutes a way really takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

DETOUR = 1.6
SPEED_KMH = 20.0
DEFAULT_MIN_A_KM = 60.0 * DETOUR / SPEED_KMH
"""4.8 minutes a great-circle kilometre: what is believed before anything was measured."""
FEWEST = 30
"""Hops before a regency's own figure is believed; its province's is asked with as many."""
NEAREST_KM, FARTHEST_KM = 0.15, 15.0
"""Nearer than this the fixes' own error rules; farther, it wasn't one errand."""
LONGEST_MIN = 90.0
"""A longer pause between two doors was lunch, or the rain."""
FASTEST_KMH = 80.0
EARTH_KM = 6_371.0088


@dataclass(frozen=True, slots=True)
class Hop:
    """From the end of one visit to the beginning of the next of a payer's day, `km` as the crow flies.

    `road_min`: what the graph of roads says of it; None where no road joins the two doors, or there is no graph.
    """

    regency: str
    day: date
    km: float
    minutes: float
    road_min: float | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Learnt for one area (a regency `51.71`, a province `51`): `fixed_min` for parking and walking to the door."""

    min_a_km: float
    fixed_min: float
    hops: int


@dataclass(frozen=True, slots=True)
class RoadPace:
    """Learnt for one area where roads are known: a way takes `times` the graph's minutes, and `fixed_min`."""

    times: float = 1.0
    fixed_min: float = 0.0
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Travel:
    """What is believed of the ways, by area; `version` is stored with the plans made by it."""

    version: str = "default"
    paces: Mapping[str, Pace] | None = None
    roads: Mapping[str, RoadPace] | None = None

    def pace(self, regency: str) -> Pace:
        """The regency's own, else its province's, else the default's."""
        known = self.paces or {}
        return known.get(regency) or known.get(regency[:2]) or Pace(DEFAULT_MIN_A_KM, 0.0, 0)

    def minutes(self, km: Numbers, regency: str) -> Numbers:
        """Of great-circle kilometres; no time at all where nobody moves."""
        pace = self.pace(regency)
        return np.where(km > 0, pace.fixed_min + pace.min_a_km * km, 0.0)

    def road_minutes(self, graph_min: Numbers, regency: str) -> Numbers:
        """Of the graph's own minutes, by the regency's hops, else its province's, else as the graph says."""
        known = self.roads or {}
        pace = known.get(regency) or known.get(regency[:2]) or RoadPace()
        return np.where(graph_min > 0, pace.fixed_min + pace.times * graph_min, 0.0)


@dataclass(frozen=True, slots=True)
class Off:
    """How far foretold ways were from the truth: mean absolute minutes; median of |error| / truth in per cent."""

    mae_min: float
    median_pct: float
    hops: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """`before` and `after` are on days the fit hasn't seen, None without such days: the default's, and the fit's by
    great circles. `roads_before` and `roads_after` the same for ways over the graph: its own minutes, and learnt."""

    paces: dict[str, Pace]
    roads: dict[str, RoadPace]
    hops: int
    left_out: int
    before: Off | None
    after: Off | None
    roads_before: Off | None = None
    roads_after: Off | None = None


def crow_km(a: Numbers, b: Numbers) -> Numbers:
    """(n, 2) and (m, 2) degrees to (n, m) great-circle kilometres."""
    one, other = np.radians(a)[:, None, :], np.radians(b)[None, :, :]
    half = np.sin((other - one) / 2) ** 2
    across = half[..., 0] + np.cos(one[..., 0]) * np.cos(other[..., 0]) * half[..., 1]
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(across, 1.0))), dtype=np.float64)


def believable(hops: Iterable[Hop]) -> list[Hop]:
    """Ways that say something of the roads: neither too near, nor broken by a pause, nor faster than can be."""
    return [
        hop
        for hop in hops
        if NEAREST_KM <= hop.km <= FARTHEST_KM and 0 < hop.minutes <= LONGEST_MIN
        and 60 * hop.km / hop.minutes <= FASTEST_KMH
    ]  # fmt: skip


def calibrate(hops: Sequence[Hop], *, held_out: float = 0.2) -> Fitted:
    """Paces of all hops; the errors come from a fit of the earlier days, measured on the last `held_out` of them."""
    kept = believable(hops)
    days = sorted({hop.day for hop in kept})
    first_late = days[-max(1, round(held_out * len(days)))] if len(days) > 1 else None
    errors: list[Off | None] = [None] * 4
    if first_late:
        early, late = [h for h in kept if h.day < first_late], [h for h in kept if h.day >= first_late]
        learnt = Travel(paces=fit(early), roads=fit_roads(early))
        errors = [error_of(travel, late, by_road=by_road) for by_road in (False, True) for travel in (Travel(), learnt)]
    return Fitted(fit(kept), fit_roads(kept), len(kept), len(hops) - len(kept), *errors)


def fit(hops: Sequence[Hop]) -> dict[str, Pace]:
    """By regency and province, where `FEWEST` hops speak for it."""
    return {
        area: Pace(*_line([hop.km for hop in some], [hop.minutes for hop in some]), len(some))
        for area, some in _by_area(hops)
    }


def fit_roads(hops: Sequence[Hop]) -> dict[str, RoadPace]:
    """The same against the graph's minutes, of the ways it knows."""
    return {
        area: RoadPace(*_line([hop.road_min or 0.0 for hop in some], [hop.minutes for hop in some]), len(some))
        for area, some in _by_area([hop for hop in hops if hop.road_min])
    }


def _by_area(hops: Sequence[Hop]) -> list[tuple[str, list[Hop]]]:
    areas: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        for area in {hop.regency, hop.regency[:2]}:
            areas[area].append(hop)
    return [(area, some) for area, some in sorted(areas.items()) if len(some) >= FEWEST]


def error_of(travel: Travel, hops: Sequence[Hop], *, by_road: bool = False) -> Off | None:
    """`by_road`: of the ways the graph knows, by its minutes. None without hops."""
    some = [hop for hop in hops if hop.road_min] if by_road else hops
    if not some:
        return None
    told = [
        float(travel.road_minutes(np.array([hop.road_min]), hop.regency)[0]) if by_road
        else float(travel.minutes(np.array([hop.km]), hop.regency)[0])
        for hop in some
    ]  # fmt: skip
    off = [abs(said - hop.minutes) for said, hop in zip(told, some, strict=True)]
    share = median(each / hop.minutes for each, hop in zip(off, some, strict=True))
    return Off(round(mean(off), 3), round(100 * share, 2), len(some))


def _line(given: Sequence[float], took: Sequence[float]) -> tuple[float, float]:
    """(minutes a unit, minutes anyway) by Huber's weights (Huber 1964; 1.345 robust deviations): a pause among fifty
    ways bends it little."""
    x, minutes = np.array(given), np.array(took)
    asked = np.column_stack([np.ones_like(x), x])
    line = np.array([0.0, float(np.median(minutes / x))])
    for _ in range(30):
        off = np.abs(minutes - asked @ line)
        scale = max(1.4826 * float(np.median(off)), 1e-6)
        root = np.sqrt(np.minimum(1.0, 1.345 * scale / np.maximum(off, 1e-9)))
        line = np.linalg.lstsq(asked * root[:, None], minutes * root, rcond=None)[0]
    if line[0] < 0 or line[1] <= 0:  # no such road: one number then
        return float(np.median(minutes / x)), 0.0
    return float(line[1]), float(line[0])

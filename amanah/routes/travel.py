"""How long the way takes: great-circle metres, longer by the roads' detour, at the speed payers were seen to have.

`fit` learns both at once from finished visits, as one number a regency: minutes a great-circle kilometre. (Detour and
speed can't be told apart by clocks alone, and a plan only needs their quotient.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

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
    """From the end of one visit to the beginning of the next of a payer's day, `km` as the crow flies."""

    regency: str
    day: date
    km: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Learnt for one area (a regency `51.71`, a province `51`): `fixed_min` for parking and walking to the door."""

    min_a_km: float
    fixed_min: float
    hops: int


@dataclass(frozen=True, slots=True)
class Travel:
    """What is believed of the ways, by area; `version` is stored with the plans made by it."""

    version: str = "default"
    paces: Mapping[str, Pace] | None = None

    def pace(self, regency: str) -> Pace:
        """The regency's own, else its province's, else the default's."""
        known = self.paces or {}
        return known.get(regency) or known.get(regency[:2]) or Pace(DEFAULT_MIN_A_KM, 0.0, 0)

    def minutes(self, km: Numbers, regency: str) -> Numbers:
        """Of great-circle kilometres; no time at all where nobody moves."""
        pace = self.pace(regency)
        return np.where(km > 0, pace.fixed_min + pace.min_a_km * km, 0.0)


@dataclass(frozen=True, slots=True)
class Fitted:
    """`before` and `after`: median absolute error in per cent on days the fit hasn't seen; None without such days."""

    paces: dict[str, Pace]
    hops: int
    left_out: int
    before: float | None
    after: float | None


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
    before = after = None
    if first_late:
        late = [hop for hop in kept if hop.day >= first_late]
        before = error_of(Travel(), late)
        after = error_of(Travel(paces=fit([hop for hop in kept if hop.day < first_late])), late)
    return Fitted(fit(kept), len(kept), len(hops) - len(kept), before, after)


def fit(hops: Sequence[Hop]) -> dict[str, Pace]:
    """By regency and province, where `FEWEST` hops speak for it."""
    areas: dict[str, list[Hop]] = defaultdict(list)
    for hop in hops:
        for area in {hop.regency, hop.regency[:2]}:
            areas[area].append(hop)
    return {area: _pace(some) for area, some in sorted(areas.items()) if len(some) >= FEWEST}


def error_of(travel: Travel, hops: Sequence[Hop]) -> float:
    """Median of |foretold - true| / true, in per cent."""
    foretold = [float(travel.minutes(np.array([hop.km]), hop.regency)[0]) for hop in hops]
    return 100 * median(abs(said - hop.minutes) / hop.minutes for said, hop in zip(foretold, hops, strict=True))


def _pace(hops: Sequence[Hop]) -> Pace:
    """A line by Huber's weights (Huber 1964; 1.345 robust deviations): a pause among fifty ways bends it little."""
    km, minutes = np.array([hop.km for hop in hops]), np.array([hop.minutes for hop in hops])
    asked = np.column_stack([np.ones_like(km), km])
    weights = np.ones_like(km)
    line = np.array([0.0, float(np.median(minutes / km))])
    for _ in range(30):
        off = np.abs(minutes - asked @ line)
        scale = max(1.4826 * float(np.median(off)), 1e-6)
        weights = np.minimum(1.0, 1.345 * scale / np.maximum(off, 1e-9))
        root = np.sqrt(weights)
        line = np.linalg.lstsq(asked * root[:, None], minutes * root, rcond=None)[0]
    if line[0] < 0 or line[1] <= 0:  # no such road: one number then
        return Pace(float(np.median(minutes / km)), 0.0, len(hops))
    return Pace(float(line[1]), float(line[0]), len(hops))

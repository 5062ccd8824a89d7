"""Offices that exist nowhere, for measuring: as many families, payers and kilometres as Indonesia's have.

18.8 million families in 14 days over 4,308 offices are 312 a day and office, at 30-40 visits a payer (domain.md); a few
offices are much larger than most, so sizes are log-normal.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, exp
from random import Random

from amanah.national.types import OfficeDay
from amanah.routes.types import Stop

FAMILIES, SPREAD = 312, 0.5
"""Mean families of an office's day; sigma of the logarithm of its size."""
VISITS = 34
"""A payer makes in a day, between town and mountain."""
_VILLAGES, _VILLAGE_DEG, _OFFICE_DEG = 12, 0.006, 0.05


def offices(count: int, *, seed: int = 1) -> Iterator[OfficeDay]:
    """`count` offices, the same for the same seed; families live in villages around their office."""
    for number in range(count):
        yield _office(f"{10000 + number}", Random(f"{seed} {number}"))  # noqa: S311 - an invention, no secret


def _office(nopen: str, rng: Random) -> OfficeDay:
    depot = round(rng.uniform(-8.5, 3.0), 5), round(rng.uniform(97.0, 138.0), 5)
    families = max(5, round(FAMILIES * exp(rng.gauss(-SPREAD * SPREAD / 2, SPREAD))))
    villages = [_near(depot, _OFFICE_DEG, rng) for _ in range(_VILLAGES)]
    stops = tuple(_stop(f"{nopen}-{i}", rng.choice(villages), rng) for i in range(families))
    return OfficeDay(nopen, depot, ceil(families / VISITS), stops)


def _stop(name: str, village: tuple[float, float], rng: Random) -> Stop:
    lat, lng = _near(village, _VILLAGE_DEG, rng)
    return Stop(name, lat, lng, service_min=round(rng.uniform(3, 8), 1), amount=rng.choice((600_000, 900_000)))


def _near(at: tuple[float, float], spread_deg: float, rng: Random) -> tuple[float, float]:
    return round(at[0] + rng.gauss(0, spread_deg / 2), 6), round(at[1] + rng.gauss(0, spread_deg / 2), 6)

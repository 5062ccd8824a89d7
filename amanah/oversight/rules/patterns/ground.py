"""Measures that several patterns share: metres, windows of a payer, chance, and how a flag is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, hypot, log, radians
from statistics import median

from amanah.geo.queries import distance_m
from amanah.geo.types import P95_OF_P68, Fix
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene, Spot
from amanah.oversight.rules.patterns.words import said

_METRES_A_DEGREE = 111_195.0
_MAD_TO_SIGMA = 1.4826  # of a normal distribution
_LEAST_SPREAD = 0.15  # log units: peers that are all alike make no outlier of somebody a tenth quicker
_MOST_SPREAD = (
    0.5  # and a few payers, of whom some cheat, hide nobody: two in three work within 0.6 to 1.6 of the middle
)


def far_m(one: Spot, other: Spot) -> float:
    """Great-circle metres."""
    return distance_m(Fix(one.lat, one.lng), Fix(other.lat, other.lng))


def surely_far_m(one: Spot, other: Spot) -> float:
    """Metres apart at least, both 95 % radii given the benefit."""
    return max(0.0, far_m(one, other) - P95_OF_P68 * (one.accuracy_m + other.accuracy_m))


def misfits(mark: Spot, home: Spot) -> bool:
    """Is the mark further from the home than both radii explain in 95 of 100 (independent errors, so in quadrature)?"""
    return far_m(mark, home) > P95_OF_P68 * hypot(mark.accuracy_m, home.accuracy_m)


def cell(spot: Spot, side_m: float) -> tuple[int, int]:
    """A square of about so many metres; the same corner of the map always gives the same square."""
    high = round(spot.lat * _METRES_A_DEGREE / side_m)
    return high, round(spot.lng * _METRES_A_DEGREE * cos(radians(spot.lat)) / side_m)


def is_placed(spot: Spot | None, held_to: Limits) -> bool:
    """Does the mark say which house? (0, 0) and a radius of a street don't."""
    return spot is not None and (spot.lat, spot.lng) != (0, 0) and spot.accuracy_m <= held_to.gps_accuracy_m


def flag(kind: Pattern, day: PayerDay, calls: Iterable[Call], numbers: Mapping[str, float], held_to: Limits) -> Flag:
    """A flag of a payer's day about these of its visits; the sentence is made of the numbers."""
    visits = tuple(sorted({call.visit for call in calls}))
    counted = {"visits": len(visits), "of": len(day.calls), **numbers}
    kept = {name: round(float(number), 6) for name, number in counted.items()}
    return Flag(kind, day.payer, day.office, day.day, visits, kept, said(kind, kept), held_to.version)


def folded(name: str) -> str:
    """A name as it is compared: case and gaps left out of it."""
    return " ".join(name.casefold().split())


def windows(scene: Scene) -> list[tuple[PayerDay, list[Call]]]:
    """Each day of the scene with all that its payer did in it and before."""
    before: dict[object, list[Call]] = defaultdict(list)
    for day in scene.earlier:
        before[day.payer] += day.calls
    return [(day, [*before[day.payer], *day.calls]) for day in scene.days]


def robust(values: Sequence[float]) -> tuple[float, float]:
    """The median of the logarithms, and their robust deviation (all above 0)."""
    logs = [log(value) for value in values]
    middle = median(logs)
    spread = _MAD_TO_SIGMA * median(abs(each - middle) for each in logs)
    return middle, min(max(spread, _LEAST_SPREAD), _MOST_SPREAD)


def seconds(call: Call) -> float:
    """How long a visit took: by the counter, which nobody sets; by the clock where the app began anew within."""
    if 0 < call.started_ms <= call.ended_ms:
        return (call.ended_ms - call.started_ms) / 1000
    return (call.ended_at - call.started_at).total_seconds()

"""Tags taken where families are called together, not where they live: a hall, a courtyard, a counter.

More than 8 families within 30 m by one phone on one day is such a point. A dense kampung of Denpasar has some 30
families on those 0.3 hectares, of whom a tenth to a fifth are on a list: 3 to 6. Rooms side by side, a compound of
brothers, a terrace stay below; a block of flats may not, and then its families' tags wait for a visit that only marks
homes (which calls nobody together) or for the office's word: both always count. A home believed wrongly can hide a
fraud for years; one not believed costs a visit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from amanah.registry.types import Home, TagKind

POINT_M = 30.0
MOST_FAMILIES = 8
_METRES_A_DEGREE = 111_195.0


def taken_there(tags: Iterable[Home], counters: Sequence[tuple[float, float]] = ()) -> set[Home]:
    """Which of these tags were taken at a paying point. Give all tags of the phones and days in question.

    `counters`: (lat, lng) of offices. Only tags of paying visits are judged.
    """
    paying = [tag for tag in tags if tag.kind is TagKind.VISIT]
    of_day: dict[object, list[Home]] = defaultdict(list)
    for tag in paying:
        if tag.phone and tag.day:
            of_day[tag.phone, tag.day].append(tag)
    found = {tag for met in of_day.values() if len(met) > MOST_FAMILIES for tag in _together(met)}
    return found | _at_counters(paying, counters)


def _together(met: Sequence[Home]) -> list[Home]:
    """Those with more than the allowed number of families around them, and all around those."""
    places = np.array([(tag.lat, tag.lng) for tag in met])
    near = _near(places, places)
    family = {tag.family: i for i, tag in enumerate(met)}
    firsts = np.zeros(len(met), bool)
    firsts[list(family.values())] = True  # two visits to one family are one family
    crowded = (near & firsts[None, :]).sum(axis=1) > MOST_FAMILIES
    return [tag for i, tag in enumerate(met) if (near[i] & crowded).any()]


def _at_counters(tags: Sequence[Home], counters: Sequence[tuple[float, float]]) -> set[Home]:
    if not tags or not counters:
        return set()
    near = _near(np.array([(tag.lat, tag.lng) for tag in tags]), np.array(counters, float))
    return {tag for i, tag in enumerate(tags) if near[i].any()}


def _near(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(n, m): within POINT_M, on a flat map around each."""
    across = np.cos(np.radians(some[:, None, 0]))
    north = some[:, None, 0] - others[None, :, 0]
    east = (some[:, None, 1] - others[None, :, 1]) * across
    return np.asarray(np.hypot(north, east) * _METRES_A_DEGREE <= POINT_M)

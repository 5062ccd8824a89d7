"""Where a family lives, from every tag of its door: a pure rule, so that anybody can work it out again.

Tags are read in order of time, one a day: errors of one day at one place have one cause (walls, sky), so two tags of a
day are no better than one. A tag that fits the place believed adds to it; one that doesn't waits, and when the next
day's tag says the same as the one that waits, the family has moved. So one bad tag, or one told falsely, never moves a
home, wherever in the line it stands. A place that two days or more have spoken for gives way only to two voices (two
phones, or a visit that only marks homes): one payer who twice "visits" from a tea stall moves nobody; until somebody
else has been there the home is on the office's list. The office's own word begins the line anew and counts as two days:
phones contradict it as they do a place well known, one of them never. Where nobody can say which of two is right, the
middle is told if the house is seen from there whichever it is, else the newer; neither is trusted.
The constants: bench/places_homes.py, docs/decisions/0035.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import cos, hypot, radians, sqrt

from amanah.registry.types import Home, KnownPlace, TagKind, Untrusted

RULE = "homes-2"
GOOD_ACCURACY_M = 60.0
"""68 % radius up to which a place is trusted: a payer sees the house from there."""
TOLD_TOO_SMALL = 1.3
"""Phones say their radius too small, and their errors have long tails."""
BIAS_M = 5.0
"""One day's common error that the phone's own accuracy leaves out (walls, sky), standard deviation on each axis."""
GATE_SIGMAS = 3.5
"""99.8 % of a two-dimensional normal: below it, long tails are taken for moving."""
ALONE = 1.4
"""One day's word that no other day has confirmed; one in twenty is another place altogether."""
HUBER = 1.5
"""Deviations beyond which a day pulls no harder; the usual choice is 1.3 to 2."""
DOOR_M = 2.5
"""From the tagged gate to the home's own middle: no number of tags takes this away."""
P68 = 1.5096
"""68 % radius over standard deviation on an axis, two-dimensional normal: sqrt(-2 ln .32)."""
_ROUNDS = 12
_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class _Day:
    """One day's tag in metres east and north of the family's first; `sigma` on each axis."""

    tag: Home
    east: float
    north: float
    sigma: float


@dataclass(slots=True)
class _Place:
    """What is believed while the line is read: the days that agree, and how many since then did not."""

    days: list[_Day]
    strangers: int = 0
    is_contested: bool = False
    """One voice says again and again that the family lives elsewhere."""
    east: float = field(init=False)
    north: float = field(init=False)
    sigma: float = field(init=False)

    def __post_init__(self) -> None:
        self.east, self.north, self.sigma = _centre(self.days)

    def add(self, day: _Day) -> None:
        self.days.append(day)
        self.east, self.north, self.sigma = _centre(self.days)

    def fits(self, day: _Day) -> bool:
        return self.apart_m(day) <= GATE_SIGMAS * hypot(self.sigma, day.sigma)

    def apart_m(self, day: _Day) -> float:
        return hypot(self.east - day.east, self.north - day.north)

    @property
    def spoken_for(self) -> int:
        """Days that say so; the office's word is as good as two."""
        return len(self.days) + any(day.tag.kind is TagKind.OFFICE for day in self.days)


def known_place(tags: Iterable[Home]) -> KnownPlace | None:
    """The place of one family, tags in any order; None without a tag. Give no tags of paying points."""
    days = _days(list(tags))
    if not days:
        return None
    place, before = _read(days)
    return _told(place, before, days)


def _days(tags: Sequence[Home]) -> list[_Day]:
    """From the office's last word on, the most accurate of each day, oldest first; equal ones in one fixed order."""
    office = max((tag for tag in tags if tag.kind is TagKind.OFFICE), key=_order, default=None)
    kept = sorted((tag for tag in tags if office is None or _is_since(tag, office)), key=_order)
    if not kept:
        return []
    lat, lng = kept[0].lat, kept[0].lng
    across = _METRES_A_DEGREE * cos(radians(lat))
    best: dict[date, Home] = {}
    for tag in kept:
        day = _day_of(tag)
        if day not in best or _worth(tag) > _worth(best[day]):
            best[day] = tag
    ordered = sorted(best.values(), key=_order)
    metres = [((tag.lng - lng) * across, (tag.lat - lat) * _METRES_A_DEGREE) for tag in ordered]
    return [_Day(tag, *where, _sigma(tag)) for tag, where in zip(ordered, metres, strict=True)]


def _day_of(tag: Home) -> date:
    return tag.day or tag.at.date()


def _is_since(tag: Home, office: Home) -> bool:
    """A visit of an earlier day that was heard later is no answer to what the office said."""
    return tag.at >= office.at and _day_of(tag) >= _day_of(office)


def _sigma(tag: Home) -> float:
    return hypot(TOLD_TOO_SMALL * tag.accuracy_m / P68, BIAS_M)


def _worth(tag: Home) -> tuple[bool, float]:
    return tag.kind is TagKind.OFFICE, -tag.accuracy_m


def _order(tag: Home) -> tuple[object, ...]:
    return (tag.at, tag.accuracy_m, tag.lat, tag.lng, tag.kind)


def _read(days: Sequence[_Day]) -> tuple[_Place, _Place | None]:
    """The place believed at the end of the line, and the one before it."""
    place, before, waiting = _Place([days[0]]), None, None
    for day in days[1:]:
        if place.fits(day):
            place.add(day)
            waiting, place.is_contested = None, False
            continue
        if waiting is None or not waiting.fits(day):
            waiting = _Place([day])
        else:
            waiting.add(day)
        if len(waiting.days) > 1 and (place.spoken_for == 1 or _has_two_voices(waiting)):
            place, before, waiting = waiting, place, None
        else:
            place.strangers += 1
            place.is_contested = len(waiting.days) > 1
    if waiting and place.spoken_for == 1:
        return _of_two(place, waiting), before
    return place, before


def _of_two(older: _Place, newer: _Place) -> _Place:
    """Two that differ, one day each: one in twenty tags is wrong, and the newer one may be of a family that moved."""
    middle = _between(older, newer)
    if max(map(middle.apart_m, middle.days)) <= GOOD_ACCURACY_M:
        return middle
    told = max((newer, older), key=_sought)  # of equals the newer
    told.strangers = older.strangers
    return told


def _between(some: _Place, others: _Place) -> _Place:
    """Nearer to the surer one; its circle reaches both."""
    part = some.sigma**2 / (some.sigma**2 + others.sigma**2)
    middle = _Place([*some.days, *others.days], is_contested=True)
    middle.east = some.east + part * (others.east - some.east)
    middle.north = some.north + part * (others.north - some.north)
    middle.sigma = max(map(middle.apart_m, middle.days)) / P68
    return middle


def _sought(place: _Place) -> tuple[bool, bool]:
    """Somebody was sent to mark the home; a place that isn't poor."""
    tag = place.days[0].tag
    return tag.kind is TagKind.GEOTAG, tag.accuracy_m <= GOOD_ACCURACY_M


def _has_two_voices(place: _Place) -> bool:
    """A tag without a phone (a list's) is a voice of its own."""
    tags = [day.tag for day in place.days]
    return any(tag.kind is TagKind.GEOTAG for tag in tags) or len({tag.phone or tag.at for tag in tags}) > 1


def _centre(days: Sequence[_Day]) -> tuple[float, float, float]:
    """Huber's centre (each day's pull is bounded) and its standard deviation on an axis, in metres.

    The deviation grows with the scatter seen, never shrinks below what the days claim (Birge's ratio).
    """
    east = _middle([(day.east, day.sigma) for day in days])
    north = _middle([(day.north, day.sigma) for day in days])
    weights = [1 / day.sigma**2 for day in days]
    for _ in range(_ROUNDS if len(days) > 1 else 0):
        weights = [_pull(day, east, north) for day in days]
        total = sum(weights)
        east = sum(weight * day.east for weight, day in zip(weights, days, strict=True)) / total
        north = sum(weight * day.north for weight, day in zip(weights, days, strict=True)) / total
    spread = sum(
        weight * ((d.east - east) ** 2 + (d.north - north) ** 2) for weight, d in zip(weights, days, strict=True)
    )
    birge = spread / (2 * (len(days) - 1)) if len(days) > 1 else 1.0
    return east, north, sqrt(max(1.0, birge) / sum(weights))


def _pull(day: _Day, east: float, north: float) -> float:
    away = hypot(day.east - east, day.north - north) / day.sigma
    return (1.0 if away <= HUBER else HUBER / away) / day.sigma**2


def _middle(values: Sequence[tuple[float, float]]) -> float:
    """The median by weight: where the iteration begins, so that one far value can't decide it."""
    ordered = sorted(values)
    half = sum(1 / sigma**2 for _, sigma in ordered) / 2
    gone = 0.0
    for value, sigma in ordered:
        gone += 1 / sigma**2
        if gone >= half:
            return value
    return ordered[-1][0]


def _told(place: _Place, before: _Place | None, days: Sequence[_Day]) -> KnownPlace:
    lat, lng = _on_earth(days[0].tag, place.east, place.north)
    accuracy_m = P68 * hypot(place.sigma * (ALONE if place.spoken_for == 1 else 1), DOOR_M)
    is_outnumbered = place.strangers >= place.spoken_for
    if is_outnumbered:  # the home is at one of them: the circle reaches the nearest that says otherwise
        accuracy_m = max(accuracy_m, min(place.apart_m(day) for day in days if day not in place.days))
    newest = place.days[-1].tag
    return KnownPlace(
        family=newest.family, lat=lat, lng=lng, accuracy_m=accuracy_m, at=place.days[0].tag.at, visit=newest.visit,
        tags=len(days), used=len(place.days),
        untrusted=Untrusted.DISAGREE if is_outnumbered or place.is_contested else _poor(accuracy_m),
        moved_from=_on_earth(days[0].tag, before.east, before.north) if before and before.spoken_for > 1 else None,
        rule=RULE,
    )  # fmt: skip


def _poor(accuracy_m: float) -> Untrusted | None:
    return Untrusted.POOR if accuracy_m > GOOD_ACCURACY_M else None


def _on_earth(first: Home, east: float, north: float) -> tuple[float, float]:
    return first.lat + north / _METRES_A_DEGREE, first.lng + east / (_METRES_A_DEGREE * cos(radians(first.lat)))

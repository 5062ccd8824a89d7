"""Which frauds are done, by whom, on which day: drawn from the seed, each kind at least once while there is room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from amanah.cli.rehearsal.frauds import people, places
from amanah.cli.rehearsal.frauds.honest import Habits, metres
from amanah.cli.rehearsal.frauds.types import BY_DAY, Day, Fraud, Planting, Shot, Visit

FEWEST_VISITS = 8
"""A way to spend a day shows only where there is a day."""
_SIZES: Mapping[Fraud, tuple[int, int]] = {
    Fraud.TELEPORT: (1, 1), Fraud.COPIED_PLACE: (3, 7), Fraud.TOO_PERFECT: (5, 9), Fraud.NIGHT: (3, 6),
    Fraud.SAME_PHOTO: (2, 4), Fraud.NEAR_COPY: (2, 3), Fraud.SAME_HOUSE: (2, 3), Fraud.SAME_FACE: (2, 4),
    Fraud.STAFF_FACE: (1, 3), Fraud.CLOCK: (3, 8), Fraud.SHORT: (3, 5),
}  # fmt: skip
"""Fewest and most visits of a deed that isn't a whole day."""
_APART_M = 80.0  # families of one gate share honestly what these deeds share falsely
_TRIES = 60

Deed = Callable[[list[Visit], Sequence[int], Random], list[Visit]]
_SINGLE: Mapping[Fraud, Deed] = {
    Fraud.TELEPORT: lambda visits, some, rng: places.teleport(visits, some[0], rng),
    Fraud.COPIED_PLACE: places.copied_place,
    Fraud.TOO_PERFECT: places.too_perfect,
    Fraud.SAME_PHOTO: people.same_photo,
    Fraud.NEAR_COPY: people.near_copy,
    Fraud.SAME_HOUSE: people.same_house,
    Fraud.SAME_FACE: people.same_face,
    Fraud.STAFF_FACE: people.staff_face,
    Fraud.SHORT: people.short,
}


def plant(
    days: Sequence[Day], share: float, rng: Random, *, habits: Mapping[int, Habits], midnights: Mapping[int, datetime],
    names: Sequence[str], holidays: frozenset[int] = frozenset(), kinds: Sequence[Fraud] = tuple(Fraud),
) -> tuple[list[Day], list[Planting]]:  # fmt: skip
    """The same days with frauds in them, and what they are.

    Deeds go round by kind until `share` of the visits belongs to one, but every kind has its turn once, which needs
    more than the share in a small town. `names`: of the payers, by number. `holidays`: days on which
    only who cheats goes out.
    """
    told = {(day.payer, day.day): day for day in days}
    plantings: list[Planting] = []
    free = [key for key in told if key[1] not in holidays and len(told[key].visits) >= FEWEST_VISITS]
    rng.shuffle(free)
    for key in [key for key in told if key[1] in holidays]:
        told[key] = replace(told[key], visits=tuple(places.marked(v, Fraud.HOLIDAY) for v in told[key].visits))
        plantings.append(_planting(Fraud.HOLIDAY, told[key]))
    turns = _turns([kind for kind in kinds if kind is not Fraud.HOLIDAY], rng)
    wanted = share * sum(len(day.visits) for day in days)
    idle = 0
    for turn, kind in enumerate(turns):
        done = sum(len(each.families) for each in plantings)
        if idle > _TRIES or (turn >= len(kinds) and done >= wanted):
            break
        if kind in BY_DAY and turn >= len(kinds) and done + FEWEST_VISITS > wanted:
            idle += 1
            continue
        made = (
            _by_day(kind, told, free, habits, names, rng)
            if kind in BY_DAY
            else _by_visit(kind, told, free, midnights, rng)
        )
        idle = 0 if made else idle + 1
        plantings += [made] if made else []
    return list(told.values()), plantings


def _turns(kinds: Sequence[Fraud], rng: Random) -> list[Fraud]:
    """Whole days first while there are some; then round by round, each in another order."""
    first = sorted(kinds, key=lambda kind: kind not in BY_DAY)
    rounds = [rng.sample(list(kinds), len(kinds)) for _ in range(200)]
    return [*first, *(kind for each in rounds for kind in each)]


Days = dict[tuple[int, int], Day]


def _by_day(
    kind: Fraud,
    told: Days,
    free: list[tuple[int, int]],
    habits: Mapping[int, Habits],
    names: Sequence[str],
    rng: Random,
) -> Planting | None:
    key = next((key for key in free if _is_whole(told[key])), None)
    if key is None:
        return None
    free.remove(key)  # whoever spends a day so has no time for more
    visits, own = list(told[key].visits), habits[key[0]]
    colleagues = [name for number, name in enumerate(names) if number != key[0]]
    deeds: Mapping[Fraud, Callable[[], list[Visit]]] = {
        Fraud.CAMPING: lambda: places.camping(visits, own, rng),
        Fraud.DISTANCE_RATIO: lambda: places.distance_ratio(visits, own, rng),
        Fraud.DWELL: lambda: places.dwell(visits, rng),
        Fraud.PACE: lambda: places.pace(visits, rng),
        Fraud.FAILURES: lambda: people.failures(visits, rng),
        Fraud.COLLUSION: lambda: people.collusion(visits, colleagues, rng),
    }
    told[key] = replace(told[key], visits=tuple(deeds[kind]()))
    return _planting(kind, told[key])


def _is_whole(day: Day) -> bool:
    """Untouched, and neither flood nor hall: hardly anybody is paid there, or a colleague looks on."""
    return not any(visit.planted or visit.is_at_hall for visit in day.visits) and 2 * sum(
        v.ending == "paid" for v in day.visits
    ) >= len(day.visits)


def _by_visit(
    kind: Fraud, told: Days, free: list[tuple[int, int]], midnights: Mapping[int, datetime], rng: Random
) -> Planting | None:
    for key in rng.sample(free, min(len(free), _TRIES)):
        visits = list(told[key].visits)
        some = _some(kind, visits, rng)
        if some:
            made = _made(kind, key, visits, some, told, midnights, rng)
            told[key] = replace(told[key], visits=tuple(made))
            return _planting(kind, told[key], {v.door.family for v in made if kind in v.planted})
    return None


def _made(
    kind: Fraud, key: tuple[int, int], visits: list[Visit], some: list[int], told: Days,
    midnights: Mapping[int, datetime], rng: Random,
) -> list[Visit]:  # fmt: skip
    """Deeds that know more than the payer's own day: what hour it is, or whom a colleague visited before."""
    if kind is Fraud.NIGHT:
        return places.night(visits, some, midnights[key[1]], rng)
    if kind is Fraud.CLOCK:
        return places.clock(visits, some, midnights[key[1]], rng)
    lenders = _lenders(key, [visits[i] for i in some], told) if kind is Fraud.SAME_HOUSE else []
    if lenders and rng.random() < 0.5:
        return people.borrowed_house(visits, some, rng.choice(lenders), rng)
    return _SINGLE[kind](visits, some, rng)


def _lenders(key: tuple[int, int], some: Sequence[Visit], told: Days) -> list[Shot]:
    """Fronts that other payers photographed honestly on a day before, away from these doors."""
    before = [day for (payer, number), day in told.items() if payer != key[0] and number < key[1]]
    return [
        visit.house
        for day in before
        for visit in day.visits
        if visit.ending == "paid" and not visit.planted
        and all(metres(visit.door.home, other.door.home) > _APART_M for other in some)
    ]  # fmt: skip


def _some(kind: Fraud, visits: Sequence[Visit], rng: Random) -> list[int]:
    """Untouched paid doors far enough apart, in order; none where the day has too few."""
    fewest, most = _SIZES[kind]
    inside = range(1, len(visits) - 1) if kind is Fraud.TELEPORT else range(len(visits))
    if kind is Fraud.NIGHT and any(kind in visit.planted for visit in visits):
        return []  # one night a day
    able = [i for i in inside if visits[i].ending == "paid" and not visits[i].planted]
    if kind is Fraud.NIGHT:  # the doors before and after a place invented in passing are what makes it one
        able = [i for i in able if not any(Fraud.TELEPORT in v.planted for v in visits[max(0, i - 1) : i + 2])]
    chosen: list[int] = []
    for i in rng.sample(able, len(able)):
        door = visits[i].door
        if all(metres(door.home, visits[j].door.home) > _APART_M for j in chosen):
            chosen.append(i)
    size = rng.randint(fewest, most)
    if kind is Fraud.CLOCK:
        return _run(able, size, rng)
    return sorted(chosen[:size]) if len(chosen) >= fewest else []


def _run(able: Sequence[int], size: int, rng: Random) -> list[int]:
    """Doors one after the other."""
    starts = [i for i in able if all(j in able for j in range(i, i + size))]
    start = rng.choice(starts) if starts else None
    return [] if start is None else list(range(start, start + size))


def _planting(kind: Fraud, day: Day, families: set[str] | None = None) -> Planting:
    own = tuple(v.door.family for v in day.visits if families is None or v.door.family in families)
    return Planting(kind, day.payer, day.day, own)

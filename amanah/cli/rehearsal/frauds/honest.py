"""Honest days as they are: late, noisy, interrupted, and sometimes looking like fraud. Pure; chance comes in.

The numbers are of the field, not of any rule: a visit takes six minutes by the middle (greeting, face, photo, counting
600,000 Rp twice, signature), Denpasar's traffic lets a motorcycle do 15 km/h from gate to gate, and a phone under a tin
roof knows its place to 20-60 m.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import cos, exp, hypot, pi, radians, sin
from random import Random

from amanah.cli.rehearsal.frauds.types import Day, Door, Fix, Shot, Visit

METRES_A_DEGREE = 111_195.0
_HALLS = 0.3
_FEWEST_AT_A_HALL = 8
_COME_TO_A_HALL_M = 1_200.0
KELIAN = ("I Wayan Kelian", "I Made Kelian", "I Nyoman Kelian", "I Ketut Kelian", "I Gede Kelian")


@dataclass(frozen=True, slots=True)
class Habits:
    """How one payer and one phone are. `clock_off_s`: a phone that was never set right stays wrong all day; an old one
    whose network speaks up is right from some door on (`is_righted`)."""

    dwell_s: float
    speed_mps: float
    begins_h: float
    clock_off_s: float
    is_righted: bool
    whole_metres: bool
    not_home: float


def habits(rng: Random) -> Habits:
    is_old = rng.random() < 0.15
    is_quick = rng.random() < 0.15  # on foot in a dense kampung, everything in hand before the gate opens
    return Habits(
        dwell_s=rng.uniform(150, 210) if is_quick else rng.uniform(270, 460),
        speed_mps=rng.uniform(3.2, 5.5),
        begins_h=rng.uniform(7.3, 8.8),
        clock_off_s=rng.uniform(-2_700, 2_700) if is_old else rng.choice(
            (0, 0, 0, 0, rng.uniform(-90, 90), rng.uniform(-900, 900))
        ),
        is_righted=is_old,
        whole_metres=rng.random() < 0.2,
        not_home=rng.uniform(0.03, 0.12),
    )  # fmt: skip


def honest_day(payer: int, day: int, doors: Sequence[Door], midnight: datetime, own: Habits, rng: Random) -> Day:
    """Doors in the order they are ridden to. `midnight` is the day's, in the office's zone."""
    now = midnight + timedelta(hours=own.begins_h)
    begun, visits = now, list[Visit]()
    flooded = _flooded(doors, rng)
    has_eaten, at = False, doors[0].home
    righted = rng.randrange(len(doors)) if own.is_righted else len(doors)
    for number, door in enumerate(doors):
        off_s = own.clock_off_s if number < righted else 0.0
        now += timedelta(seconds=_ride_s(at, door.home, own, rng))
        if not has_eaten and (now - midnight) > timedelta(hours=12):
            now += timedelta(minutes=rng.uniform(25, 70))
            has_eaten = True
        at = door.home
        ending = _ending(door, flooded, own, rng)
        ended = now + timedelta(seconds=_dwell_s(ending, own, rng))
        visits.append(Visit(
            payer, day, door, now, ended, off_s, (now - begun).total_seconds() + 60, fix_at(door, own, rng),
            ending, Shot(door.house, door.view), (door.person, rng.choice((1, 2))) if ending == "paid" else None,
            witness=_kelian(door) if ending == "paid" and rng.random() < 0.03 else "",
        ))  # fmt: skip
        now = ended
    return Day(payer, day, tuple(_came_again(visits, midnight, own, rng)))


def together(days: Sequence[Day], habits: Mapping[int, Habits], rng: Random) -> list[Day]:
    """Now and then two payers of neighbouring rounds sit in one hall (a banjar's) for a while, and people come there.

    The queue takes the ways off and nothing else. Deeds come later.
    """
    told = list(days)
    for number in sorted({day.day for day in days}):
        today = [i for i, day in enumerate(told) if day.day == number and len(day.visits) >= _FEWEST_AT_A_HALL]
        if len(today) < 2 or rng.random() > _HALLS:
            continue
        first = rng.choice(today)
        middle = told[first].visits[len(told[first].visits) // 2].door.home
        second = min((i for i in today if i != first), key=lambda i: metres(told[i].visits[0].door.home, middle))
        if metres(told[second].visits[0].door.home, middle) > _COME_TO_A_HALL_M:
            continue
        hall = moved(middle, rng.uniform(30, 150), rng.uniform(0, 2 * pi))
        for i in (first, second):
            told[i] = replace(told[i], visits=tuple(_at(hall, told[i].visits, habits[told[i].payer], rng)))
    return told


def _at(hall: tuple[float, float], visits: Sequence[Visit], own: Habits, rng: Random) -> list[Visit]:
    """Of one stretch of the day, a third of it or more; whoever lives too far is gone to."""
    size = rng.randint(len(visits) // 3, len(visits))
    first = rng.randint(0, len(visits) - size)
    return [
        replace(visit, fix=fix_near(hall, own, rng, is_inside=rng.random() < 0.4), is_at_hall=True)
        if first <= i < first + size and visit.ending == "paid" and metres(visit.door.home, hall) < _COME_TO_A_HALL_M
        else visit
        for i, visit in enumerate(visits)
    ]


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Over a town the ground is flat."""
    return METRES_A_DEGREE * hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0])))


def moved(at: tuple[float, float], far_m: float, way: float) -> tuple[float, float]:
    """`way` in radians from north, clockwise."""
    north, east = far_m * cos(way) / METRES_A_DEGREE, far_m * sin(way) / METRES_A_DEGREE / cos(radians(at[0]))
    return at[0] + north, at[1] + east


def fix_at(door: Door, own: Habits, rng: Random) -> Fix:
    """At the door: the place's own bias (walls throw the signal the same way each time) and heavy-tailed noise."""
    bias = Random(f"bias {door.family}")  # noqa: S311  # a scenario, not a secret
    at = moved(door.home, abs(bias.gauss(0, 5)), bias.uniform(0, 2 * pi))
    return fix_near(at, own, rng, is_inside=rng.random() < 0.25)


def fix_near(at: tuple[float, float], own: Habits, rng: Random, *, is_inside: bool) -> Fix:
    accuracy_m = rng.uniform(20, 60) if is_inside else rng.lognormvariate(2.1, 0.45)
    # One fix in thirty is three times as wrong as its radius says: Student's t rather than a bell.
    off_m = abs(rng.gauss(0, 1)) * accuracy_m * (3.0 if rng.random() < 0.033 else 0.7)
    lat, lng = moved(at, off_m, rng.uniform(0, 2 * pi))
    # Two in a hundred stand still: the phone's own filter holds a resting place.
    spread_m = 0.0 if rng.random() < 0.02 else round(rng.uniform(0.1, 0.6) * accuracy_m, 1)
    said_m = float(round(accuracy_m)) if own.whole_metres else round(accuracy_m, 1)
    return Fix(round(lat, 6), round(lng, 6), max(1.0, said_m), spread_m, rng.choice((5, 5, 6, 7, 8, 10)))


def _ride_s(here: tuple[float, float], there: tuple[float, float], own: Habits, rng: Random) -> float:
    """Lanes are 1.4 times as long as the crow flies; then park, find the gate, call out."""
    return 1.4 * metres(here, there) / own.speed_mps * rng.uniform(0.8, 1.5) + rng.uniform(25, 150)


def _dwell_s(ending: str, own: Habits, rng: Random) -> float:
    if ending != "paid":
        return rng.uniform(50, 260)  # called, knocked, asked the neighbour, photographed the gate
    slow = rng.uniform(2, 4) if rng.random() < 0.06 else 1.0  # an elder who must be helped to the door
    return max(110.0, own.dwell_s * exp(rng.gauss(0, 0.35)) * slow)


def _flooded(doors: Sequence[Door], rng: Random) -> str:
    """On one day in eight a lane is under water, and everybody there fails."""
    return rng.choice(doors).lane if rng.random() < 0.125 else ""


def _ending(door: Door, flooded: str, own: Habits, rng: Random) -> str:
    if door.lane == flooded:
        return "no_access"
    if rng.random() < own.not_home:
        return rng.choice(("not_home", "not_home", "not_home", "in_hospital", "moved"))
    return "paid"


def _kelian(door: Door) -> str:
    """The head of the neighbourhood vouches for whoever lost their card: the same man, honestly, in one village."""
    return KELIAN[sum(door.village.encode()) % len(KELIAN)] + f" {door.village[-4:]}"


def _came_again(visits: list[Visit], midnight: datetime, own: Habits, rng: Random) -> list[Visit]:
    """Now and then the last doors of the day are the evening's, when people are back from work: until 20:30."""
    if len(visits) < 6 or rng.random() > 0.2:
        return visits
    last = [visit for visit in visits if visit.ending == "paid"][-2:]
    now, later = midnight + timedelta(hours=rng.uniform(18.2, 19.4)), list[Visit]()
    if visits[-1].ended > now:
        return visits
    for visit in last:
        long = visit.ended - visit.started
        waited = (now - visit.started).total_seconds()
        later.append(replace(visit, started=now, ended=now + long, elapsed_s=visit.elapsed_s + waited))
        now += long + timedelta(seconds=_ride_s(last[0].door.home, last[-1].door.home, own, rng))
    return [visit for visit in visits if visit not in last] + later

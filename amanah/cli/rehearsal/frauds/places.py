"""Frauds of place and time, put into honest days. Pure; ranges are from how each is done, and drawn for each deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import pi
from random import Random

from amanah.cli.rehearsal.frauds.honest import Habits, fix_near, moved
from amanah.cli.rehearsal.frauds.types import Fix, Fraud, Visit

Visits = list[Visit]


def teleport(visits: Visits, at: int, rng: Random) -> Visits:
    """A door far off, tapped in the minute between two others: a mock-location app, or a friend's phone elsewhere.

    8-40 km: the next town or one's own home; nobody invents a place across the lane, where one may as well walk.
    """
    visit = visits[at]
    lat, lng = moved(visit.door.home, rng.uniform(8_000, 40_000), rng.uniform(0, 2 * pi))
    fix = replace(visit.fix, lat=round(lat, 6), lng=round(lng, 6))
    gap = timedelta(seconds=rng.uniform(30, 120))
    long = min(visit.ended - visit.started, timedelta(seconds=rng.uniform(110, 200)))
    before = visits[at - 1].ended
    told = retimed(visit, before + gap, before + gap + long)
    after = shifted(visits[at + 1 :], told.ended + gap - visits[at + 1].started) if at + 1 < len(visits) else []
    return [*visits[:at], marked(replace(told, fix=fix), Fraud.TELEPORT), *after]


def copied_place(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """One fix that was true once, sent for two to six more doors. Some tools draw a new radius each time."""
    first, keeps_radius = visits[some[0]].fix, rng.random() < 0.5
    told = list(visits)
    for i in some:
        radius = first.accuracy_m if keeps_radius else round(rng.uniform(4, 20), 1)
        told[i] = marked(replace(visits[i], fix=replace(first, accuracy_m=radius)), Fraud.COPIED_PLACE)
    return told


def too_perfect(visits: Visits, some: Sequence[int], rng: Random) -> Visits:
    """Mock-location apps say one radius for ever and never tremble; the place is typed in from the pack's own map."""
    radius, wobble = rng.choice((1.0, 3.0, 5.0, 10.0)), rng.choice((0.0, 0.0, 0.00001))
    told = list(visits)
    for i in some:
        lat, lng = visits[i].door.mark or visits[i].door.home
        fix = Fix(round(lat + wobble * rng.choice((-1, 1)), 6), round(lng, 6), radius, 0.0, visits[i].fix.fixes)
        told[i] = marked(replace(visits[i], fix=fix), Fraud.TOO_PERFECT)
    return told


def camping(visits: Visits, own: Habits, rng: Random) -> Visits:
    """From one chair (a warung, the hamlet head's porch) for most of the day: 55-100 % of those who are paid.

    The chair stands at one of the doors; people come, or nobody does. Travel falls away, queues form.
    """
    chair = moved(rng.choice(visits).door.home, rng.uniform(20, 120), rng.uniform(0, 2 * pi))
    sitting = some_of([i for i, visit in enumerate(visits) if visit.ending == "paid"], rng.uniform(0.55, 1.0), rng)
    told = list[Visit]()
    for i, visit in enumerate(visits):
        sits = i in sitting
        fix = fix_near(chair, own, rng, is_inside=rng.random() < 0.4)
        told.append(marked(replace(visit, fix=fix), Fraud.CAMPING) if sits else marked(visit, Fraud.CAMPING))
    return told


def distance_ratio(visits: Visits, own: Habits, rng: Random) -> Visits:
    """Families are tapped in any order along the way: each mark is at somebody else's door of that day."""
    homes = [visit.door.home for visit in visits]
    step = rng.randrange(1, len(homes))
    return [
        marked(
            replace(visit, fix=fix_near(homes[(i + step) % len(homes)], own, rng, is_inside=False)),
            Fraud.DISTANCE_RATIO,
        )
        for i, visit in enumerate(visits)
    ]


def dwell(visits: Visits, rng: Random) -> Visits:
    """The ways are ridden, but envelopes only thrown in: 12-45 s each, where honest people need minutes."""
    most_s = rng.uniform(20, 45)
    told = list[Visit]()
    for visit in visits:
        long = rng.uniform(12, most_s)
        told.append(marked(replace(visit, ended=visit.started + timedelta(seconds=long)), Fraud.DWELL))
    return told


def pace(visits: Visits, rng: Random) -> Visits:
    """The whole list tapped through at a table, door after door: 15-60 s each and 3-25 s between."""
    now, told = visits[0].started, list[Visit]()
    for visit in visits:
        ended = now + timedelta(seconds=rng.uniform(15, 60))
        told.append(marked(retimed(visit, now, ended), Fraud.PACE))
        now = ended + timedelta(seconds=rng.uniform(3, 25))
    return told


def night(visits: Visits, some: Sequence[int], midnight: datetime, rng: Random) -> Visits:
    """The rest of the list is tapped at home, between ten and three, when nobody opens to a stranger with cash."""
    now = midnight + timedelta(hours=rng.uniform(22.2, 26.0))
    told, later = [visit for i, visit in enumerate(visits) if i not in some], list[Visit]()
    for i in some:
        ended = now + (visits[i].ended - visits[i].started)
        later.append(marked(retimed(visits[i], now, ended), Fraud.NIGHT))
        now = ended + timedelta(seconds=rng.uniform(60, 400))
    return told + later


def clock(visits: Visits, some: Sequence[int], midnight: datetime, rng: Random) -> Visits:
    """Late doors made to look like the morning's: the clock set back by 2-9 hours, some doors, and right again.

    From the first to the last of `some`: nobody turns the clock for each door alone, nor into the day before, for which
    the phone has no list.
    """
    since_s = (visits[some[0]].started - midnight).total_seconds() + visits[some[0]].clock_off_s
    back_s = rng.uniform(2 * 3600, min(9 * 3600, since_s - 1800))
    told = list(visits)
    for i in range(some[0], some[-1] + 1):
        told[i] = marked(replace(visits[i], clock_off_s=visits[i].clock_off_s - back_s), Fraud.CLOCK)
    return told


def some_of(places: Sequence[int], share: float, rng: Random) -> set[int]:
    """So many of them as the share says, rounded."""
    return set(rng.sample(places, round(share * len(places))))


def marked(visit: Visit, fraud: Fraud) -> Visit:
    return replace(visit, planted=visit.planted | {fraud})


def retimed(visit: Visit, started: datetime, ended: datetime) -> Visit:
    later_s = (started - visit.started).total_seconds()
    return replace(visit, started=started, ended=ended, elapsed_s=max(1.0, visit.elapsed_s + later_s))


def shifted(visits: Sequence[Visit], by: timedelta) -> Visits:
    return [retimed(visit, visit.started + by, visit.ended + by) for visit in visits]

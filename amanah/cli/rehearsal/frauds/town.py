"""The office in which frauds are planted: its list, payers, rounds of several days, and doors as they truly are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import pi
from random import Random
from uuid import UUID

from amanah.cli.demonstration import load
from amanah.cli.demonstration.loading import ZONE
from amanah.cli.demonstration.places import MAIN
from amanah.cli.demonstration.types import PlantedFamily
from amanah.cli.rehearsal.frauds.honest import metres, moved
from amanah.cli.rehearsal.frauds.types import Door
from amanah.visits import commands as visits
from amanah.visits import queries as field
from amanah.visits.types import Round

HEAD = "user:kepala"
COMPOUNDS = 0.06
"""Of families share somebody's gate: Denpasar's compounds hold brothers' families behind one front."""


@dataclass(frozen=True)
class Town:
    """`days` from the first to the last; `rounds` by (payer, day) as numbers. The holiday is one of the days."""

    stage: UUID
    payers: tuple[UUID, ...]
    usernames: tuple[str, ...]
    names: tuple[str, ...]
    days: tuple[date, ...]
    holiday: int
    rounds: dict[tuple[int, int], Round]
    doors: dict[str, Door]
    families: dict[str, PlantedFamily]

    def doors_of(self, key: tuple[int, int]) -> list[Door]:
        stops = sorted(self.rounds[key].stops, key=lambda stop: stop.order)
        return [self.doors[str(stop.family)] for stop in stops]

    def midnight(self, day: int) -> datetime:
        return datetime.combine(self.days[day], datetime.min.time(), ZONE)

    def twins(self) -> frozenset[str]:
        """Families that share one of the invented people: there the same face is true."""
        counted = Counter(door.person for door in self.doors.values())
        return frozenset(name for name, door in self.doors.items() if counted[door.person] > 1)


def build(
    *, families: int, payers: int, seed: int, working_days: int, now: datetime, tell: Callable[[str], None]
) -> Town:
    """Everything until the morning of the first day; phones are the caller's."""
    loaded = load(families=families, seed=seed, payers=payers, now=now, tell=tell, one_office=True)
    days, holiday = _days(now.astimezone(ZONE).date(), working_days)
    people = tuple(person.id for person in loaded.payers)
    each = -(-families // (payers * working_days + 1))
    rounds: dict[tuple[int, int], Round] = {}
    for number, day in enumerate(days):
        out = people[-1:] if number == holiday else people
        visits.plan_rounds(MAIN, day, out, loaded.stage, by=HEAD, now=now, most_stops=each, think_s=0.05, hours=16)
        rounds |= {(people.index(r.payer), number): r for r in field.rounds(MAIN, day) if r.stops}
    truth = {family.number: family for family in loaded.truth.families}
    known = {str(family): truth[number] for number, family in loaded.families.items()}
    names = tuple(f"bayar{number:02d}" for number in range(1, payers + 1))
    called = tuple(person.name for person in loaded.payers)
    return Town(loaded.stage, people, names, called, days, holiday, rounds, _doors(known, Random(seed)), known)  # noqa: S311  # a scenario, not a secret


def _days(today: date, working: int) -> tuple[tuple[date, ...], int]:
    """The last working days before today (post offices work on Saturdays), and the Sunday among or before them."""
    back = [today - timedelta(days=i) for i in range(1, working + 9)]
    sunday = next(day for day in back if day.weekday() == 6)
    chosen = sorted([*[day for day in back if day.weekday() != 6][:working], sunday])
    return tuple(chosen), chosen.index(sunday)


def _doors(families: dict[str, PlantedFamily], rng: Random) -> dict[str, Door]:
    doors = {
        name: Door(
            name, one.home, one.home if one.is_home_known else None, one.village, _lane(one.home), name,
            one.number, 1, one.person,
        )
        for name, one in families.items()
    }  # fmt: skip
    movers = [name for name, one in families.items() if not one.is_home_known]
    for name in rng.sample(movers, min(len(movers), round(COMPOUNDS * len(doors)))):
        host = _nearest(doors, name)
        if host is None:
            continue
        view = 1 + max(door.view for door in doors.values() if door.compound == host.compound)
        home = moved(host.home, rng.uniform(4, 18), rng.uniform(0, 2 * pi))
        doors[name] = replace(
            doors[name], home=home, lane=host.lane, compound=host.compound, house=host.house, view=view
        )
    return doors


def _nearest(doors: dict[str, Door], name: str) -> Door | None:
    """Somebody of the same village, from whom nobody moved in with others."""
    own = doors[name]
    same: Sequence[Door] = [d for d in doors.values() if d.village == own.village and d.family != name and d.mark]
    return min(same, key=lambda door: metres(door.home, own.home), default=None)


def _lane(home: tuple[float, float]) -> str:
    """Some 250 m of a lane."""
    return f"{home[0] / 0.00225:.0f}:{home[1] / 0.00225:.0f}"

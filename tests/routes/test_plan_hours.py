"""A small office whose families have hours of their own: searched as a whole, and still a plan like any other."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from amanah.routes import thorough
from amanah.routes.ground import ground
from amanah.routes.planning import plan_day
from amanah.routes.types import Limits, Plan, Stop
from amanah.routes.walking import Payer

OFFICE = (-8.67, 115.23)
HOURS = ((0.0, 600.0), (720.0, 840.0), (0.0, 1440.0), (0.0, 1440.0))


def hamlets(count: int, seed: int = 1) -> list[Stop]:
    chance = random.Random(seed)
    middles = [(OFFICE[0] + chance.uniform(-0.1, 0.1), OFFICE[1] + chance.uniform(-0.1, 0.1)) for _ in range(8)]
    stops = []
    for i in range(count):
        lat, lng = chance.choice(middles)
        stop = Stop(f"h{i}", lat + chance.gauss(0, 0.004), lng + chance.gauss(0, 0.004), amount=600_000)
        earliest, latest = chance.choice(HOURS)
        stops.append(replace(stop, earliest=earliest, latest=latest))
    return stops


def day(stops: list[Stop], payers: int, seconds: float = 0.5) -> Plan:
    return plan_day(stops, payers=payers, depot=OFFICE, seconds=seconds, guard=50)


def test_windows_bind_where_many_families_have_hours_of_their_own_and_the_office_is_small() -> None:
    payers = [Payer(28_800, 64_800, 28_800)]
    some = hamlets(100)
    free = [replace(stop, earliest=0, latest=1440) for stop in some]
    assert thorough.do_windows_bind(ground(some, OFFICE, Limits()), payers)
    assert not thorough.do_windows_bind(ground(free, OFFICE, Limits()), payers)
    assert not thorough.do_windows_bind(ground([*some[:5], *free[5:]], OFFICE, Limits()), payers)
    assert not thorough.do_windows_bind(ground([], OFFICE, Limits()), payers)
    assert not thorough.do_windows_bind(ground(some * 16, OFFICE, Limits()), payers)


def test_hours_are_kept_shorter_than_from_territories(monkeypatch: pytest.MonkeyPatch) -> None:
    stops = hamlets(80, seed=3)
    plan = day(stops, 6, 0.6)
    assert not plan.unserved
    assert plan.balance <= 1.15
    assert {i for i in plan.territories if i} == {one.payer for one in plan.rounds}
    monkeypatch.setattr(thorough, "_MOST", 0)
    assert plan.km_total < 0.95 * day(stops, 6, 0.6).km_total


def test_shuffled_rows_with_hours_give_the_same_plan() -> None:
    stops = hamlets(60)
    mixed = random.Random(5).sample(stops, len(stops))
    assert day(mixed, 6).rounds == day(stops, 6).rounds


@pytest.mark.parametrize(("count", "payers"), [(1, 1), (5, 10), (30, 4)])
def test_a_handful_of_families_is_a_plan_too(count: int, payers: int) -> None:
    plan = day([replace(stop, earliest=0.0, latest=600.0) for stop in hamlets(count)], payers)
    assert not [stop for stop in plan.unserved if stop.reason != "day_full"]
    assert sum(len(one.stops) for one in plan.rounds) + len(plan.unserved) == count
    assert np.max([at for one in plan.rounds for at in one.arrivals]) <= 600

"""Plans, the board and replanning go over the deployer's roads: two banks of a river, and one bridge."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely
from django.apps import apps

from amanah.access import queries as access
from amanah.routes.travel import DEFAULT_MIN_A_KM, RoadPace, Travel
from amanah.values.ids import new_id
from amanah.visits import commands, models
from amanah.visits.commands.reassigning import reassign
from amanah.visits.commands.replanning import pass_on
from amanah.visits.store.duedays import DueDay, due_day
from amanah.visits.store.rounds import waiting_families
from amanah.visits.store.travel import learn
from amanah.visits.store.ways import believed
from tests.visits import cast, river
from tests.visits.cast import DAY, NOW, OFFICE, Debt

HEAD = "user:head"
TOMORROW = DAY + timedelta(days=1)
EASTWARDS = (0.001, 0.003, 0.005, 0.007)


@pytest.fixture
def banks(db: None, settings: Any, tmp_path: Path) -> tuple[list[Debt], list[Debt]]:
    """Four families on each bank, face to face, and the roads between them."""
    settings.AMANAH_MAPS_DIR = tmp_path / "maps"
    river.built(settings.AMANAH_MAPS_DIR)
    cast.an_office()
    sides = []
    for first, lat in ((1, river.NORTH), (11, river.SOUTH)):
        some = [cast.a_debt(first + i) for i in range(4)]
        for debt, east in zip(some, EASTWARDS, strict=True):
            cast.a_home(debt, lat=lat, lng=river.WEST + east)
        sides.append(some)
    return sides[0], sides[1]


def day_of() -> DueDay:
    office = access.office(OFFICE)
    assert office is not None
    return due_day(office, waiting_families(OFFICE, cast.a_stage()), day=TOMORROW, now=NOW)


def plan(payers: int = 1) -> list[models.Round]:
    people = [cast.a_phone(f"payer{i}-{payers}")[0].payer.id for i in range(payers)]
    planned = commands.plan_rounds(OFFICE, TOMORROW, people, cast.a_stage(), by=HEAD, now=NOW)
    return [models.Round.objects.get(id=one) for one in planned.rounds]


def leg(due: DueDay, one: Debt, other: Debt) -> tuple[float, float, bool]:
    place = {stop.id: i for i, stop in enumerate(due.stops, start=1)}
    at = place[str(one.family)], place[str(other.family)]
    assert due.roads is not None
    assert due.on_roads is not None
    return float(due.roads[0][at]), float(due.roads[1][at]), bool(due.on_roads[at])


def said() -> dict[str, Any]:
    entry = apps.get_model("journal", "Entry").objects.filter(word="visits.rounds_planned").latest("at", "id")
    return dict(json.loads(entry.line)["details"])


def test_a_family_across_the_river_is_as_far_as_the_bridge(banks: tuple[list[Debt], list[Debt]]) -> None:
    (north, *_), (south, *_) = banks
    metres, seconds, on_roads = leg(day_of(), north, south)
    by_bridge = 2 * 0.009 * 111_195 * np.cos(np.radians(8.6)) + 0.0015 * 111_195
    assert metres == pytest.approx(by_bridge, rel=0.01)
    assert seconds == pytest.approx(by_bridge * 3.6 / 20, rel=0.01)
    assert on_roads


def test_a_round_is_done_with_one_bank_before_the_other(banks: tuple[list[Debt], list[Debt]]) -> None:
    (row,) = plan()
    north = {debt.family for debt in banks[0]}
    order = [stop.family_id in north for stop in row.stops.order_by("order")]
    assert sum(a != b for a, b in pairwise(order)) == 1
    assert row.km is not None
    assert said()["travel"].startswith("default+roads-")
    assert said()["km_on_roads"] == pytest.approx(row.km, abs=0.06)


def test_what_lies_far_from_any_road_is_as_far_as_the_crow_and_told_so(
    banks: tuple[list[Debt], list[Debt]],
) -> None:
    hermit = cast.a_debt(30)
    cast.a_home(hermit, lat=-8.592, lng=115.2)
    due = day_of()
    metres, seconds, on_roads = leg(due, hermit, banks[0][0])
    crow_km = shapely.distance(shapely.Point(0, -8.592), shapely.Point(0.004 * np.cos(np.radians(8.6)), -8.6)) * 111.195
    assert metres == pytest.approx(1600 * crow_km, rel=0.01)
    assert seconds == pytest.approx(60 * DEFAULT_MIN_A_KM * crow_km, rel=0.01)
    assert not on_roads
    assert leg(due, banks[0][0], banks[0][1])[2]
    (row,) = plan()
    assert row.km is not None
    assert 0 < said()["km_on_roads"] < row.km


def test_roads_of_elsewhere_are_not_asked(banks: tuple[list[Debt], list[Debt]], settings: Any) -> None:
    river.built(settings.AMANAH_MAPS_DIR, shift=1.0)
    due = day_of()
    assert due.travel == "default"
    assert due.on_roads is None


def test_learnt_ways_over_roads_make_the_day_longer(banks: tuple[list[Debt], list[Debt]]) -> None:
    (before,) = plan()
    learn(Travel("slow", {}, {"51.71": RoadPace(3.0, 0.0, 40)}), content={}, now=NOW)
    models.Round.objects.all().delete()
    commands.plan_rounds(OFFICE, TOMORROW, [before.payer_id], cast.a_stage(), by=HEAD, now=NOW)
    after = models.Round.objects.get()
    doors_h = 8 * 5 / 60
    assert before.hours is not None
    assert after.hours is not None
    assert after.hours - doors_h == pytest.approx(3 * (before.hours - doors_h), rel=0.02)
    assert said()["travel"].startswith("slow+roads-")


def test_the_board_measures_over_roads_too(banks: tuple[list[Debt], list[Debt]]) -> None:
    rounds = plan(payers=2)
    giver = next(row for row in rounds if row.stops.count() > 1)
    taker = next(row for row in rounds if row.id != giver.id)
    family: UUID = giver.stops.order_by("order").first().family_id  # type: ignore[union-attr]  # there are stops
    done = reassign(family, out_of=giver.id, into=taker.id, by=HEAD, now=NOW)
    assert done.giver[0].km == pytest.approx(giver.km, abs=0.15)
    assert done.giver[0].hours == pytest.approx(giver.hours, abs=0.02)


def test_a_lost_bridge_parts_the_banks(banks: tuple[list[Debt], list[Debt]]) -> None:
    office = (-8.65, 115.22)
    nodes = np.array([office, (river.NORTH, river.WEST + 0.001), (river.SOUTH, river.WEST + 0.001)])
    known = believed(OFFICE, nodes)
    bridge = shapely.box(river.BRIDGE - 0.0001, -8.6010, river.BRIDGE + 0.0001, -8.6005)
    whole, lost = known.between(nodes), known.between(nodes, lost=bridge)
    slow = known.between(nodes, lost=bridge, times=3.0)
    assert whole.on_roads.all()
    assert lost.on_roads[0].tolist() == [True, False, True]
    assert whole.minutes[1, 2] < slow.minutes[1, 2] < whole.minutes[1, 2] + 2


def test_the_ill_payers_doors_go_to_who_is_on_their_bank(banks: tuple[list[Debt], list[Debt]]) -> None:
    north, south = banks
    out = []
    for name, some in (("ill", north[:2]), ("near", north[2:]), ("over", south)):
        phone, _ = cast.a_phone(name)
        row = models.Round.objects.create(
            id=new_id(), office_id=OFFICE, day=DAY, stage_id=cast.a_stage(), payer_id=phone.payer.id, state="planned"
        )
        models.Stop.objects.bulk_create(
            models.Stop(round=row, family_id=d.family, order=i) for i, d in enumerate(some, 1)
        )
        commands.lease_round(row.id, phone.id, by=HEAD, now=NOW)
        out.append(row.id)
    done = pass_on(out[0], by=HEAD, now=NOW, reason="demam", until=NOW + timedelta(hours=6))
    assert done.moved == {debt.family: out[1] for debt in north[:2]}

"""All offices' rounds: the same wherever they are planned, gone on with where they stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from amanah.national import clusters, house, inventing, queries
from amanah.national.queries import Made, plan_nation
from amanah.national.types import OfficeDay
from tests.visits import cast
from tests.visits.conftest import a_field

SECONDS = 0.1  # of CPU an office; the engine turns it into a count, so that every machine gives the same plan


def _small(count: int) -> list[OfficeDay]:
    """Invented offices with a dozen families each: what is tried here isn't the search."""
    return [replace(day, stops=day.stops[:12], payers=2) for day in inventing.offices(count)]


def test_started_again_only_what_is_missing_is_planned(tmp_path: Path) -> None:
    days = _small(5)
    made: list[str] = []

    def breaks_off(some: Iterable[OfficeDay], seconds: float, seed: int) -> Iterator[Made]:
        for day in some:
            if len(made) == 3:
                raise KeyboardInterrupt
            made.append(day.nopen)
            yield queries.plan_office(day, seconds, seed)

    with pytest.raises(KeyboardInterrupt):
        plan_nation(days, tmp_path / "some", seconds=SECONDS, spread=breaks_off)
    again = plan_nation(days, tmp_path / "some", seconds=SECONDS)
    whole = plan_nation(days, tmp_path / "whole", seconds=SECONDS)
    assert (again.kept, whole.kept) == (3, 0)
    assert again.digest == whole.digest
    assert sum(one.served for one in whole.offices) == 60


def test_an_office_is_read_only_when_there_is_room_to_plan_it(tmp_path: Path) -> None:
    read = 0

    def house_s() -> Iterator[OfficeDay]:
        nonlocal read
        for day in _small(5):
            read += 1
            yield day

    ahead: list[int] = []
    plan_nation(house_s(), tmp_path, seconds=SECONDS, told=lambda done, _of: ahead.append(read - done))
    assert ahead == [0] * 5
    assert plan_nation(house_s(), tmp_path, seconds=SECONDS).kept == 5


def test_a_plan_of_another_day_or_one_that_was_touched_is_made_anew(tmp_path: Path) -> None:
    days = _small(2)
    plan_nation(days, tmp_path, seconds=SECONDS)
    fewer = [replace(days[0], stops=days[0].stops[1:]), days[1]]
    assert plan_nation(fewer, tmp_path, seconds=SECONDS).kept == 1
    path = tmp_path / f"{days[1].nopen}.json"
    told = json.loads(path.read_text())
    told["plan"]["rounds"][0]["stops"].pop()
    path.write_text(json.dumps(told))
    assert plan_nation(fewer, tmp_path, seconds=SECONDS).kept == 1


def test_the_house_s_offices_are_planned_from_what_waits_in_the_stage(db: None, tmp_path: Path) -> None:
    field = a_field()
    fresh = [cast.a_debt(number) for number in range(30, 36)]
    days = list(house.offices(field.stage, day=cast.DAY, now=cast.NOW))
    nation = plan_nation(days, tmp_path, seconds=SECONDS)
    assert [(one.nopen, one.served) for one in nation.offices] == [(cast.OFFICE, 6)]  # the others are in hand
    told = json.loads((tmp_path / f"{cast.OFFICE}.json").read_text())
    walked = {stop for one in told["plan"]["rounds"] for stop in one["stops"]}
    assert walked == {str(debt.family) for debt in fresh}


def test_invented_offices_are_the_same_for_the_same_seed_and_as_large_as_the_country_s() -> None:
    sizes = [len(day.stops) for day in inventing.offices(400)]
    assert list(inventing.offices(3)) == list(inventing.offices(3))
    assert list(inventing.offices(3, seed=2)) != list(inventing.offices(3))
    assert 0.9 * inventing.FAMILIES < sum(sizes) / len(sizes) < 1.1 * inventing.FAMILIES


def test_a_node_that_dies_costs_time_and_changes_nothing(tmp_path: Path) -> None:
    """A real cluster of two nodes on this machine; one is killed once the first office is done."""
    cluster_utils = pytest.importorskip("ray.cluster_utils", reason="Ray isn't installed: the cluster wasn't tried")
    days = _small(5)
    cluster = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = cluster.add_node(num_cpus=1)
    left = [second]

    def told(done: int, _of: int) -> None:
        if done >= 1 and left:
            cluster.remove_node(left.pop(), allow_graceful=False)

    try:
        with clusters.on_ray(cluster.address) as spread:
            far = plan_nation(days, tmp_path / "far", seconds=SECONDS, spread=spread, told=told)
    finally:
        cluster.shutdown()
    assert not left
    assert far.digest == plan_nation(days, tmp_path / "near", seconds=SECONDS).digest

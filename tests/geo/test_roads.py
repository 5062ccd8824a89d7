"""Roads of a tiny invented town with known ways, and of the Balikpapan extract."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import osmium
import pytest

from amanah.geo.roads.asking import Map, keep, kept
from amanah.geo.roads.measuring import measured
from amanah.geo.roads.reading import read_roads, speeds
from amanah.geo.roads.types import By, Roads
from amanah.values.problem import Problem

BALIKPAPAN = Path(__file__).parents[2].parent / "shared/data/geo/balikpapan_kota_drive.osm.pbf"
STEP = 0.001  # degrees: 111.2 m
A, B, C, D, E, F = range(1, 7)
PLACES = {A: (0, 0), B: (0, 1), C: (0, 2), D: (1, 2), E: (5, 5), F: (5, 6)}


def at(*names: int) -> np.ndarray:
    return np.array([(PLACES[n][0] * STEP, PLACES[n][1] * STEP) for n in names])


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A - B one way east, B - C both ways, C - D an alley on foot, C -> A back round a residential; E - F apart."""
    file = tmp_path / "town.osm.pbf"
    with osmium.SimpleWriter(str(file)) as out:
        for id_, (y, x) in PLACES.items():
            out.add_node(osmium.osm.mutable.Node(id=id_, location=(x * STEP, y * STEP), version=1))
        ways: list[tuple[list[int], dict[str, str]]] = [
            ([A, B], {"highway": "residential", "oneway": "yes"}),
            ([B, C], {"highway": "residential"}),
            ([C, D], {"highway": "steps"}),
            ([C, A], {"highway": "track"}),
            ([E, F], {"highway": "residential"}),
        ]
        for i, (nodes, tags) in enumerate(ways, start=1):
            out.add_way(osmium.osm.mutable.Way(id=i, nodes=nodes, tags=tags, version=1))
    return file


def test_a_one_way_street_is_gone_around_by_motorcycle_and_not_on_foot(town: Path) -> None:
    roads = read_roads(town)
    moto, foot = Map(roads, By.MOTO).ways(at(A, B), at(A, B)), Map(roads, By.FOOT).ways(at(A, B), at(A, B))
    block_m = 111.2
    assert moto.metres[0, 1] == pytest.approx(block_m, rel=0.01)
    assert moto.seconds[0, 1] == pytest.approx(block_m * 3.6 / 20, rel=0.01)
    assert moto.metres[1, 0] == pytest.approx(3 * block_m, rel=0.01)  # by C and the track
    assert foot.metres[1, 0] == pytest.approx(block_m, rel=0.01)


def test_an_alley_of_steps_is_walked(town: Path) -> None:
    roads = read_roads(town)
    assert Map(roads, By.FOOT).ways(at(C), at(D)).on_roads.all()
    moto = Map(roads, By.MOTO).ways(at(C), at(D))  # the door is snapped to C: pushed and walked from there
    assert moto.seconds[0, 0] == pytest.approx(1.6 * 111.2 * 3.6 / 4.5, rel=0.02)


def test_what_no_road_joins_falls_back_to_the_crow_and_says_so(town: Path) -> None:
    ways = Map(read_roads(town)).ways(at(A), at(E, B))
    assert ways.on_roads.tolist() == [[False, True]]
    assert ways.metres[0, 0] == pytest.approx(1.6 * 111.2 * 50**0.5, rel=0.01)


def test_a_kept_graph_is_the_same_graph(town: Path, tmp_path: Path) -> None:
    roads = read_roads(town)
    keep(roads, tmp_path / "roads.npz")
    again = kept(tmp_path / "roads.npz")
    for name in Roads.__slots__:
        assert np.array_equal(getattr(roads, name), getattr(again, name))


@pytest.mark.parametrize("content", [b"", b"no map at all"])
def test_a_file_that_is_no_extract_is_a_plain_problem(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.osm.pbf"
    file.write_bytes(content)
    with pytest.raises(Problem, match="extract"):
        read_roads(file)


def test_speeds_by_tags() -> None:
    assert speeds({"highway": "residential", "oneway": "-1"})[:2] == (0.0, 20.0)
    assert speeds({"highway": "service", "service": "alley"})[0] == 8.0
    assert speeds({"highway": "residential", "width": "1,5 m"})[0] == 8.0
    assert speeds({"highway": "motorway"}) == (0.0, 0.0, 0.0)
    assert speeds({"highway": "residential", "access": "private"}) == (0.0, 0.0, 0.0)


@pytest.mark.skipif(not BALIKPAPAN.exists(), reason=f"NOT TESTED: the extract {BALIKPAPAN} is missing")
def test_balikpapans_roads_are_longer_than_the_crow_flies() -> None:
    found = measured(read_roads(BALIKPAPAN), pairs=60)
    assert 1.1 < float(str(found["detour"])) < 2.5
    assert float(str(found["unreached"])) < 0.2

"""A published problem is read as the field reads it, and a large one is searched in parts without losing anybody."""

from __future__ import annotations

from math import tau
from pathlib import Path
from random import Random

import pytest
from pyvrp import Model, ProblemData

from amanah.routes import files, halving
from amanah.values.problem import Problem

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "routing"

TINY = """NAME : tiny
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 3
3 4 3
4 4 0
DEMAND_SECTION
1 0
2 1
3 1
4 1
DEPOT_SECTION
1
-1
EOF
"""


def _problem(clients: int, *, vehicles: int) -> ProblemData:
    rng = Random(7)
    model = Model()
    places = [model.add_location(0, 0), *(model.add_location(*_at(rng)) for _ in range(clients))]
    model.add_depot(places[0])
    for place in places[1:]:
        model.add_client(place, delivery=1)
    model.add_vehicle_type(vehicles, capacity=clients // vehicles + 8)
    for one in places:
        for other in places:
            model.add_edge(one, other, distance=round(((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5))
    return model.data()


def _at(rng: Random) -> tuple[int, int]:
    return rng.randint(-1000, 1000), rng.randint(-1000, 1000)


def test_a_file_is_read_with_the_roundings_of_its_field_and_the_best_known_cost_beside_it(tmp_path: Path) -> None:
    (tmp_path / "tiny.vrp").write_text(TINY)
    (tmp_path / "tiny.sol").write_text("Route #1: 1 2 3\nCost 14\n")
    tiny = files.read(tmp_path / "tiny.vrp")
    assert (tiny.name, tiny.scale, tiny.best_known, tiny.data.num_clients) == ("tiny", 1, 14.0, 3)
    found = halving.search(tiny.data, 0.2, cores=2)
    assert (found.cost, found.feasible, sorted(found.routes[0])) == (14, True, [0, 1, 2])


def test_what_is_no_such_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.vrp").write_text("Dear Sir,\nthere are no routes in here.\n")
    for name, code in (("letter.vrp", "not_a_vrp_file"), ("nothing.vrp", "file_missing")):
        with pytest.raises(Problem) as told:
            files.read(tmp_path / name)
        assert told.value.code == code


@pytest.mark.parametrize(
    ("whole", "broken", "line"),
    [("3 4 3", "3 4 x", 9), ("2 1", "2", 13), ("4 1", "5 1", 15), ("NAME : tiny", "tiny", 1)],
)
def test_a_line_that_can_t_be_read_is_named(whole: str, broken: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "tiny.vrp").write_text(TINY.replace(whole, broken, 1))
    with pytest.raises(Problem) as told:
        files.read(tmp_path / "tiny.vrp")
    assert f"line {line} " in told.value.sentence.en


def test_solomon_s_table_is_read_as_the_same_problem_in_vrplib_would_be(tmp_path: Path) -> None:
    rows = ["0 0 0 0 0 900 0", "1 0 3 1 0 800 10", "2 4 3 1 100 200 10", "3 4 0 1 0 800 10"]
    head = "tiny\n\nVEHICLE\nNUMBER CAPACITY\n 2 10\n\nCUSTOMER\nCUST NO. XCOORD. YCOORD. DEMAND READY TIME DUE DATE"
    (tmp_path / "tiny.txt").write_text(f"{head} SERVICE TIME\n\n" + "\n".join(rows) + "\n")
    tiny = files.read(tmp_path / "tiny.txt")
    found = halving.search(tiny.data, 0.2, cores=1)
    assert (tiny.scale, tiny.data.num_vehicles, found.cost / tiny.scale, found.feasible) == (10, 2, 14.0, True)
    (tmp_path / "tiny.txt").write_text(f"{head} SERVICE TIME\n\n" + "\n".join(rows).replace("100", "soon") + "\n")
    with pytest.raises(Problem) as told:
        files.read(tmp_path / "tiny.txt")
    assert "line 12 " in told.value.sentence.en


def test_the_longest_route_of_a_file_is_kept(tmp_path: Path) -> None:
    """All four places in one route are 14 long and rest three times: DISTANCE 30 leaves no time for the rests."""
    (tmp_path / "tiny.vrp").write_text(TINY.replace("CAPACITY", "DISTANCE : 30\nSERVICE_TIME : 10\nCAPACITY"))
    found = halving.search(files.read(tmp_path / "tiny.vrp").data, 0.2, cores=1)
    assert found.feasible
    assert len(found.routes) > 1


def test_costs_with_decimals_are_reckoned_in_thousandths(tmp_path: Path) -> None:
    (tmp_path / "tiny.vrp").write_text(TINY.replace("3 4 3", "3 4 4"))
    (tmp_path / "tiny.sol").write_text("Route #1: 1 2 3\nCost 15.123\n")
    tiny = files.read(tmp_path / "tiny.vrp")
    assert halving.search(tiny.data, 0.2, cores=1).cost / tiny.scale == 15.123


def test_vehicles_are_shared_among_parts_and_never_more_than_there_are() -> None:
    data = _problem(40, vehicles=5)
    pieces = [list(range(10)), list(range(10, 25)), list(range(25, 40))]
    assert sum(part.vehicles for part in halving._first(data, pieces, 1.0, Random(1))) == 5


def test_a_large_problem_cut_in_parts_keeps_every_client_once_and_every_vehicle_in_number() -> None:
    data = _problem(720, vehicles=12)
    found = halving.search(data, 2.4, cores=2)
    assert found.how == "parts"
    assert sorted(client for route in found.routes for client in route) == list(range(720))
    assert found.feasible
    assert len(found.routes) <= 12


def test_pieces_hold_every_route_once_wherever_the_first_border_falls() -> None:
    rng = Random(3)
    angles = [rng.random() * tau for _ in range(100)]
    routes = [list(range(i, i + 5)) for i in range(0, 100, 5)]
    for start in (0.0, 1.0, 4.0, 6.2):
        pieces = halving._pieces(routes, angles, 3, start)
        assert sorted(route for piece in pieces for route in piece) == routes
        assert max(sum(map(len, piece)) for piece in pieces) <= 40


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data/routing isn't here: published problems not tried")
def test_a_published_problem_with_windows_is_reckoned_in_tenths() -> None:
    published = files.read(DATA / "R1_10_1.vrp")
    assert (published.scale, published.best_known, published.data.num_clients) == (10, 53026.1, 1000)

"""Failures by hexagon: counted truly, and nobody is pointed at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amanah.geo import heat
from amanah.geo.heat import Failure

PLACE = (-8.65, 115.22)
REASONS = ("not_home", "moved", "in_prison")
failures = st.lists(
    st.builds(
        Failure,
        family=st.integers(0, 30),
        lat=st.floats(-8.70, -8.60),
        lng=st.floats(115.15, 115.25),
        reason=st.sampled_from(REASONS),
    ),
    max_size=60,
)


def _at(family: int, *, east: float = 0.0, reason: str = "not_home") -> Failure:
    return Failure(family, PLACE[0], PLACE[1] + east, reason)


@given(failures, st.integers(heat.COARSEST, heat.FINEST))
def test_no_cell_and_no_reason_speaks_of_fewer_than_three_families(found: list[Failure], resolution: int) -> None:
    for cell in heat.heat(found, resolution=resolution).cells:
        assert cell.families >= heat.FEWEST
        assert all(count >= heat.FEWEST for reason, count in cell.reasons if reason != heat.REST)


@given(failures, st.integers(heat.COARSEST, heat.FINEST))
def test_every_family_is_in_a_cell_or_among_the_hidden(found: list[Failure], resolution: int) -> None:
    told = heat.heat(found, resolution=resolution)
    everybody = len({one.family for one in found})
    assert sum(cell.families for cell in told.cells) + told.hidden >= everybody
    assert told.hidden <= everybody


def test_a_family_alone_is_told_by_a_larger_cell_with_its_neighbours() -> None:
    spread = [_at(n, east=n * 0.004) for n in range(4)]  # some 440 m apart: each its own cell of 200 m
    told = heat.heat(spread, resolution=heat.FINEST)
    assert all(cell.resolution < heat.FINEST for cell in told.cells)
    assert sum(cell.families for cell in told.cells) + told.hidden == 4


def test_two_families_at_the_end_of_the_world_are_not_placed() -> None:
    told = heat.heat([_at(1), _at(2)], resolution=7)
    assert (told.cells, told.hidden) == ((), 2)


def test_a_family_that_failed_ten_times_is_one_family() -> None:
    assert heat.heat([_at(1)] * 10, resolution=8).cells == ()


def test_a_rare_reason_is_told_with_the_rest() -> None:
    found = [*(_at(n) for n in range(3)), _at(8, reason="in_prison")]
    [cell] = heat.heat(found, resolution=8).cells
    assert cell.reasons == (("not_home", 3), (heat.REST, 1))


def test_a_closer_look_asks_for_smaller_cells() -> None:
    sizes = [heat.resolution_at(zoom) for zoom in range(25)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (heat.COARSEST, heat.FINEST)

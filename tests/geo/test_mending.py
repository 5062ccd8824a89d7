"""Boundaries as people draw them: crossed, turned, empty, twice, on each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from amanah.geo.boundaries import Drawn, plain_code
from amanah.geo.mending import Wrong, mend, overlaps
from amanah.geo.queries import outside_m
from amanah.geo.types import Area, Areas, Position
from amanah.values.problem import Problem

KAJA, KELOD = "51.71.01.1001", "51.71.01.1002"
BOX = shapely.box(115.20, -8.66, 115.21, -8.65)


def drawn(*features: tuple[str, BaseGeometry | None]) -> Drawn:
    codes = tuple(code for code, _ in features)
    return Drawn(codes, codes, np.array([shape for _, shape in features], dtype=object))


def faults(*features: tuple[str, BaseGeometry | None], swap: bool = False) -> list[tuple[int, Wrong, bool]]:
    return [(fault.index, fault.wrong, fault.kept) for fault in mend(drawn(*features), swap=swap)[1]]


def turned(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda points: points[:, ::-1])


def spoilt(number: float) -> BaseGeometry:
    points = shapely.get_coordinates(BOX)
    points[1, 0] = number
    return shapely.set_coordinates(shapely.Polygon(BOX), points)


@pytest.mark.parametrize("said", ["51.71.01.1001", "5171011001", 5171011001, 5171011001.0, " 5171011001 "])
def test_a_code_is_read_with_and_without_dots(said: object) -> None:
    assert plain_code(said) == KAJA


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [
        (None, Wrong.EMPTY),
        (shapely.Polygon(), Wrong.EMPTY),
        (shapely.Point(115.2, -8.6), Wrong.NO_AREA),
        (shapely.LineString([(115.2, -8.6), (115.3, -8.6)]), Wrong.NO_AREA),
        (shapely.Polygon([(115.2, -8.6), (115.3, -8.6), (115.2, -8.6), (115.2, -8.6)]), Wrong.NO_AREA),
        (shapely.Polygon([(0, 0), (115.3, -8.6), (115.2, -8.5)]), Wrong.NULL_ISLAND),
        (spoilt(float("nan")), Wrong.NOT_FINITE),
        (spoilt(float("inf")), Wrong.NOT_FINITE),
        (shapely.box(2, 48, 3, 49), Wrong.ABROAD),
        (turned(BOX), Wrong.SWAPPED),
    ],
)
def test_what_is_no_area_is_left_out_and_named_by_its_place(shape: BaseGeometry | None, wrong: Wrong) -> None:
    assert faults((KAJA, BOX), (KELOD, shape)) == [(1, wrong, False)]


def test_what_names_no_village_is_left_out() -> None:
    assert faults(("Sanur", BOX), ("51.71", BOX)) == [(0, Wrong.CODE, False), (1, Wrong.CODE, False)]


def test_a_file_of_turned_axes_is_refused_and_turned_when_told() -> None:
    with pytest.raises(Problem, match="axes_swapped"):
        mend(drawn((KAJA, turned(BOX))))
    areas, _ = mend(drawn((KAJA, turned(BOX)), (KELOD, BOX)), swap=True)
    assert all(area.shape.equals(BOX) for area in areas)


def test_a_border_that_crosses_itself_is_mended_and_told_with_the_spot() -> None:
    bow = shapely.Polygon([(115.2, -8.66), (115.21, -8.65), (115.21, -8.66), (115.2, -8.65)])
    areas, (fault,) = mend(drawn((KAJA, bow)))
    assert (fault.wrong, fault.kept, "115.205" in fault.note) == (Wrong.CROSSED, True, True)
    assert areas[0].shape.is_valid
    assert areas[0].shape.area == pytest.approx(0.00005)


def test_islands_drawn_as_features_of_their_own_are_one_village_and_told() -> None:
    areas, _ = mend(drawn((KAJA, BOX), (KAJA, shapely.box(115.3, -8.66, 115.31, -8.65))))
    assert [area.code for area in areas] == [KAJA]
    assert areas[0].shape.area == pytest.approx(0.0002)
    assert faults((KAJA, BOX), (KAJA, BOX)) == [(1, Wrong.TWICE, True)]


def test_overlaps_are_told_with_their_square_metres_and_shared_borders_are_none() -> None:
    over, beside = shapely.box(115.209, -8.66, 115.22, -8.65), shapely.box(115.19, -8.66, 115.20, -8.65)
    (found,) = overlaps([Area(KAJA, BOX), Area(KELOD, over), Area("51.71.01.1003", beside)], more_than_m2=1_000)
    assert (found.one, found.other) == (KAJA, KELOD)
    assert found.m2 == pytest.approx(0.001 * 111_195 * np.cos(np.radians(8.655)) * 0.01 * 111_195, rel=0.001)
    assert overlaps([Area(KAJA, BOX), Area(KELOD, over)], more_than_m2=found.m2 + 1) == []


corners = st.tuples(st.floats(115, 115.1), st.floats(-8.7, -8.6))


LEFT_INVALID = [
    (115.0, -8.6875), (115.0, -8.625), (115.0625, -8.625), (115.0, -8.6875), (115.0, -8.6953125), (115.0625, -8.625),
]  # fmt: skip
"""GEOS 3.14's structure method makes two parts of it that share a border."""


@given(st.lists(corners, min_size=3, max_size=12))
@example(LEFT_INVALID)
def test_whatever_is_drawn_comes_out_valid_or_not_at_all(ring: list[tuple[float, float]]) -> None:
    areas, told = mend(drawn((KAJA, shapely.Polygon(ring))))
    assert all(area.shape.is_valid and area.shape.area > 0 for area in areas)
    assert areas or not told[-1].kept


@given(st.lists(corners, min_size=3, max_size=12))
def test_a_point_of_a_mended_area_is_no_metres_outside(ring: list[tuple[float, float]]) -> None:
    areas, _ = mend(drawn((KAJA, shapely.Polygon(ring))))
    for area in areas:
        inside = area.shape.intersection(area.shape.representative_point())
        if isinstance(inside, shapely.Point) and not inside.is_empty:
            assert outside_m(Areas([area]), KAJA, Position(inside.y, inside.x)) == 0

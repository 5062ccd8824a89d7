from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from amanah.geo.boundaries import read
from amanah.geo.mending import mend
from amanah.geo.queries import distance_m, outside_all_m, outside_m, standing, village_of, villages_of
from amanah.geo.types import P95_OF_P68, Area, Areas, Fix, Position, Stands

BOX = Area("51.71.04.1001", shapely.box(115.19, -8.61, 115.21, -8.59))
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "geo" / "denpasar_villages.geojson"
fixes = st.builds(Fix, st.floats(-89, 89), st.floats(-179, 179))


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distance_m(Fix(-8, 115), Fix(-9, 115)) == pytest.approx(111_195, abs=1)


@given(a=fixes, b=fixes, c=fixes)
def test_distance_is_symmetric_and_never_longer_by_a_straight_way(a: Fix, b: Fix, c: Fix) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 1e-3


def test_a_point_inside_is_no_metres_outside() -> None:
    assert outside_m(Areas([BOX]), BOX.code, Fix(-8.6, 115.2)) == 0


def test_a_point_outside_says_by_how_many_metres() -> None:
    assert outside_m(Areas([BOX]), BOX.code, Fix(-8.62, 115.2)) == pytest.approx(1112, abs=2)
    assert outside_m(Areas([BOX]), BOX.code, Fix(-8.6, 115.22)) == pytest.approx(1099, abs=3)


def test_an_unknown_village_says_nothing() -> None:
    assert outside_m(Areas([BOX]), "51.71.04.1002", Fix(-8.6, 115.2)) is None


def test_no_village_holds_the_sea() -> None:
    assert village_of(Areas([BOX]), Fix(-9, 115.2)) is None
    assert village_of(Areas([BOX]), Fix(-8.6, 115.2)) == BOX.code


def test_a_yard_inside_a_hole_is_outside() -> None:
    holed = Area(BOX.code, BOX.shape.difference(shapely.box(115.199, -8.601, 115.201, -8.599)))
    assert outside_m(Areas([holed]), BOX.code, Position(-8.6, 115.2)) == pytest.approx(110, abs=2)


BESIDE = Area("51.71.04.1002", shapely.box(115.2101, -8.61, 115.23, -8.59))
FAR = Area("51.71.04.1003", shapely.box(115.3, -8.61, 115.31, -8.59))
THREE = Areas([BOX, BESIDE, FAR])


@pytest.mark.parametrize(
    ("lng", "stands", "village", "out_m"),
    [
        (115.2, Stands.INSIDE, BOX.code, 0),
        (115.22, Stands.NEIGHBOUR, BESIDE.code, 1099),
        (115.305, Stands.ELSEWHERE, FAR.code, 10_444),
        (115.25, Stands.ELSEWHERE, None, 4398),
    ],
)
def test_a_fix_stands_inside_at_a_neighbour_or_elsewhere(
    lng: float, stands: Stands, village: str | None, out_m: float
) -> None:
    found = standing(THREE, BOX.code, Fix(-8.6, lng, accuracy_m=8))
    assert found is not None
    assert (found.stands, found.village, found.is_certain) == (stands, village, True)
    assert found.outside_m == pytest.approx(out_m, rel=0.005)


def test_it_is_certain_only_where_the_95_percent_radius_keeps_off_the_border() -> None:
    def certain(lng: float, fix: Fix) -> bool:
        found = standing(THREE, BOX.code, fix)
        return found is not None and found.is_certain

    edge_m = outside_m(THREE, BOX.code, Position(-8.6, 115.2115)) or 0
    inner, outer = edge_m / P95_OF_P68 - 1, edge_m / P95_OF_P68 + 1
    for lng in (115.2115, 115.2085):  # as far outside as inside
        assert certain(lng, Fix(-8.6, lng, accuracy_m=inner))
        assert not certain(lng, Fix(-8.6, lng, accuracy_m=outer))
    assert not certain(115.2, Fix(-8.6, 115.2))  # no accuracy told
    assert not certain(115.2115, Fix(-8.6, 115.2115, accuracy_m=5, spread_m=outer))


def test_nobody_stands_anywhere_without_an_area() -> None:
    assert standing(THREE, "51.71.04.1009", Fix(-8.6, 115.2)) is None


@given(st.lists(st.tuples(st.floats(-8.65, -8.55), st.floats(115.15, 115.35)), min_size=1, max_size=20))
def test_many_are_answered_as_one_by_one(points: list[tuple[float, float]]) -> None:
    lats, lngs = np.array([lat for lat, _ in points]), np.array([lng for _, lng in points])
    which = [THREE.codes[i] if i >= 0 else None for i in villages_of(THREE, lats, lngs)]
    assert which == [village_of(THREE, Position(lat, lng)) for lat, lng in points]
    far_m = outside_all_m(THREE, [BESIDE.code] * len(points), lats, lngs)
    assert far_m == pytest.approx([outside_m(THREE, BESIDE.code, Position(lat, lng)) for lat, lng in points])
    assert np.isnan(outside_all_m(THREE, ["51.71.04.1009"] * len(points), lats, lngs)).all()


@pytest.mark.skipif(not REAL.exists(), reason="shared/data/geo isn't beside the project: real borders not tried")
def test_every_real_village_holds_its_own_middle() -> None:
    mended, faults = mend(read(REAL))
    areas = Areas(mended)
    assert len(areas.codes) == 43
    assert all(fault.kept for fault in faults)
    for code, shape in zip(areas.codes, areas.shapes, strict=True):
        point = shape.representative_point()
        assert village_of(areas, Position(point.y, point.x)) == code

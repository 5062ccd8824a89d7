from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.geo.queries import distance_m, outside_m, village_of
from amanah.geo.types import Area, Areas, Fix

BOX = Area("51.71.04.1001", ((115.19, -8.61), (115.21, -8.61), (115.21, -8.59), (115.19, -8.59)))
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


@pytest.mark.skipif(not REAL.exists(), reason="shared/data/geo isn't beside the project: real borders not tried")
def test_every_real_village_holds_its_own_middle() -> None:
    drawn = json.loads(REAL.read_text())["features"]
    rings: dict[str, tuple[tuple[float, float], ...]] = {}
    for feature in drawn:
        shape = feature["geometry"]
        ring = (
            shape["coordinates"][0]
            if shape["type"] == "Polygon"
            else max((p[0] for p in shape["coordinates"]), key=len)
        )
        rings[str(feature["properties"].get("code") or len(rings))] = tuple((lng, lat) for lng, lat, *_ in ring)
    areas = Areas(Area(code, ring) for code, ring in rings.items())
    for code, shape in zip(areas.codes, areas.shapes, strict=True):
        point = shape.representative_point()
        assert village_of(areas, Fix(point.y, point.x)) == code

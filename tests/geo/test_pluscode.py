from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.geo.pluscode import place_of, plus_code, short_code
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix

SANUR = Fix(-8.69, 115.26)
HOME = Fix(-8.6937, 115.2625)


def test_a_place_is_a_word() -> None:
    assert plus_code(HOME) == "6P3Q8747+G2"
    assert plus_code(HOME, accuracy_m=2) == "6P3Q8747+G2C"


def test_near_a_village_it_is_a_short_word_with_its_name() -> None:
    assert short_code(HOME, near=SANUR, name="Sanur") == "8747+G2 Sanur"


@pytest.mark.parametrize(("near", "name"), [(Fix(-6.2, 106.8), "Gambir"), (SANUR, "")])
def test_far_from_the_village_or_without_a_name_it_stays_whole(near: Fix, name: str) -> None:
    assert short_code(HOME, near=near, name=name) == plus_code(HOME)


@given(st.floats(-8.9, -8.5), st.floats(115.1, 115.4))
def test_a_short_code_leads_back_to_the_place(lat: float, lng: float) -> None:
    place = Fix(lat, lng)
    assert distance_m(place_of(short_code(place, near=SANUR, name="Sanur"), near=SANUR), place) < 10
    assert distance_m(place_of(plus_code(place)), place) < 10


def test_no_code_is_no_place() -> None:
    with pytest.raises(ValueError, match="not a valid"):
        place_of("Sanur")

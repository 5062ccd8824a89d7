"""A place as people type it: what is read at once, what is asked first, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.geo.pluscode import plus_code, short_code
from amanah.geo.queries import distance_m
from amanah.geo.typed import Odd, typed_place, written
from amanah.geo.types import Fix, Position
from amanah.values.problem import Problem

SANUR = Position(-8.69, 115.26)
PLAIN: frozenset[Odd] = frozenset()


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("-8.65, 115.21", PLAIN),
        ("-8.65,115.21", PLAIN),
        (" (−8.65°; 115.21°) ", PLAIN),
        ("-8,65, 115,21", {Odd.COMMAS}),
        ("-8,65 115,21", {Odd.COMMAS}),
        ("-8,65,115,21", {Odd.COMMAS}),
        ("115.21, -8.65", {Odd.SWAPPED}),
        ("115,21; -8,65", {Odd.COMMAS, Odd.SWAPPED}),
        ("8.65, 115.21", {Odd.NO_MINUS}),
        ("115.21 8.65", {Odd.SWAPPED, Odd.NO_MINUS}),
    ],
)
def test_two_numbers_are_read_and_what_was_odd_is_told(text: str, odd: frozenset[Odd]) -> None:
    found = typed_place(text)
    assert (found.place, found.odd) == (Position(-8.65, 115.21), odd)


NO_PLACE = (
    "", "-8", "-8.65", "-8,65", "nan, nan", "1e3, 2", "-8.65 115,21", "1.2, 3.4, 5.6", "Jl. Kartini 3",
    "C6R9+VX Sanur", "6P3Q0000+", "6P3QC6R9+", "\x00", "9" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_PLACE)
def test_what_is_no_place_gets_a_sentence(text: str) -> None:
    with pytest.raises(Problem, match="place_unclear"):
        typed_place(text)


@pytest.mark.parametrize("text", ["0.0, 0.0", "52.37, 4.89", "-95.5, 115.2", "-8.65, 200.1", "9C3W9QCJ+2V"])
def test_what_is_far_away_gets_a_sentence(text: str) -> None:
    with pytest.raises(Problem, match="place_far_away"):
        typed_place(text)


def test_a_lost_minus_near_the_equator_is_seen_by_the_village() -> None:
    assert typed_place("3.58, 119.9").odd == PLAIN
    assert typed_place("3.58, 119.9", near=Position(-3.6, 119.9)).odd == {Odd.NO_MINUS}


@settings(max_examples=60, deadline=None)
@given(st.floats(-8.85, -8.55), st.floats(115.1, 115.4))
def test_what_is_written_is_read_again_without_a_question_whichever_way(lat: float, lng: float) -> None:
    place = Fix(lat, lng)
    codes = [
        plus_code(place),
        plus_code(place).lower(),
        short_code(place, near=Fix(SANUR.lat, SANUR.lng), name="Sanur"),
    ]
    for text in (written(place), *codes):
        found = typed_place(text, near=SANUR)
        assert found.odd == PLAIN
        assert distance_m(found.place, place) <= 10

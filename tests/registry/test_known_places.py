"""Where a family lives, from all its tags: the pure rule, and what must hold whatever the tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import cos, hypot, radians
from random import Random
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.registry.rules.homes import known_place
from amanah.registry.rules.paying_points import taken_there
from amanah.registry.types import Home, KnownPlace, TagKind, Untrusted
from bench import places_homes

START = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
FAMILY, PAYER = UUID(int=1), UUID(int=2)
DEGREE_M = 111_195.0
LAT, LNG = -8.65, 115.22


def tag(east: float, north: float = 0, *, day: int = 0, accuracy_m: float = 10, kind: TagKind = TagKind.VISIT,
        family: UUID = FAMILY, phone: UUID | None = PAYER) -> Home:  # fmt: skip
    at = START + timedelta(days=day)
    lat, lng = LAT + north / DEGREE_M, LNG + east / (DEGREE_M * cos(radians(LAT)))
    return Home(family, lat, lng, accuracy_m, at, UUID(int=day + 1000), kind, phone, at.date())


def line(*places: float) -> KnownPlace:
    found = known_place([tag(east, day=day) for day, east in enumerate(places)])
    assert found is not None
    return found


def east_of(place: KnownPlace) -> float:
    return (place.lng - LNG) * DEGREE_M * cos(radians(LAT))


def away(place: KnownPlace) -> float:
    return hypot(east_of(place), (place.lat - LAT) * DEGREE_M)


def test_no_tag_is_no_place() -> None:
    assert known_place([]) is None


def test_one_good_tag_is_trusted_and_two_that_differ_are_not() -> None:
    assert line(0).is_trusted
    differ = line(0, 400)
    assert differ.untrusted is Untrusted.DISAGREE
    assert differ.accuracy_m > 390  # the circle reaches the other


def test_of_two_that_differ_the_newer_is_told_and_the_middle_where_both_are_seen_from_it() -> None:
    assert abs(east_of(line(0, 400)) - 400) < 1
    assert abs(east_of(line(400, 0))) < 1
    near = line(0, 100)
    assert (round(east_of(near), -1), near.untrusted) == (50, Untrusted.DISAGREE)
    assert near.accuracy_m > 49  # the circle reaches both


def test_of_two_that_differ_the_one_that_was_sent_to_mark_is_told_and_a_poor_one_is_not() -> None:
    sent = known_place([tag(0, kind=TagKind.GEOTAG), tag(400, day=1)])
    poor = known_place([tag(0), tag(900, day=1, accuracy_m=90)])
    assert sent is not None
    assert poor is not None
    assert (abs(east_of(sent)) < 1, abs(east_of(poor)) < 1) == (True, True)


def test_the_last_two_that_agree_are_where_they_moved_to() -> None:
    phones = (PAYER, PAYER, PAYER, PAYER, UUID(int=3))
    days = enumerate(zip((0, 3, -2, 400, 405), phones, strict=True))
    moved = known_place([tag(east, day=day, phone=phone) for day, (east, phone) in days])
    assert moved is not None
    assert abs(east_of(moved) - 402) < 3
    assert moved.moved_from is not None
    assert moved.at == START + timedelta(days=3)
    assert moved.is_trusted


def test_one_payer_alone_moves_no_home_that_two_days_spoke_for() -> None:
    told = line(0, 3, -2, 400, 405, 401)
    assert abs(east_of(told)) < 3
    assert told.untrusted is Untrusted.DISAGREE
    assert line(0, 3, -2, 400).is_trusted


def test_a_visit_that_only_marks_the_home_settles_where_it_is() -> None:
    tags = [tag(east, day=day) for day, east in enumerate((0, 3, -2, 400, 405))]
    moved = known_place([*tags, tag(402, day=9, kind=TagKind.GEOTAG)])
    stayed = known_place([*tags, tag(1, day=9, kind=TagKind.GEOTAG)])
    assert moved is not None
    assert stayed is not None
    assert (round(east_of(moved), -1), moved.is_trusted) == (400, True)
    assert (round(east_of(stayed), -1), stayed.is_trusted) == (0, True)


def test_a_first_tag_at_the_wrong_house_is_outvoted_and_nobody_moved() -> None:
    place = line(400, 0, 2)
    assert abs(east_of(place)) < 3
    assert place.moved_from is None


def test_two_tags_of_one_day_are_no_better_than_one() -> None:
    once, twice = known_place([tag(0)]), known_place([tag(0), tag(1, accuracy_m=12)])
    assert once is not None
    assert twice is not None
    assert (twice.accuracy_m, twice.used) == (once.accuracy_m, 1)


def test_two_tags_of_one_day_never_move_a_home() -> None:
    place = known_place([tag(0), tag(0, day=1), tag(500, day=2), tag(501, day=2, accuracy_m=9)])
    assert place is not None
    assert abs(east_of(place)) < 1


def test_the_offices_word_begins_anew() -> None:
    tags = [tag(east, day=day) for day, east in enumerate((0, 1, 2))]
    place = known_place([*tags, tag(300, day=4, accuracy_m=5, kind=TagKind.OFFICE)])
    assert place is not None
    assert (round(east_of(place)), place.used) == (300, 1)


OFFICE = TagKind.OFFICE


def corrected(*after: tuple[float, UUID | None]) -> KnownPlace:
    """The office says 300 m east; what phones say on the days after."""
    before = [tag(east, day=day) for day, east in enumerate((0, 1, 2))]
    later = [tag(east, day=10 + i, phone=phone) for i, (east, phone) in enumerate(after)]
    found = known_place([*before, tag(300, day=5, accuracy_m=8, kind=OFFICE, phone=None), *later])
    assert found is not None
    return found


def test_the_offices_word_outweighs_one_phone_however_often_it_says_otherwise() -> None:
    once, often = corrected((0, PAYER)), corrected((0, PAYER), (1, PAYER), (2, PAYER))
    assert (round(east_of(once)), once.is_trusted) == (300, True)
    assert (round(east_of(often)), often.untrusted) == (300, Untrusted.DISAGREE)


def test_the_offices_word_gives_way_to_two_phones_that_agree() -> None:
    moved = corrected((0, PAYER), (1, UUID(int=3)))
    assert (round(east_of(moved), -1), moved.is_trusted) == (0, True)
    assert moved.moved_from is not None


def test_a_visit_before_the_offices_word_that_is_heard_after_it_says_nothing_against_it() -> None:
    word = tag(300, day=5, accuracy_m=8, kind=OFFICE, phone=None)
    late = [replace(tag(0, day=day, phone=UUID(int=day + 9)), at=START + timedelta(days=7 + day)) for day in (3, 4)]
    assert known_place([word, *late]) == known_place([word])


def test_a_tag_that_fits_the_offices_word_makes_it_surer() -> None:
    alone, backed = corrected(), corrected((305, PAYER))
    assert backed.accuracy_m < alone.accuracy_m
    assert alone.is_trusted


def test_more_tags_say_it_more_exactly_but_never_to_the_metre() -> None:
    claimed = [line(*[0.0] * number).accuracy_m for number in (1, 2, 4, 8, 40)]
    assert claimed == sorted(claimed, reverse=True)
    assert claimed[-1] > 3


PLACES = st.lists(st.tuples(st.floats(-60, 60), st.floats(-60, 60), st.floats(3, 40)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(PLACES, st.integers(0, 1000))
def test_the_order_of_tags_does_not_matter(places: list[tuple[float, float, float]], seed: int) -> None:
    tags = [tag(east, north, day=i // 2, accuracy_m=accuracy) for i, (east, north, accuracy) in enumerate(places)]
    shuffled = Random(seed).sample(tags, len(tags))
    assert known_place(shuffled) == known_place(tags)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-8, 8), min_size=3, max_size=7), st.integers(0, 7), st.floats(20, 50_000))
def test_one_bad_tag_among_three_never_moves_a_home_by_more_than_15_metres(
    good: list[float], index: int, wrong: float
) -> None:
    assert away(line(*good[:index], wrong, *good[index:])) <= 15


@settings(max_examples=60, deadline=None)
@given(PLACES)
def test_a_tag_that_agrees_never_lessens_trust(places: list[tuple[float, float, float]]) -> None:
    tags = [tag(east, north, day=i, accuracy_m=accuracy) for i, (east, north, accuracy) in enumerate(places)]
    before = known_place(tags)
    assert before is not None
    at = START + timedelta(days=90)
    more = Home(FAMILY, before.lat, before.lng, 10, at, UUID(int=9), TagKind.VISIT, PAYER, at.date())
    after = known_place([*tags, more])
    assert after is not None
    assert after.is_trusted or not before.is_trusted
    assert not before.is_trusted or after.accuracy_m <= before.accuracy_m + 0.5


def families(number: int, *, apart_m: float, kind: TagKind = TagKind.VISIT) -> list[Home]:
    return [tag(i * apart_m, family=UUID(int=i + 1), kind=kind) for i in range(number)]


def test_twelve_families_at_one_place_are_a_paying_point_not_twelve_homes() -> None:
    assert len(taken_there(families(12, apart_m=1))) == 12


def test_a_terrace_of_eight_is_homes() -> None:
    assert taken_there(families(8, apart_m=3)) == set()


def test_a_street_of_houses_is_homes() -> None:
    assert taken_there(families(40, apart_m=8)) == set()


def test_twelve_families_of_two_days_or_two_phones_are_homes() -> None:
    met = families(6, apart_m=1)
    others = [tag(0, family=UUID(int=20 + i), day=1) for i in range(6)]
    strangers = [tag(0, family=UUID(int=40 + i), phone=UUID(int=77)) for i in range(6)]
    assert taken_there([*met, *others, *strangers]) == set()


def test_one_family_seen_often_is_no_crowd() -> None:
    assert taken_there([tag(i, accuracy_m=5 + i) for i in range(12)]) == set()


def test_a_visit_that_only_marks_homes_calls_nobody_together() -> None:
    assert taken_there(families(12, apart_m=1, kind=TagKind.GEOTAG)) == set()


def test_a_counter_is_nobodys_home() -> None:
    assert taken_there([tag(10), tag(200, day=1)], [(LAT, LNG)]) == {tag(10)}


def test_it_is_no_worse_than_the_newest_good_tag_at_any_number_of_tags() -> None:
    chance = np.random.default_rng(4)
    lived = [places_homes._lived(number, chance) for number in range(600)]
    for tags in range(1, 7):
        at = places_homes._of(lived, tags)
        assert at["learnt"]["p95_m"] <= at["newest_good"]["p95_m"], tags
        assert at["learnt"]["median_m"] <= at["newest_good"]["median_m"], tags

"""What hides from a simple rule is found, and the honest day that would be caught with it is not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from amanah.oversight.rules.patterns.types import Call, Pattern, Scene
from tests.oversight.scenes import bent, found, office, only, payer_day, spot


def set_back(one: Call, hours: float) -> Call:
    back = timedelta(hours=hours)
    return replace(one, started_at=one.started_at - back, ended_at=one.ended_at - back)


def test_a_clock_put_right_beside_a_teleport_gives_it_no_time() -> None:
    def games(i: int, one: Call) -> Call:
        told = set_back(one, 7) if 4 <= i < 9 else one
        return replace(told, spot=spot(30_000, 30_000)) if i == 9 else told

    scene = bent(office(), games)
    assert only(scene, Pattern.TELEPORT).visits == (scene.days[0].calls[9].visit,)


def test_a_counter_that_slept_takes_no_time_from_a_true_way() -> None:
    """An hour's ride of 30 km, in which the phone slept and its counter stood."""

    def rides(i: int, one: Call) -> Call:
        later = timedelta(hours=1 if i >= 10 else 0)
        far = spot(2_000 + 80 * i + (30_000 if i >= 10 else 0), 0)
        return replace(one, started_at=one.started_at + later, ended_at=one.ended_at + later, spot=far, home=far)

    assert not found(bent(office(), rides), Pattern.TELEPORT)


def test_a_clock_set_back_before_the_first_door_is_seen_when_it_leaps() -> None:
    early = bent(office(), lambda i, one: set_back(one, 4) if i < 5 else one)
    assert len(only(early, Pattern.CLOCK).visits) == 5


def test_an_old_clock_that_the_network_puts_right_within_the_hour_is_honest() -> None:
    for hours in (0.7, -0.7):

        def corrected(i: int, one: Call, by: float = hours) -> Call:
            return set_back(one, by) if i < 7 else one

        assert not found(bent(office(), corrected), Pattern.CLOCK)


def in_a_dense_lane(shift: int) -> Scene:
    """Houses 30 m apart; each mark is at the door `shift` further on."""

    def lane(i: int, one: Call) -> Call:
        return replace(one, spot=spot(2_000 + 30 * ((i + shift) % 20), 1), home=spot(2_000 + 30 * i, 0))

    return bent(office(), lane)


def test_marks_at_other_doors_of_a_dense_lane_are_invented_and_at_ones_own_are_not() -> None:
    assert found(in_a_dense_lane(2), Pattern.DISTANCE_RATIO)
    assert not found(in_a_dense_lane(0), Pattern.DISTANCE_RATIO)


def test_a_chair_in_the_lane_it_pays_is_a_camp() -> None:
    """Homes 60 to 140 m off: nobody is far away, and nobody is at home."""

    def chair(i: int, one: Call) -> Call:
        return replace(one, spot=spot(2_000 + i, 0), home=spot(2_080 + 10 * i, 40)) if i < 6 else one

    assert len(only(bent(office(), chair), Pattern.CAMPING).visits) >= 4


def test_a_hall_where_two_payers_sit_tells_no_home_and_is_no_camp() -> None:
    def hall(i: int, one: Call) -> Call:
        return replace(one, spot=spot(3_000 + i, 0)) if i < 9 else one

    both = bent(bent(office(), hall), hall, payer=2)
    assert not found(both, Pattern.CAMPING)
    assert not found(both, Pattern.DISTANCE_RATIO)
    assert found(bent(office(), hall), Pattern.CAMPING)


def test_one_mark_sent_for_many_is_copied_and_no_camp() -> None:
    sent = bent(office(), lambda i, one: replace(one, spot=spot(2_000, 700)) if i < 7 else one)
    assert found(sent, Pattern.COPIED_PLACE)
    assert not found(sent, Pattern.CAMPING)


def test_of_still_bursts_those_of_one_radius_are_named_and_not_the_honest_still_one() -> None:
    def invented(i: int, one: Call) -> Call:
        radius = 5.0 if i < 5 else 11.3
        return replace(one, spot=replace(one.spot, spread_m=0.0, accuracy_m=radius)) if i < 6 and one.spot else one

    assert len(only(bent(office(), invented), Pattern.PERFECT_FIXES).visits) == 5


def failed(one: Call, seconds: float) -> Call:
    return replace(
        one, ending="failed", reason="not_home", ended_ms=one.started_ms + round(seconds * 1000),
        ended_at=one.started_at + timedelta(seconds=seconds),
    )  # fmt: skip


def closed_doors(n: int, seconds: float) -> Scene:
    """Everybody meets three closed doors of some two minutes; payer 1 tells of `n`."""
    scene = office()
    for payer in range(1, 9):
        chance = random.Random(payer)

        def closed(i: int, one: Call, c: random.Random = chance) -> Call:
            return failed(one, c.uniform(80, 200)) if i % 7 == 0 else one

        scene = bent(scene, closed, payer=payer)
    return bent(scene, lambda i, one: failed(one, seconds) if i < n else replace(one, ending="paid", reason=""))


def test_a_few_more_closed_doors_are_doubted_where_each_took_half_a_minute() -> None:
    assert found(closed_doors(8, 25), Pattern.FAILURES)
    assert not found(closed_doors(8, 150), Pattern.FAILURES)
    assert not found(closed_doors(3, 25), Pattern.FAILURES)


def test_an_honest_day_after_a_day_of_closed_doors_is_not_stained() -> None:
    before = bent(Scene(days=(payer_day(1, calls=30, seed=2),)), lambda i, one: failed(one, 100) if i < 25 else one)
    peers = tuple(payer_day(payer, calls=30, seed=3) for payer in range(2, 9))
    earlier = tuple(replace(day, day=day.day - timedelta(days=1)) for day in (*before.days, *peers))
    today = bent(office(calls=30), lambda i, one: failed(one, 100) if i % 10 == 0 else one)
    assert not found(replace(today, earlier=earlier), Pattern.FAILURES)


def test_a_colleagues_name_that_vouches_for_three_families_is_doubted_and_a_namesake_once_is_not() -> None:
    def vouched(n: int) -> Scene:
        scene = bent(office(), lambda i, one: replace(one, way="witness", witness="Ni Luh  SINTA") if i < n else one)
        return replace(scene, staff=frozenset({"ni luh sinta", "i made bayu"}))

    assert only(vouched(3), Pattern.COLLEAGUE).numbers["families"] == 3
    assert not found(vouched(2), Pattern.COLLEAGUE)
    assert not found(replace(vouched(3), staff=frozenset({"i made bayu"})), Pattern.COLLEAGUE)


def test_a_false_mark_makes_no_way_longer_for_who_is_told_to_be_quick() -> None:
    """Two marks kilometres off in an honest day: the homes say how far it was."""
    scene = bent(office(), lambda i, one: replace(one, spot=spot(9_000, 9_000)) if i % 2 else one)
    assert not found(scene, Pattern.FAST_PACE)


def test_days_of_which_nobody_knows_how_long_their_visits_took_are_no_measure() -> None:
    """The house reads the days before from their rows, which know a beginning and no end."""
    hurried = bent(office(), lambda i, one: replace(one, ended_ms=one.started_ms + 20_000))
    rows = [
        replace(one, calls=tuple(replace(c, started_ms=0, ended_ms=0, ended_at=c.started_at) for c in one.calls))
        for n in (2, 3)
        for one in office(seed=n).days
    ]
    earlier = tuple(replace(day, day=day.day - timedelta(days=3)) for day in rows)
    assert found(replace(hurried, earlier=earlier), Pattern.SHORT_DWELL)

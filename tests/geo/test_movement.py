"""Movement that can't be true: teleports found, honest travel left in peace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import cos, radians

from hypothesis import given
from hypothesis import strategies as st

from amanah.geo.movement import Flag, Limits, Seen, flags

DENPASAR = (-8.67, 115.21)
START = datetime(2026, 11, 24, 8, tzinfo=UTC)
_METRES = 111_195.0


def at(seconds: float, north_m: float, east_m: float = 0.0, accuracy_m: float = 8.0) -> Seen:
    lat = DENPASAR[0] + north_m / _METRES
    return Seen(START + timedelta(seconds=seconds), lat, DENPASAR[1] + east_m / _METRES / cos(radians(lat)), accuracy_m)


def kinds(found: list[Flag]) -> list[tuple[int, str]]:
    return [(flag.index, str(flag.kind)) for flag in found]


def a_ride(fixes: int = 20) -> list[Seen]:
    """By motorcycle, 36 km/h to the north, a fix every five seconds."""
    return [at(i * 5, i * 50.0) for i in range(fixes)]


def test_an_honest_ride_has_no_flag() -> None:
    assert flags(a_ride()) == []


def test_a_fix_far_away_and_back_is_a_teleport() -> None:
    ride = a_ride()
    ride[7] = at(35, 5_000)
    assert kinds(flags(ride)) == [(7, "teleport")]


def test_several_false_fixes_in_a_row_are_each_a_teleport() -> None:
    ride = a_ride()
    for i in (7, 8, 9):
        ride[i] = at(i * 5, 9_000.0, 4_000)
    assert kinds(flags(ride)) == [(7, "teleport"), (8, "teleport"), (9, "teleport")]


def test_one_impossible_hop_alone_says_nothing() -> None:
    """A phone that was in a tunnel, or whose owner flew: from then on it is somewhere else."""
    away = [at(100 + i * 5, 30_000 + i * 50.0) for i in range(20)]
    assert flags([*a_ride(), *away]) == []


def test_a_teleport_after_such_a_hop_is_still_found() -> None:
    away = [at(300 + i * 5, 60_000 + i * 50.0) for i in range(30)]
    away[25] = at(425, 90_000)
    assert kinds(flags([*a_ride(60), *away])) == [(85, "teleport")]


def test_a_false_place_switched_on_for_minutes_is_a_teleport_from_first_to_last() -> None:
    ride = a_ride(200)
    ride[50:100] = [at(i * 5, 12_000.0 + i % 3, 4_000) for i in range(50, 100)]
    assert kinds(flags(ride)) == [(i, "teleport") for i in range(50, 100)]


def test_of_two_stays_as_long_neither_is_called_false() -> None:
    ride = a_ride(150)
    ride[50:100] = [at(i * 5, 12_000.0 + i % 3, 4_000) for i in range(50, 100)]
    assert flags(ride) == []


def test_a_day_at_another_place_that_leaves_time_to_fly_is_none() -> None:
    ride = a_ride(200)
    ride[50:] = [at(3_000 + i * 5, 200_000.0) for i in range(50, 100)] + [at(6_500 + i * 5, 5_000) for i in range(100)]
    assert flags(ride) == []


def test_scatter_within_a_second_is_no_teleport() -> None:
    still = [at(i, 120.0 * (i % 7 == 3), accuracy_m=0) for i in range(40)]
    assert flags(still) == []


def test_a_false_first_fix_is_found_by_its_one_hop() -> None:
    assert kinds(flags([at(0, 20_000), *a_ride()[1:]])) == [(0, "teleport")]


def test_a_late_fix_on_the_way_is_no_teleport() -> None:
    """Both hops are too fast, since its time is rounded, but it wasted no way."""
    ahead = [at(30 + i * 5, 1_400 + i * 50.0) for i in range(20)]
    assert flags([at(0, 0), at(10, 0), at(20, 700), *ahead]) == []


def test_accuracies_are_given_the_benefit() -> None:
    ride = a_ride()
    ride[7] = at(35, 650, accuracy_m=8)
    assert kinds(flags(ride)) == [(7, "teleport")]
    ride[7] = at(35, 650, accuracy_m=200)
    assert flags(ride) == []


def test_a_clock_that_goes_back_is_told_and_the_order_of_time_is_judged() -> None:
    ride = a_ride()
    ride[4], ride[5] = ride[5], ride[4]
    assert kinds(flags(ride)) == [(5, "clock_back")]


def test_a_clock_set_back_by_an_hour_makes_no_teleports_of_the_hour_seen_twice() -> None:
    later = [at(20 + i * 5, 9_000 + i * 50.0) for i in range(20)]
    assert kinds(flags([*a_ride(), *later])) == [(20, "clock_back")]


def test_a_file_with_the_newest_first_is_no_clock_gone_back() -> None:
    ride = a_ride()
    ride[7] = at(35, 5_000)
    assert kinds(flags(ride[::-1])) == [(12, "teleport")]


def test_null_island_and_a_radius_of_a_town_are_told_and_judge_nobody() -> None:
    ride = a_ride()
    ride[3] = Seen(ride[3].at, 0.0, 0.0)
    ride[9] = at(45, 80_000, accuracy_m=400_000)
    assert kinds(flags(ride)) == [(3, "no_place"), (9, "poor_accuracy")]


def test_every_reason_has_its_numbers_in_both_languages() -> None:
    ride = a_ride()
    ride[7] = at(35, 5_000)
    (flag,) = flags(ride)
    assert "4700 m / 5 s" in flag.reason.id
    assert "4700 m / 5 s" in flag.reason.en


@given(
    st.lists(st.floats(-25, 25), min_size=3, max_size=40),
    st.lists(st.integers(1, 600), min_size=40, max_size=40),
)
def test_whoever_stays_under_the_limit_is_never_flagged(speeds: list[float], waits: list[int]) -> None:
    here, clock, seen = 0.0, 0.0, []
    for speed, wait in zip(speeds, waits, strict=False):
        here, clock = here + speed * wait, clock + wait
        seen.append(at(clock, here))
    assert flags(seen, Limits()) == []


@given(st.data())
def test_a_jump_of_kilometres_within_seconds_is_always_found(data: st.DataObject) -> None:
    ride = a_ride()
    i = data.draw(st.integers(1, len(ride) - 2))
    far_m = data.draw(st.floats(2_000, 200_000)) * data.draw(st.sampled_from([-1, 1]))
    ride[i] = at(i * 5, far_m, data.draw(st.floats(-50_000, 50_000)))
    assert kinds(flags(ride)) == [(i, "teleport")]

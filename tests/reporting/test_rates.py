"""Rates, intervals and alarms: against published values, and against slow exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from math import comb, inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.reporting.rules import ALPHA, LEAST, WORSE, holm, judged, wilson, worse_by_chance
from amanah.reporting.types import By, Count


@st.composite
def shares(draw: st.DrawFn, most: int = 400) -> tuple[int, int]:
    of = draw(st.integers(0, most))
    return draw(st.integers(0, of)), of


@pytest.mark.parametrize(
    ("events", "of", "low", "high"),
    [(10, 100, 0.0552291, 0.1743657), (0, 20, 0.0, 0.1611252), (20, 20, 0.8388748, 1.0), (1, 2, 0.0945312, 0.9054688)],
)
def test_the_interval_is_the_one_r_gives(events: int, of: int, low: float, high: float) -> None:
    """`prop.test(events, of, correct = FALSE)$conf.int`."""
    rate = wilson(events, of)
    assert [rate.low, rate.high] == pytest.approx([low, high], abs=1e-6)


@given(shares(most=100_000))
def test_an_interval_holds_its_share_within_0_and_1(share: tuple[int, int]) -> None:
    rate = wilson(*share)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1


@given(st.integers(1, 500), st.data())
def test_more_visits_of_the_same_share_narrow_the_interval(of: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, of))
    few, many = wilson(events, of), wilson(4 * events, 4 * of)
    assert many.high - many.low < few.high - few.low


def test_a_lady_tasting_tea() -> None:
    """Fisher's own: three of four cups, `fisher.test(..., alternative = "greater")` 0.2428571."""
    assert isclose(worse_by_chance(3, 4, 1, 4), 17 / 70)


@given(shares(most=60), shares(most=60))
def test_chance_is_the_exact_sum(group: tuple[int, int], rest: tuple[int, int]) -> None:
    (events, of), (rest_events, rest_of) = group, rest
    together = events + rest_events
    ways = sum(
        comb(of, k) * comb(rest_of, together - k) for k in range(events, min(of, together) + 1) if together - k >= 0
    )
    expected = float(Fraction(ways, comb(of + rest_of, together))) if of and rest_of else 1.0
    assert worse_by_chance(events, of, rest_events, rest_of) == pytest.approx(expected, rel=1e-9)


def test_holm_is_the_one_r_gives() -> None:
    """`p.adjust(c(.01, .04, .03, .005), "holm")`."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), max_size=40))
def test_correcting_makes_nothing_more_certain_and_keeps_the_order(chances: list[float]) -> None:
    corrected = holm(chances)
    assert all(before <= after <= 1 for before, after in zip(chances, corrected, strict=True))
    ranked = [after for _, after in sorted(zip(chances, corrected, strict=True))]
    assert ranked == sorted(ranked)


def of_age(name: str, tried: int, rejected: int) -> Count:
    return Count(By.AGE, name, tried, rejected)


def test_elders_rejected_three_times_as_often_raise_the_alarm() -> None:
    young, old = judged([of_age("0-39", 900, 27), of_age("70+", 300, 27)], tried=1200, rejected=54)
    assert (young.is_worse, old.is_worse) == (False, True)
    assert old.times == pytest.approx(3)


def test_a_difference_that_chance_explains_raises_none() -> None:
    groups = judged([of_age("0-39", 900, 36), of_age("70+", 300, 16)], tried=1200, rejected=52)
    assert not any(group.is_worse for group in groups)
    assert groups[1].times > WORSE


def test_a_difference_too_small_to_matter_raises_none_however_certain() -> None:
    groups = judged(
        [of_age("0-39", 1_000_000, 40_000), of_age("70+", 1_000_000, 44_000)], tried=2_000_000, rejected=84_000
    )
    assert groups[1].chance < ALPHA
    assert not groups[1].is_worse


def test_a_handful_of_visits_shows_no_rate_and_raises_no_alarm() -> None:
    groups = judged([of_age("0-39", 900, 9), of_age("70+", LEAST - 1, LEAST - 1)], tried=929, rejected=38)
    assert groups[1].rate is None
    assert not groups[1].is_tested
    assert not groups[1].is_worse


def test_the_same_chance_is_an_alarm_alone_and_none_among_many() -> None:
    """A hundred groups asked is a hundred chances to be wrong."""
    odd = of_age("odd", 100, 10)
    alone = judged([odd], tried=10_000, rejected=400)[0]
    crowd = [of_age(str(n), 99, 4) for n in range(100)]
    among = judged([odd, *crowd], tried=10_000, rejected=400)[0]
    assert (alone.is_worse, among.is_worse) == (True, False)


def test_when_the_others_are_never_rejected_the_group_is_endlessly_worse() -> None:
    assert judged([of_age("70+", 50, 5)], tried=500, rejected=5)[0].times == inf


@given(st.lists(shares(), min_size=1, max_size=8))
def test_no_group_better_than_the_rest_is_ever_alarmed(groups: list[tuple[int, int]]) -> None:
    counts = [of_age(str(n), tried, rejected) for n, (rejected, tried) in enumerate(groups)]
    tried, rejected = sum(c.tried for c in counts), sum(c.rejected for c in counts)
    for one in judged(counts, tried=tried, rejected=rejected):
        rest_tried = tried - one.count.tried
        if one.is_worse:
            assert one.count.rejected * rest_tried > (rejected - one.count.rejected) * one.count.tried

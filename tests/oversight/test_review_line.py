from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.oversight.rules import pairs as rules
from amanah.oversight.types import Adjudication, CaseOutcome
from tests.visits.cast import NOW

MEASURED = {1e-3: 0.342, 1e-4: 0.418, 1e-5: 0.484}


def test_the_line_is_the_cosine_at_a_hundredth_of_a_false_pair_a_search() -> None:
    assert rules.review_line(MEASURED, others=100, at_least=0) == pytest.approx(0.418)
    assert rules.review_line(MEASURED, others=1000, at_least=0) == pytest.approx(0.484)
    assert rules.review_line(MEASURED, others=10_000, at_least=0) == pytest.approx(0.550)


def test_between_measured_points_it_runs_straight() -> None:
    assert 0.418 < rules.review_line(MEASURED, others=300, at_least=0) < 0.484


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_more_strangers_never_lower_the_line(others: int, more: int) -> None:
    low = rules.review_line(MEASURED, others=others, at_least=0.45)
    assert 0.45 <= low <= rules.review_line(MEASURED, others=others + more, at_least=0.45) <= 0.95


def test_where_nothing_was_measured_only_the_all_but_identical_are_shown() -> None:
    assert rules.review_line({}, others=10, at_least=0.4) == 0.95


def test_the_nearest_office_above_both_has_the_case_and_without_one_the_ministry() -> None:
    parents = {"a1": "a", "a2": "a", "a": "top", "b": None, "top": None}
    assert rules.common_office("a1", "a1", parents) == "a1"
    assert rules.common_office("a1", "a2", parents) == "a"
    assert rules.common_office("a1", "b", parents) is None
    assert rules.common_office(None, "b", parents) is None


def _said(*verdicts: CaseOutcome) -> list[Adjudication]:
    return [Adjudication(f"user:{i}", verdict, "…", NOW) for i, verdict in enumerate(verdicts)]


def test_two_who_agree_decide_and_while_they_differ_a_third_is_asked() -> None:
    same, different, twins = CaseOutcome.SAME, CaseOutcome.DIFFERENT, CaseOutcome.TWINS
    assert rules.agreed(_said(same)) is None
    assert rules.agreed(_said(same, same)) is same
    assert rules.agreed(_said(same, different)) is None
    assert rules.agreed(_said(same, different, different)) is different
    assert rules.agreed(_said(same, different, twins)) is None


def test_what_was_answered_is_not_asked_again_under_another_model_or_threshold() -> None:
    known = [("m-1", 0.60)]
    for outcome in (None, CaseOutcome.SAME, CaseOutcome.TWINS):
        assert rules.is_answered(outcome, model="m-1", likeness=0.99, known=known)
    assert rules.is_answered(CaseOutcome.DIFFERENT, model="m-2", likeness=0.99, known=known)
    assert rules.is_answered(CaseOutcome.DIFFERENT, model="m-1", likeness=0.65, known=known)


def test_two_called_different_who_look_clearly_more_alike_now_are_asked_about_anew() -> None:
    known = [("m-1", 0.60)]
    assert not rules.is_answered(CaseOutcome.DIFFERENT, model="m-1", likeness=0.75, known=known)


@given(st.uuids(), st.uuids())
def test_two_families_stand_in_one_order(one: UUID, other: UUID) -> None:
    if one != other:
        assert rules.in_order(one, other) != rules.in_order(other, one)

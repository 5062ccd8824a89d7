"""What the ministry's rules recommend, and that they replay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.eligibility import rules
from amanah.eligibility.types import Facts, Outcome, Rules
from amanah.values.problem import Problem

SHIPPED = Path(rules.__file__).parent / "rulesets" / "2026.1.json"


@pytest.fixture(scope="module")
def ruleset() -> Rules:
    return rules.read_rules(json.loads(SHIPPED.read_text("utf-8")))


def known(**changes: Any) -> Facts:
    facts = Facts(
        visits=1,
        paid=True,
        failure="",
        place="fits",
        place_far_m=4.0,
        face="same",
        house_photo=True,
        other_way=False,
        doubts=[],
    )
    facts.update(changes)  # type: ignore[typeddict-item]  # a test may say anything
    return facts


def test_it_recommends_a_family_met_at_home(ruleset: Rules) -> None:
    found = rules.assess(known(), ruleset)
    assert found.outcome is Outcome.ELIGIBLE
    assert [reason.rule for reason in found.reasons] == ["paid_and_fits", "face_same"]


def test_a_face_that_differs_asks_for_review_and_never_denies(ruleset: Rules) -> None:
    for band in ("between", "different", "none"):
        assert rules.assess(known(face=band), ruleset).outcome is Outcome.REVIEW


def test_a_witness_settles_a_face_that_differs(ruleset: Rules) -> None:
    assert rules.assess(known(face="different", other_way=True), ruleset).outcome is Outcome.ELIGIBLE


def test_a_family_that_was_not_home_keeps_its_right(ruleset: Rules) -> None:
    found = rules.assess(known(paid=False, failure="not_home", face="none", house_photo=False), ruleset)
    assert found.outcome is Outcome.REVIEW
    assert "not_met" in [reason.rule for reason in found.reasons]


def test_a_family_that_says_it_can_afford_is_recommended_out_with_what_would_change_it(ruleset: Rules) -> None:
    found = rules.assess(known(paid=False, failure="says_able"), ruleset)
    assert found.outcome is Outcome.NOT_ELIGIBLE
    assert all(reason.would_change for reason in found.reasons if reason.outcome is Outcome.NOT_ELIGIBLE)


def test_a_family_nobody_visited_is_reviewed_and_the_unknowns_are_named(ruleset: Rules) -> None:
    found = rules.assess(known(visits=0, paid=False, place="unknown", face="none", house_photo=False), ruleset)
    assert found.outcome is Outcome.REVIEW
    assert len(found.unknowns) == 4


def test_when_no_rule_speaks_a_person_looks(ruleset: Rules) -> None:
    silent = Rules("empty", "none", ())
    assert rules.assess(known(), silent).outcome is Outcome.REVIEW


def test_a_rule_that_cannot_be_read_is_named_before_it_is_used() -> None:
    broken = {
        "version": "x",
        "law": "",
        "rules": [
            {"id": "r", "when": "paid &&", "outcome": "review", "says": {"id": "a", "en": "a"}, "evidence": "visit"}
        ],
    }
    with pytest.raises(Problem, match="ruleset_unreadable"):
        rules.read_rules(broken)


def test_a_rule_that_answers_a_number_is_no_rule(ruleset: Rules) -> None:
    odd = rules.read_rules(
        {
            "version": "x",
            "law": "",
            "rules": [
                {
                    "id": "r",
                    "when": "visits + 1",
                    "outcome": "review",
                    "says": {"id": "a", "en": "a"},
                    "evidence": "visit",
                }
            ],
        }
    )
    with pytest.raises(Problem, match="ruleset_unreadable"):
        rules.assess(known(), odd)


any_facts = st.fixed_dictionaries(
    {
        "visits": st.integers(0, 5),
        "paid": st.booleans(),
        "failure": st.sampled_from(["", "not_home", "died", "one_person_card_died", "says_able", "moved", "refuses"]),
        "place": st.sampled_from(["fits", "moved", "first", "unknown"]),
        "place_far_m": st.floats(0, 1e6),
        "face": st.sampled_from(["same", "between", "different", "none"]),
        "house_photo": st.booleans(),
        "other_way": st.booleans(),
        "doubts": st.lists(st.sampled_from(["outside_village", "double_paid", "no_photo"]), max_size=3),
    }
)


@given(any_facts)
def test_the_same_facts_always_give_the_same_answer_and_a_face_alone_never_denies(facts: Facts) -> None:
    ruleset = rules.read_rules(json.loads(SHIPPED.read_text("utf-8")))
    first, again = rules.assess(facts, ruleset), rules.assess(Facts(**facts), ruleset)
    assert first == again
    assert first.reasons, "every verdict has a reason"
    if first.outcome is Outcome.NOT_ELIGIBLE:
        assert any(r.outcome is Outcome.NOT_ELIGIBLE and r.evidence != "face" for r in first.reasons)

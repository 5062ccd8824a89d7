"""From what was seen to a verdict, and from a verdict to a person's decision."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from amanah.eligibility import commands, models, queries
from amanah.eligibility.types import Outcome
from amanah.values.problem import Problem
from amanah.visits import commands as visits
from tests.visits import cast

pytestmark = pytest.mark.django_db
BY = "user:kemensos"


@pytest.fixture
def stage() -> UUID:
    cast.an_office()
    commands.load_rulesets(by="test", now=cast.NOW)
    return cast.a_stage()


@pytest.fixture
def paid(stage: UUID) -> cast.Debt:
    debt = cast.a_debt(1)
    cast.a_home(debt)
    phone, handset = cast.a_phone("made")
    cast.pays(handset, debt)
    visits.accept(phone, handset.said, now=cast.NOW)
    return debt


def assessed(stage: UUID) -> int:
    return commands.assess_stage(stage, by=BY, now=cast.NOW)


def test_a_family_paid_at_home_is_recommended_with_its_reasons(stage: UUID, paid: cast.Debt) -> None:
    assessed(stage)
    found = queries.verdict(paid.family, stage)
    assert found is not None
    assert found.assessment.outcome is Outcome.ELIGIBLE
    assert {reason.rule for reason in found.assessment.reasons} == {"paid_and_fits", "face_same"}


def test_a_family_nobody_visited_is_assessed_too(stage: UUID, paid: cast.Debt) -> None:
    unseen = cast.a_debt(2)
    assert assessed(stage) == 2
    found = queries.verdict(unseen.family, stage)
    assert found is not None
    assert found.assessment.outcome is Outcome.REVIEW


def test_assessing_again_without_news_adds_nothing(stage: UUID, paid: cast.Debt) -> None:
    assert [assessed(stage), assessed(stage)] == [1, 0]


def test_every_verdict_replays_from_its_own_facts(stage: UUID, paid: cast.Debt) -> None:
    cast.a_debt(2)
    assessed(stage)
    assert all(queries.replays(one.id) for one in queries.verdicts(stage))


def test_a_verdict_whose_facts_were_changed_does_not_replay(stage: UUID, paid: cast.Debt) -> None:
    assessed(stage)
    (one,) = queries.verdicts(stage)
    row = models.Verdict.objects.get(pk=one.id)
    forged = models.Verdict.objects.create(
        family_id=row.family_id, stage_id=row.stage_id, ruleset_id=row.ruleset_id, outcome=Outcome.NOT_ELIGIBLE.value,
        spoke=row.spoke, facts=row.facts, digest="forged", at=row.at + timedelta(seconds=1), by="user:pencuri",
    )  # fmt: skip
    assert not queries.replays(forged.pk)


def test_a_person_decides_once_and_gives_a_reason(stage: UUID, paid: cast.Debt) -> None:
    assessed(stage)
    (one,) = queries.verdicts(stage)
    with pytest.raises(Problem, match="reason_missing"):
        commands.decide(one.id, outcome=Outcome.ELIGIBLE, reason=" ", by=BY, now=cast.NOW)
    with pytest.raises(Problem, match="decision_unclear"):
        commands.decide(one.id, outcome=Outcome.REVIEW, reason="belum tahu", by=BY, now=cast.NOW)
    commands.decide(one.id, outcome=Outcome.ELIGIBLE, reason="sesuai temuan", by=BY, now=cast.NOW)
    with pytest.raises(Problem, match="verdict_decided"):
        commands.decide(one.id, outcome=Outcome.NOT_ELIGIBLE, reason="lain", by=BY, now=cast.NOW)
    assert queries.decisions(stage) == {paid.family: Outcome.ELIGIBLE}
    assert queries.verdicts(stage, undecided=True) == []


def test_many_are_decided_with_one_reason_and_only_those_chosen(stage: UUID, paid: cast.Debt) -> None:
    other = cast.a_debt(2)
    assessed(stage)
    decided = commands.decide_many(stage, {paid.family: Outcome.ELIGIBLE}, reason="rapat", by=BY, now=cast.NOW)
    assert decided == 1
    assert [one.family for one in queries.verdicts(stage, undecided=True)] == [other.family]
    assert queries.counts(stage) == {"eligible": 1, "review": 1, "not_eligible": 0, "decided": 1}


def test_a_ruleset_in_use_cannot_be_changed(stage: UUID, tmp_path: Path) -> None:
    raw = json.loads((commands.SHIPPED / "2026.1.json").read_text("utf-8"))
    raw["rules"] = raw["rules"][:-1]
    (tmp_path / "2026.1.json").write_text(json.dumps(raw), "utf-8")
    with pytest.raises(Problem, match="ruleset_changed"):
        commands.load_rulesets(by="test", now=cast.NOW, folder=tmp_path)
    assert commands.load_rulesets(by="test", now=cast.NOW) == []


def test_the_database_keeps_what_was_judged_and_decided(stage: UUID, paid: cast.Debt) -> None:
    assessed(stage)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        models.Verdict.objects.update(outcome=Outcome.NOT_ELIGIBLE.value)

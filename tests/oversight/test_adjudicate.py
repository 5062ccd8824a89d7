"""Two people judge two faces; what they said stays, and takes nothing from anybody."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

import amanah.oversight
from amanah.oversight import commands, models, queries
from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.values.problem import Problem
from tests.oversight.faces import (
    WHO,
    a_family,
    again,
    judged,
    known_by,
    only_case,
    search,
    two_families_one_face,
)
from tests.visits import cast
from tests.visits.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office() -> None:
    cast.an_office()


def test_two_who_agree_close_the_case_and_one_alone_never() -> None:
    two_families_one_face()
    search()
    case = only_case()
    assert judged(case, "ani", CaseOutcome.SAME) is None
    assert queries.case(case).closed_at is None  # type: ignore[union-attr]  # it was just opened
    assert judged(case, "budi", CaseOutcome.SAME) is CaseOutcome.SAME
    closed = queries.case(case)
    assert closed is not None
    assert closed.outcome is CaseOutcome.SAME
    with pytest.raises(Problem, match="case_closed"):
        judged(case, "citra", CaseOutcome.DIFFERENT)


def test_the_same_person_is_never_both() -> None:
    two_families_one_face()
    search()
    case = only_case()
    judged(case, "ani", CaseOutcome.TWINS)
    with pytest.raises(Problem, match="judged_already"):
        judged(case, "ani", CaseOutcome.TWINS)
    assert queries.case(case).closed_at is None  # type: ignore[union-attr]  # it was just opened


def test_when_two_differ_a_third_decides() -> None:
    two_families_one_face()
    search()
    case = only_case()
    judged(case, "ani", CaseOutcome.SAME)
    assert judged(case, "budi", CaseOutcome.TWINS) is None
    assert judged(case, "citra", CaseOutcome.TWINS) is CaseOutcome.TWINS


def test_a_pair_is_not_closed_like_other_cases() -> None:
    two_families_one_face()
    search()
    with pytest.raises(Problem, match="case_needs_two"):
        commands.close_case(only_case(), outcome=CaseOutcome.UPHELD, note="…", by="user:ani", now=NOW)
    doubt = commands.open_case(CaseKind.DOUBT, about="visit:x", office=cast.OFFICE, doubts=["d"], by="t", now=NOW)
    with pytest.raises(Problem, match="case_not_of_faces"):
        judged(doubt, "ani", CaseOutcome.SAME)
    with pytest.raises(Problem, match="case_needs_two"):
        commands.close_case(doubt, outcome=CaseOutcome.TWINS, note="…", by="user:ani", now=NOW)


@pytest.mark.parametrize("verdict", [CaseOutcome.SAME, CaseOutcome.DIFFERENT, CaseOutcome.TWINS])
def test_what_was_decided_is_not_asked_again_when_thresholds_or_models_change(verdict: CaseOutcome) -> None:
    one, other = two_families_one_face()
    search()
    case = only_case()
    judged(case, "ani", verdict)
    judged(case, "budi", verdict)
    models.FaceSearch.objects.all().delete()  # as after a new model or calibration: everything is searched anew
    known_by(one, again(WHO, alike=0.88, seed=5), name="one later")
    known_by(other, again(WHO, alike=0.87, seed=6), name="other later")
    assert search() == 0
    assert {row.case_id for row in models.FacePair.objects.all()} == {case}
    assert models.FacePair.objects.count() >= 3, "what was seen later is kept beside what was decided"


def test_the_database_lets_nobody_close_a_pair_alone_or_change_what_was_said() -> None:
    two_families_one_face()
    search()
    case, pair = only_case(), models.FacePair.objects.get()
    judged(case, "ani", CaseOutcome.SAME)
    said = models.Adjudication.objects.get()
    broken = (
        lambda: models.Closing.objects.create(case_id=case, outcome="same", note="x", by="user:ani", at=NOW),
        lambda: models.Closing.objects.create(case_id=case, outcome="upheld", note="x", by="user:ani", at=NOW),
        lambda: models.Adjudication.objects.create(case_id=case, by="user:ani", verdict="same", note="x", at=NOW),
        lambda: models.Adjudication.objects.filter(pk=said.pk).update(verdict="twins"),
        said.delete,
        pair.delete,
        lambda: models.FacePair.objects.filter(pk=pair.pk).update(likeness=0.1),
        lambda: models.FacePair.objects.filter(pk=pair.pk).update(case=None),
    )
    for wrong in broken:
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_no_verdict_on_faces_can_take_anything_from_a_family() -> None:
    """This room knows no command of the rooms that hold families, lists, money or decisions."""
    forbidden = {f"amanah.{room}" for room in ("registry", "programs", "eligibility", "ledger", "visits")}
    for path in Path(amanah.oversight.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
                assert not {name for name in names for room in forbidden if name.startswith(f"{room}.commands")}, path


def test_after_two_say_one_person_both_families_keep_all_they_had() -> None:
    one, other = cast.a_debt(11), cast.a_debt(12)
    known_by(one.family, WHO, name="one")
    known_by(other.family, again(WHO), name="other")
    search()
    watched = [("programs", "Entitlement"), ("registry", "Family"), ("registry", "FaceReference"), ("visits", "Lease")]
    before = [list(apps.get_model(*name).objects.order_by("pk").values()) for name in watched]
    judged(only_case(), "ani", CaseOutcome.SAME)
    judged(only_case(), "budi", CaseOutcome.SAME)
    assert [list(apps.get_model(*name).objects.order_by("pk").values()) for name in watched] == before


def test_a_family_with_an_open_question_of_faces_keeps_its_photos_until_it_is_answered() -> None:
    one, other = two_families_one_face()
    search()
    assert queries.families_with_open_cases([one, other, a_family(8)]) == {one, other}
    for who in ("ani", "budi"):
        judged(only_case(), who, CaseOutcome.DIFFERENT)
    assert queries.families_with_open_cases([one, other]) == set()

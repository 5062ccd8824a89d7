"""Cases are opened once a subject, grow with doubts, and end only by a person's word."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind
from amanah.journal import queries as journal
from amanah.oversight import commands, models, queries
from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.values.problem import Problem

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> str:
    access.add_office(
        Office(nopen="80000", name="KCU Denpasar", kind=OfficeKind.KCU, lat=-8.65, lng=115.21, hotline="0361"),
        by="user:admin",
    )
    return "80000"


def opened(office: str, *doubts: str, about: str = "visit:1", now: datetime = NOW) -> UUID:
    return commands.open_case(CaseKind.DOUBT, about=about, office=office, doubts=doubts, by="job:cases", now=now)


def test_a_subject_has_one_case_however_often_it_is_doubted(office: str) -> None:
    assert opened(office, "no_fix") == opened(office, "no_fix")
    assert queries.count_open([office]) == 1


def test_a_new_doubt_joins_the_case_there_is(office: str) -> None:
    case = opened(office, "no_fix")
    opened(office, "face_below")
    found = queries.case(case)
    assert found is not None
    assert found.doubts == ("face_below", "no_fix")
    assert {entry.word for entry in journal.entries(about=f"case:{case}")} == {"case.opened", "case.grew"}


def test_the_oldest_case_comes_first_and_other_offices_are_not_shown(office: str) -> None:
    later = opened(office, "no_fix", about="visit:2", now=NOW.replace(hour=9))
    first = opened(office, "no_fix", about="visit:1", now=NOW)
    assert [case.id for case in queries.open_cases([office])] == [first, later]
    assert queries.open_cases(["99999"]) == []
    assert len(queries.open_cases(None)) == 2


def test_closing_says_who_and_why_and_happens_once(office: str) -> None:
    case = opened(office, "no_fix")
    commands.close_case(
        case, outcome=CaseOutcome.UPHELD, note="GPS mati, tetangga membenarkan", by="user:sari", now=NOW
    )
    found = queries.case(case)
    assert found is not None
    assert (found.outcome, found.closed_by) == (CaseOutcome.UPHELD, "user:sari")
    assert queries.count_open(None) == 0
    with pytest.raises(Problem, match="case_closed"):
        commands.close_case(case, outcome=CaseOutcome.WRONG, note="lagi", by="user:sari", now=NOW)


def test_a_case_is_not_closed_without_a_reason(office: str) -> None:
    with pytest.raises(Problem, match="note_missing"):
        commands.close_case(opened(office, "no_fix"), outcome=CaseOutcome.UPHELD, note="  ", by="user:sari", now=NOW)


def test_a_case_that_is_not_there_is_said_so(office: str) -> None:
    with pytest.raises(Problem, match="case_unknown"):
        commands.close_case(UUID(int=7), outcome=CaseOutcome.UPHELD, note="x", by="user:sari", now=NOW)


def test_the_database_keeps_cases_and_their_closings(office: str) -> None:
    case = opened(office, "no_fix")
    commands.close_case(case, outcome=CaseOutcome.WRONG, note="salah rumah", by="user:sari", now=NOW)
    for harm in (
        lambda: models.Closing.objects.filter(case_id=case).update(note="lain"),
        lambda: models.Closing.objects.filter(case_id=case).delete(),
    ):
        with pytest.raises(IntegrityError, match=r"kept"), transaction.atomic():
            harm()

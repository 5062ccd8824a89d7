"""Looking at an office's day: flags are kept once, become cases in order of doubt, and are answered by people."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from amanah.oversight import commands, models, queries
from amanah.oversight.commands.looking import ASKED_ELSEWHERE
from amanah.oversight.rules.patterns.types import Flag, Pattern
from amanah.oversight.types import VERDICTS, CaseKind, CaseOutcome
from amanah.values.problem import Problem
from amanah.visits import commands as visits
from amanah.visits import queries as seen_visits
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_paid(monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, UUID]:
    """Two families paid with the same photo of a house, at one spot to the last decimal, by a payer."""
    cast.an_office()
    phone, handset = cast.a_phone("wayan")
    a, b = cast.a_debt(1), cast.a_debt(2)
    one_photo = cast.photos("one")
    monkeypatch.setattr(cast, "photos", lambda seed: one_photo)
    first, second = cast.pays(handset, a), cast.pays(handset, b)
    visits.accept(phone, handset.said, now=NOW)
    return first.visit, second.visit


def look() -> list[Flag]:
    return commands.look(OFFICE, DAY, by="job:patterns", now=NOW)


def test_a_look_keeps_what_is_doubted_with_its_numbers_and_opens_a_case(two_paid: tuple[UUID, UUID]) -> None:
    (flag,) = look()
    assert flag.kind is Pattern.SAME_PHOTO
    assert flag.visits == tuple(sorted(two_paid))
    assert "2 dari 2" in flag.why.id
    assert "2 of 2" in flag.why.en
    (case,) = [case for case in queries.open_cases([OFFICE]) if case.kind is CaseKind.PATTERN]
    assert queries.flags_of([case.id])[case.id] == flag
    assert queries.flags(office=OFFICE, day=DAY) == [flag]


def test_looking_again_adds_nothing(two_paid: tuple[UUID, UUID]) -> None:
    look()
    before = queries.count_open(None), models.Flag.objects.count()
    assert look() == []
    assert (queries.count_open(None), models.Flag.objects.count()) == before


def test_a_family_that_says_it_got_less_is_heard_once(two_paid: tuple[UUID, UUID]) -> None:
    id_ = uuid4()
    for _ in range(2):
        commands.complain(id_, visit=two_paid[0], received=550_000, note="kurang", by="user:sari", now=NOW)
    found = {flag.kind: flag for flag in look()}
    assert found[Pattern.SHORT_PAID].visits == (two_paid[0],)
    assert "Rp50.000" in found[Pattern.SHORT_PAID].why.id
    assert models.Complaint.objects.count() == 1


def test_a_complaint_about_nothing_or_below_nothing_is_refused(two_paid: tuple[UUID, UUID]) -> None:
    with pytest.raises(Problem, match="visit_unknown"):
        commands.complain(uuid4(), visit=uuid4(), received=1, note="", by="user:sari", now=NOW)
    with pytest.raises(Problem, match="amount_unreadable"):
        commands.complain(uuid4(), visit=two_paid[0], received=-1, note="", by="user:sari", now=NOW)


def test_the_answer_to_a_case_tells_how_right_its_kind_is_and_weighs_in_the_queue(two_paid: tuple[UUID, UUID]) -> None:
    look()
    (case,) = [case for case in queries.open_cases([OFFICE]) if case.kind is CaseKind.PATTERN]
    before = queries.scored([case])[case.id]
    commands.close_case(case.id, outcome=CaseOutcome.UPHELD, note="foto pos", by="user:sari", now=NOW)
    (track,) = [track for track in queries.tracked() if track.kind is Pattern.SAME_PHOTO]
    assert (track.seen.flagged, track.seen.right, track.seen.wrong, track.precision) == (1, 0, 1, 0.0)
    assert before > 0 == queries.scored([case])[case.id]  # answered "right": it doubts its payer no more
    assert look() == []


ANSWERS = {  # how a case ended -> flagged, right, wrong, again
    CaseOutcome.WRONG: (1, 1, 0, 0), CaseOutcome.UPHELD: (1, 0, 1, 0), CaseOutcome.VISIT_AGAIN: (1, 0, 0, 1),
    CaseOutcome.SAME: (1, 1, 0, 0), CaseOutcome.DIFFERENT: (1, 0, 1, 0), CaseOutcome.TWINS: (1, 0, 1, 0),
}  # fmt: skip


@pytest.mark.parametrize("outcome", ANSWERS)
def test_of_every_kind_of_doubt_the_office_knows_how_often_it_was_right(outcome: CaseOutcome) -> None:
    cast.an_office()
    for kind in Pattern:
        of_faces = kind in ASKED_ELSEWHERE
        if of_faces != (outcome in VERDICTS):
            continue
        asked = CaseKind(kind) if of_faces else CaseKind.PATTERN
        case = commands.open_case(
            asked, about=f"payer:{uuid4()}:{DAY}:{kind}", office=OFFICE, doubts=[kind], by="job:look", now=NOW
        )
        if of_faces:  # two people's word
            for by in ("user:a", "user:b"):
                models.Adjudication.objects.create(case_id=case, by=by, verdict=outcome, note="x", at=NOW)
            models.Closing.objects.create(case_id=case, outcome=outcome, note="x", by="user:b", at=NOW)
        else:
            commands.close_case(case, outcome=outcome, note="x", by="user:sari", now=NOW)
        seen = next(track for track in queries.tracked() if track.kind is kind).seen
        assert (seen.flagged, seen.right, seen.wrong, seen.again) == ANSWERS[outcome]


def test_a_payer_doubted_most_is_paid_through_like_anybody() -> None:
    """A score ranks a queue and blocks nothing: the next payment settles as it would have."""
    cast.an_office()
    phone, handset = cast.a_phone("wayan")
    family = cast.a_debt(1)
    for kind in Pattern:
        about = f"payer:{phone.payer.id}:{DAY}:{kind}"
        commands.open_case(CaseKind.PATTERN, about=about, office=OFFICE, doubts=[kind], by="job:look", now=NOW)
    told = cast.pays(handset, family)
    visits.accept(phone, handset.said, now=NOW)
    seen = seen_visits.visit(told.visit)
    assert seen is not None
    assert [(one.amount.rupiah, one.why) for one in seen.settlements] == [(cast.OWED, None)]


def test_the_database_keeps_flags_and_complaints(two_paid: tuple[UUID, UUID]) -> None:
    look()
    commands.complain(uuid4(), visit=two_paid[0], received=1, note="", by="user:sari", now=NOW)
    for harm in (
        lambda: models.Flag.objects.update(id_text="lain"),
        lambda: models.Flag.objects.all().delete(),
        lambda: models.Complaint.objects.update(received=2),
        lambda: models.Complaint.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match=r"kept"), transaction.atomic():
            harm()

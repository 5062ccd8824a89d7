"""An outside verifier beside the house's own look: asked where it is unsure, never in the way, never denying."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from amanah.journal import queries as journal
from amanah.visits import commands, models, queries
from amanah.visits.rules.verifying import MOST_ATTEMPTS
from amanah.visits.types.verifying import Answer, Asked, Outcome, Verified, VerifierFailed
from tests.visits.cast import NOW, a_face
from tests.visits.outside import answers, server
from tests.visits.pictured import ONE, needs_faces, visit_with_photos, work

pytestmark = [pytest.mark.django_db(transaction=True), needs_faces]
FIRST_TIME = {"reference": None, "likeness": None, "band": "none"}


class Said:
    """A plug-in that says what it is told to; the real one has tests of its own."""

    name = "said"

    def __init__(self, *says: Answer | Outcome) -> None:
        self.says = list(says)
        self.asked: list[Asked] = []

    def verify(self, asked: Asked) -> Verified:
        self.asked.append(asked)
        says = self.says[min(len(self.asked), len(self.says)) - 1]
        if isinstance(says, Outcome):
            raise VerifierFailed(says)
        return Verified(says, 0.9, "R-1")


@pytest.fixture
def visit() -> UUID:
    """A first visit without a KTP: the house has nothing to compare with."""
    paid = visit_with_photos({"face": f"{ONE}_1.jpg"}, face=a_face(**FIRST_TIME))
    work()
    return paid.visit


def ask(visit: UUID, verifier: Said, *, attempt: int = 1, now: datetime = NOW) -> float | None:
    return commands.ask_verifier(visit, attempt=attempt, by="job:test", now=now, verifier=verifier)


def words() -> list[str]:
    return [entry.word for entry in journal.entries(limit=100) if entry.word.startswith("visits.verifier")]


def test_an_answer_is_kept_as_a_fact_and_journaled_without_what_was_sent(visit: UUID) -> None:
    verifier = Said(Answer.SAME)
    assert ask(visit, verifier) is None
    (kept,) = queries.asks_of(visit)
    assert (kept.verifier, kept.outcome, kept.answer, kept.ref) == ("said", Outcome.ANSWERED, Answer.SAME, "R-1")
    (asked,) = verifier.asked
    assert asked.nik == "5171040000000001"
    assert asked.face.startswith(b"\xff\xd8")
    (entry,) = [entry for entry in journal.entries(limit=100) if entry.word == "visits.verifier_asked"]
    assert "5171" not in str(entry.details)
    assert entry.details["sent"] == ["nik", "face"]


def test_what_was_answered_is_not_asked_again(visit: UUID) -> None:
    verifier = Said(Answer.UNKNOWN)
    ask(visit, verifier)
    ask(visit, verifier)
    assert len(verifier.asked) == 1


def test_an_answer_changes_no_judgement(visit: UUID) -> None:
    before = queries.visit(visit)
    ask(visit, Said(Answer.DIFFERENT))
    after = queries.visit(visit)
    assert before is not None
    assert after is not None
    assert (after.doubts, after.ending_word, after.settlements) == (before.doubts, "paid", before.settlements)


def test_a_failure_is_kept_and_it_is_asked_again_later_and_later(visit: UUID) -> None:
    verifier = Said(Outcome.TIMEOUT, Outcome.BROKEN, Answer.SAME)
    first, second, third = (ask(visit, verifier, attempt=n, now=NOW + timedelta(hours=n)) for n in (1, 2, 3))
    assert first is not None
    assert second is not None
    assert second > 2 * first
    assert third is None
    assert [one.outcome for one in queries.asks_of(visit)] == [Outcome.ANSWERED, Outcome.BROKEN, Outcome.TIMEOUT]


def test_after_the_last_attempt_its_absence_is_noted_and_the_houses_look_stands(visit: UUID) -> None:
    before = queries.visit(visit)
    assert ask(visit, Said(Outcome.UNREACHABLE), attempt=MOST_ATTEMPTS) is None
    assert sorted(words()) == ["visits.verifier_absent", "visits.verifier_asked"]
    assert queries.visit(visit) == before


def test_a_verifier_that_refuses_is_not_asked_again(visit: UUID) -> None:
    assert ask(visit, Said(Outcome.REFUSED)) is None
    assert "visits.verifier_absent" in words()


def test_after_five_failures_it_is_left_in_peace_for_five_minutes(visit: UUID) -> None:
    verifier = Said(Outcome.TIMEOUT)
    for second in range(5):
        ask(visit, verifier, now=NOW + timedelta(seconds=second))
    wait_s = ask(visit, verifier, now=NOW + timedelta(seconds=60))
    assert len(verifier.asked) == 5
    assert wait_s is not None
    assert wait_s >= 244 - 1e-6
    ask(visit, verifier, now=NOW + timedelta(seconds=305))
    assert len(verifier.asked) == 6
    ask(visit, verifier, now=NOW + timedelta(seconds=306))  # it failed once more: five minutes again
    assert len(verifier.asked) == 6


def test_an_asking_is_never_changed(visit: UUID) -> None:
    ask(visit, Said(Answer.SAME))
    for change in ("UPDATE visits_outsideask SET answer = 'different'", "DELETE FROM visits_outsideask"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            connection.cursor().execute(change)


def test_a_different_answer_opens_a_case_for_a_person(settings: Settings) -> None:
    with server(answers(answer="different", score=0.1)) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
        paid = visit_with_photos({"face": f"{ONE}_1.jpg"}, face=a_face(**FIRST_TIME))
        work()
    case = apps.get_model("oversight", "Case").objects.get(about=f"visit:{paid.visit}")
    assert "outside_differs" in case.doubts
    assert len(outside.heard) == 1
    assert models.Settlement.objects.get().is_paid


def test_a_face_the_house_knows_is_not_sent_outside(settings: Settings) -> None:
    with server(answers()) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
        visit_with_photos({"face": f"{ONE}_1.jpg", "ktp": f"{ONE}_0.jpg"}, face=a_face(**FIRST_TIME))
        work()
    assert outside.heard == []


def test_a_verifier_that_is_down_leaves_a_job_for_later(settings: Settings) -> None:
    with server(answers()) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
    paid = visit_with_photos({"face": f"{ONE}_1.jpg"}, face=a_face(**FIRST_TIME))
    work()
    (kept,) = queries.asks_of(paid.visit)
    assert kept.outcome is Outcome.UNREACHABLE
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args -> 'said' ->> 'attempt' FROM procrastinate_jobs"
            " WHERE status = 'todo' AND args ->> 'job' = 'ask_verifier'"
        )
        assert cursor.fetchall() == [("2",)]

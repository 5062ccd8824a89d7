"""Two people say whether two faces are one person. The case closes once two agree; it moves and removes nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.oversight.commands.cases import open_row, refuse_silence
from amanah.oversight.queries.pairs import adjudications
from amanah.oversight.rules import pairs as rules
from amanah.oversight.types import PAIRS, VERDICTS, CaseOutcome
from amanah.values.problem import Problem, Sentence


@transaction.atomic
def adjudicate(case_id: UUID, *, verdict: CaseOutcome, note: str, by: str, now: datetime) -> CaseOutcome | None:
    """One person's verdict (same, different, twins); gives the outcome when it was the second that agrees.

    Problems: `case_unknown`, `case_closed`, `note_missing`, `case_not_of_faces`, `judged_already`.
    """
    refuse_silence(note)
    row = open_row(case_id)
    if row.kind not in PAIRS or verdict not in VERDICTS:
        raise _not_of_faces()
    if models.Adjudication.objects.filter(case=row, by=by).exists():
        raise _judged_already()
    models.Adjudication.objects.create(case=row, by=by, verdict=verdict.value, note=note.strip(), at=now)
    journal.append("case.face_judged", by=by, about=f"case:{case_id}", details={"verdict": verdict}, now=now)
    outcome = rules.agreed(adjudications(case_id))
    if outcome:
        models.Closing.objects.create(case=row, outcome=outcome.value, note=note.strip(), by=by, at=now)
        journal.append("case.closed", by=by, about=f"case:{case_id}", details={"outcome": outcome}, now=now)
    return outcome


def _not_of_faces() -> Problem:
    return Problem(
        "case_not_of_faces",
        Sentence("Kasus ini bukan tentang dua wajah.", "This case isn't about two faces."),
        status=409,
    )


def _judged_already() -> Problem:
    return Problem(
        "judged_already",
        Sentence(
            "Anda sudah menilai dua wajah ini; orang lain yang memberi penilaian kedua.",
            "You have judged these two faces already; somebody else gives the second verdict.",
        ),
        status=409,
    )

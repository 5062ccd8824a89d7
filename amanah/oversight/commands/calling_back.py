"""Answers of drawn visits: the family is asked, and what it says is kept. Imported by its own name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.oversight.commands.cases import open_row, refuse_silence
from amanah.oversight.rules.sampling import outcome_of
from amanah.oversight.types import Asked, CaseKind, CaseOutcome, Said
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.visits.queries import desk


@transaction.atomic
def call_back(
    case_id: UUID, *, said: Said, how: Asked, received: int | None, note: str, by: str, now: datetime
) -> CaseOutcome | None:
    """Keeps what the family said (`received` rupiah, of `short` alone) and closes the case by it.

    None: nobody answered the telephone; the case stays open for another asking.
    Problems: `case_unknown`, `case_closed`, `note_missing`, `case_not_drawn`, `amount_not_short`, `own_work`.
    """
    refuse_silence(note)
    row = open_row(case_id)
    seen = visits.visit(row.visit) if row.visit else None
    if row.kind != CaseKind.SAMPLE or seen is None:
        raise Problem(
            "case_not_drawn",
            Sentence("Kasus ini bukan kunjungan terundi.", "This case isn't about a drawn visit."),
            status=409,
        )
    _refuse_own_work(seen.visit.id, seen.visit.phone, by)
    due = sum(one.amount.rupiah for one in seen.settlements)
    if (said is Said.SHORT) != (received is not None) or (received is not None and not 0 < received < due):
        raise _not_short()
    models.CallBack.objects.create(
        case=row, said=said.value, how=how.value, due=due, received=received, note=note.strip(), by=by, at=now
    )
    details = {"said": said, "how": how, "due": due, "received": received}
    journal.append("sample.called_back", by=by, about=f"case:{case_id}", details=details, now=now)
    outcome = outcome_of(said, how)
    if outcome:
        models.Closing.objects.create(case=row, outcome=outcome.value, note=note.strip(), by=by, at=now)
        journal.append("case.closed", by=by, about=f"case:{case_id}", details={"outcome": outcome}, now=now)
    return outcome


def _refuse_own_work(visit: UUID, phone: UUID, by: str) -> None:
    holder = access.phone(phone)
    did = {f"user:{holder.payer.username}"} if holder else set()
    if by in did | desk.counters_of(visit):
        raise Problem(
            "own_work",
            Sentence(
                "Anda membayar atau menutup kas putaran ini; orang lain yang menanyai keluarganya.",
                "You paid or closed the cash of this round; somebody else must ask the family.",
            ),
            status=403,
        )


def _not_short() -> Problem:
    return Problem(
        "amount_not_short",
        Sentence(
            "Jumlah diterima hanya diisi bila kurang: di atas 0 dan di bawah yang tercatat.",
            "Give the amount received only when it is short: above 0 and below what is recorded.",
        ),
    )

"""Open a case, add a doubt to it, close it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.oversight.types import PAIRS, VERDICTS, CaseKind, CaseOutcome
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence


def open_case(
    kind: CaseKind,
    *,
    about: str,
    office: str | None,
    doubts: Iterable[str],
    by: str,
    now: datetime,
    family: UUID | None = None,
    visit: UUID | None = None,
) -> UUID:
    """Open the case of a subject, or add to the one there is. Asking again with the same doubts changes nothing.

    What somebody answered stays answered: a doubt that is new after the closing is a case of its own (`about#2`).
    """
    wanted = sorted(set(doubts))
    first = {"office_id": office, "family_id": family, "visit": visit, "doubts": wanted, "opened_at": now}
    with transaction.atomic():
        row, is_new = _in_force(kind, about, wanted, first)
        if is_new:
            journal.append(
                "case.opened", by=by, about=f"case:{row.pk}", details={"kind": kind, "doubts": wanted}, now=now
            )
        elif not set(wanted) <= set(row.doubts) and not models.Closing.objects.filter(case=row).exists():
            _add_doubts(row, wanted, by=by, now=now)
    return row.pk


def close_case(case_id: UUID, *, outcome: CaseOutcome, note: str, by: str, now: datetime) -> None:
    """Answer a case for good; a drawn visit's is answered by `calling_back` instead.

    Problems: `case_unknown`, `case_closed`, `note_missing`, `case_needs_two`, `needs_call_back`.
    """
    refuse_silence(note)
    with transaction.atomic():
        row = open_row(case_id)
        if row.kind in PAIRS or outcome in VERDICTS:
            raise _needs_two()
        if row.kind == CaseKind.SAMPLE:
            raise _needs_call_back()
        models.Closing.objects.create(case=row, outcome=outcome.value, note=note.strip(), by=by, at=now)
        journal.append("case.closed", by=by, about=f"case:{case_id}", details={"outcome": outcome}, now=now)


def refuse_silence(note: str) -> None:
    if not note.strip():
        raise Problem("note_missing", Sentence("Tulis alasannya lebih dulu.", "Write the reason first."))


def open_row(case_id: UUID) -> models.Case:
    """The case, held until the transaction ends. Problems: `case_unknown`, `case_closed`."""
    row = models.Case.objects.select_for_update().filter(pk=case_id).first()
    if row is None:
        raise Problem("case_unknown", Sentence("Kasus ini tidak ada.", "There is no such case."), status=404)
    if models.Closing.objects.filter(case=row).exists():
        raise Problem("case_closed", Sentence("Kasus ini sudah ditutup.", "This case is closed."), status=409)
    return row


def _needs_two() -> Problem:
    return Problem(
        "case_needs_two",
        Sentence(
            "Dua wajah dinilai oleh dua orang: pilih sama, berbeda atau kembar pada halaman kasusnya.",
            "Two faces are judged by two people: choose same, different or twins on the case's page.",
        ),
        status=409,
    )


def _needs_call_back() -> Problem:
    return Problem(
        "needs_call_back",
        Sentence(
            "Kunjungan terundi ditutup dengan jawaban keluarganya: isi hasil menanyai keluarga.",
            "A drawn visit is closed by what its family says: fill in what asking them gave.",
        ),
        status=409,
    )


def _in_force(kind: CaseKind, about: str, wanted: list[str], first: Mapping[str, object]) -> tuple[models.Case, bool]:
    """The subject's case that is open, or the closed one that answered all this already, or a new one."""
    answered: set[str] = set()
    for again in count(1):
        name = about if again == 1 else f"{about}#{again}"
        row, is_new = models.Case.objects.get_or_create(kind=kind.value, about=name, defaults={"id": new_id(), **first})
        answered |= set(row.doubts)
        if is_new or not models.Closing.objects.filter(case=row).exists() or set(wanted) <= answered:
            break
    return row, is_new


def _add_doubts(row: models.Case, wanted: list[str], *, by: str, now: datetime) -> None:
    row.doubts = sorted({*row.doubts, *wanted})
    row.save(update_fields=["doubts"])
    journal.append("case.grew", by=by, about=f"case:{row.pk}", details={"doubts": row.doubts}, now=now)

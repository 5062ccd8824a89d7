"""Look at an office's day across its visits: what is doubted becomes a flag, and a flag a question for a person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.oversight import models
from amanah.oversight.commands.cases import open_case
from amanah.oversight.commands.prints import alike_photos
from amanah.oversight.rules.patterns.limits import NEWEST, limits
from amanah.oversight.rules.patterns.look import look as patterns_in
from amanah.oversight.rules.patterns.types import Flag, Pattern
from amanah.oversight.store.scenes import read_month, scene
from amanah.oversight.types import CaseKind
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits

ASKED_ELSEWHERE = frozenset({Pattern.SAME_FACE, Pattern.STAFF_FACE})
"""Two people are asked about these faces already; here they only weigh."""


def look(office: str, day: date, *, by: str, now: datetime, version: str = NEWEST) -> list[Flag]:
    """Looks at all patterns of the office's day; gives the flags that are new. The same look again adds nothing.

    Nothing is blocked by a flag: it opens a case (one a payer, day and kind), and a person answers.
    """
    month = read_month(office, day)
    found = patterns_in(scene(month, alike=alike_photos(month, now=now)), limits(version))
    with transaction.atomic():
        known = _known(found)
        fresh = [flag for flag in found if _print(flag) not in known]
        for flag in fresh:
            _keep(flag, by=by, now=now)
    return fresh


def complain(id_: UUID, *, visit: UUID, received: int, note: str, by: str, now: datetime) -> None:
    """A family says what it received of a visit, in rupiah; `id_` the asker's own. Quiet the second time.

    Problems: `visit_unknown`, `amount_unreadable`.
    """
    seen = visits.visit(visit)
    if seen is None:
        raise Problem(
            "visit_unknown",
            Sentence(
                "Kunjungan ini tidak ada; pilih dari halaman keluarga.",
                "There is no such visit; choose one on the family's page.",
            ),
            status=404,
        )  # fmt: skip
    if received < 0:
        raise Problem(
            "amount_unreadable",
            Sentence("Tulis jumlah yang diterima, 0 atau lebih.", "Write the amount received, 0 or more."),
        )
    due = sum(one.amount.rupiah for one in seen.settlements)
    first = {
        "visit": visit, "family_id": seen.visit.family, "due": due, "received": received, "note": note, "by": by,
        "at": now,
    }  # fmt: skip
    with transaction.atomic():
        _, is_new = models.Complaint.objects.get_or_create(id=id_, defaults=first)
        if is_new:
            journal.append(
                "complaint.noted", by=by, about=f"visit:{visit}", details={"due": due, "received": received}, now=now
            )


def _known(found: Iterable[Flag]) -> set[str]:
    return set(models.Flag.objects.filter(print__in=map(_print, found)).values_list("print", flat=True))


def _print(flag: Flag) -> str:
    said = {**asdict(flag), "why": ""}  # the sentence follows from the numbers
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _keep(flag: Flag, *, by: str, now: datetime) -> None:
    case = None
    if flag.kind not in ASKED_ELSEWHERE:
        case = open_case(
            CaseKind.PATTERN, about=f"payer:{flag.payer}:{flag.day}:{flag.kind}", office=flag.office,
            doubts=[flag.kind], by=by, now=now,
        )  # fmt: skip
    # two looks at once say the same: the second is quiet
    models.Flag.objects.bulk_create(
        [models.Flag(
            kind=flag.kind, payer_id=flag.payer, office_id=flag.office, day=flag.day, visits=list(flag.visits),
            numbers=flag.numbers, id_text=flag.why.id, en_text=flag.why.en, version=flag.version,
            print=_print(flag), case_id=case, at=now,
        )],
        ignore_conflicts=True,
    )  # fmt: skip

"""Rows of pairs: found ones are added, waiting ones get their case, likest first, as people have time for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from amanah.access import queries as access
from amanah.oversight import models
from amanah.oversight.commands.cases import open_case
from amanah.oversight.rules import pairs as rules
from amanah.oversight.types import PAIRS, CaseKind, CaseOutcome, FacePair
from amanah.registry import queries as registry

_LOCK = 0x0FACE  # pairs of the same two families are given their case by one worker at a time


def add(pairs: Sequence[FacePair]) -> int:
    """Keeps those not known yet, under any model; families that nobody knows are left out. Gives how many were new."""
    families = {id_ for pair in pairs for id_ in (pair.family, pair.other_family) if id_}
    known = {None, *registry.offices_of(families)}
    rows = [_row(pair) for pair in pairs if {pair.family, pair.other_family} <= known]
    before = models.FacePair.objects.count()
    models.FacePair.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return models.FacePair.objects.count() - before


def give_cases(*, most_open: int, by: str, now: datetime) -> int:
    """Waiting pairs join the case that covers them, or get one of their own while there is room. Gives new cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    _join_cases()
    opened = _open_cases(most_open, by=by, now=now)
    if opened:
        _join_cases()
    return opened


def _join_cases() -> None:
    """Pairs of two that have a case already, unless it was answered otherwise than they now look."""
    asked = models.FacePair.objects.filter(case__isnull=False, family=OuterRef("family"))
    same = Exists(asked.filter(other_family=OuterRef("other_family"))) | Exists(asked.filter(staff=OuterRef("staff")))
    for row in models.FacePair.objects.filter(same, case__isnull=True).order_by("-likeness", "id"):
        case = _covering(row)
        if case:
            models.FacePair.objects.filter(pk=row.pk).update(case=case)


def _covering(row: models.FacePair) -> UUID | None:
    """The newest case of the same two, when it covers this pair."""
    same = Q(family=row.family_id, other_family=row.other_family_id, staff=row.staff_id)
    newest = models.FacePair.objects.filter(same, case__isnull=False).order_by("-case__opened_at", "-case_id").first()
    if newest is None or newest.case_id is None:
        return None
    closing = models.Closing.objects.filter(case=newest.case_id).first()
    known = list(models.FacePair.objects.filter(case=newest.case_id).values_list("model", "likeness"))
    outcome = CaseOutcome(closing.outcome) if closing else None
    covered = rules.is_answered(outcome, model=row.model, likeness=row.likeness, known=known)
    return newest.case_id if covered else None


def _open_cases(most_open: int, *, by: str, now: datetime) -> int:
    """Likest first, each two once, as far as whoever must answer has room."""
    waiting = list(models.FacePair.objects.filter(case__isnull=True).order_by("-likeness", "id"))
    offices = registry.offices_of({id_ for row in waiting for id_ in (row.family_id, row.other_family_id) if id_})
    parents = {office.nopen: office.parent for office in access.offices()}
    room: dict[str | None, int] = {}
    asked: set[tuple[UUID, UUID | None, UUID | None]] = set()
    for row in waiting:
        office, two = _office(row, offices, parents), (row.family_id, row.other_family_id, row.staff_id)
        if office not in room:
            room[office] = (most_open if office else rules.MINISTRY_TIMES * most_open) - _open_in(office)
        if room[office] > 0 and two not in asked:
            models.FacePair.objects.filter(pk=row.pk).update(case=_open(row, office, by=by, now=now))
            room[office] -= 1
            asked.add(two)
    return len(asked)


def _office(row: models.FacePair, offices: Mapping[UUID, str | None], parents: Mapping[str, str | None]) -> str | None:
    """Who may see both families. Somebody who works here is never judged in their own office: the ministry does."""
    if row.other_family_id is None:
        return None
    return rules.common_office(offices.get(row.family_id), offices.get(row.other_family_id), parents)


def _open(row: models.FacePair, office: str | None, *, by: str, now: datetime) -> UUID:
    kind = CaseKind.STAFF_FACE if row.staff_id else CaseKind.SAME_FACE
    return open_case(kind, about=f"pair:{row.pk}", office=office, doubts=[kind.value], by=by, now=now)


def _open_in(office: str | None) -> int:
    rows = models.Case.objects.filter(kind__in=PAIRS, closing__isnull=True)
    return (rows.filter(office__isnull=True) if office is None else rows.filter(office=office)).count()


def _row(pair: FacePair) -> models.FacePair:
    return models.FacePair(
        id=pair.id, family_id=pair.family, photo=pair.photo, other_family_id=pair.other_family, staff_id=pair.staff,
        other_photo=pair.other_photo, likeness=pair.likeness, line=pair.line, model=pair.model,
        calibration=pair.calibration, at=pair.at,
    )  # fmt: skip

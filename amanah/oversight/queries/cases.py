"""Read cases: the queue, oldest first, and one case."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from amanah.oversight import models
from amanah.oversight.types import Case, CaseKind, CaseOutcome


def open_cases(
    offices: Collection[str] | None, *, limit: int = 200, kinds: Collection[CaseKind] | None = None
) -> list[Case]:
    """Open cases of these offices (None: every office, and the ministry's own), oldest first; of these kinds alone."""
    rows = models.Case.objects.filter(closing__isnull=True).order_by("opened_at", "id")
    if offices is not None:
        rows = rows.filter(office_id__in=offices)
    if kinds is not None:
        rows = rows.filter(kind__in=kinds)
    return [_case(row) for row in rows.select_related("closing")[:limit]]


def count_open(offices: Collection[str] | None) -> int:
    rows = models.Case.objects.filter(closing__isnull=True)
    return (rows if offices is None else rows.filter(office_id__in=offices)).count()


def case(case_id: UUID) -> Case | None:
    row = models.Case.objects.select_related("closing").filter(pk=case_id).first()
    return None if row is None else _case(row)


def asked(kind: CaseKind, abouts: Collection[str]) -> set[str]:
    """Of which of these subjects there is a case of this kind, open or answered."""
    return set(models.Case.objects.filter(kind=kind, about__in=abouts).values_list("about", flat=True))


def cases_of(family: UUID) -> list[Case]:
    rows = models.Case.objects.filter(family_id=family).select_related("closing").order_by("-opened_at")
    return [_case(row) for row in rows]


def families_with_open_cases(families: Collection[UUID]) -> set[UUID]:
    """Which of these families a person still has to answer for."""
    rows = models.Case.objects.filter(closing__isnull=True)
    named = ("family_id", "pairs__family_id", "pairs__other_family_id")
    asked = Q(family__in=families) | Q(pairs__family__in=families) | Q(pairs__other_family__in=families)
    return {id_ for row in rows.filter(asked).values_list(*named) for id_ in row if id_} & set(families)


def _case(row: models.Case) -> Case:
    closing = getattr(row, "closing", None)
    return Case(
        id=row.pk,
        kind=CaseKind(row.kind),
        office=row.office_id,
        family=row.family_id,
        visit=row.visit,
        about=row.about,
        doubts=tuple(row.doubts),
        opened_at=row.opened_at,
        closed_at=closing.at if closing else None,
        outcome=CaseOutcome(closing.outcome) if closing else None,
        note=closing.note if closing else "",
        closed_by=closing.by if closing else "",
    )

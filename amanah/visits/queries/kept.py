"""Photos of visits as things that are kept: what for, since when, and which were never finished."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amanah.visits import models


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """`place` orders them; `family` is None when the phone named a visit that never came."""

    place: int
    sha256: str
    kind: str
    family: UUID | None
    at: datetime


def photos_kept(*, before: datetime, after: int = 0, limit: int = 2000) -> list[PhotoKept]:
    """Complete photos that came before a moment, in the order of their rows, after `place`."""
    rows = models.Media.objects.filter(state="complete", completed_at__lt=before, id__gt=after).order_by("id")
    return _kept(list(rows[:limit]))


def uses_of(photos: Collection[str]) -> list[PhotoKept]:
    """Every visit's use of these photos, however young."""
    return _kept(list(models.Media.objects.filter(state="complete", sha256__in=photos).order_by("id")))


def families_of(visits: Collection[UUID]) -> dict[UUID, UUID]:
    """Visit -> the family it names; a visit that never came isn't among them."""
    return dict(models.Visit.objects.filter(id__in=visits).values_list("id", "family"))


def _kept(rows: list[models.Media]) -> list[PhotoKept]:
    visits = {row.visit for row in rows if row.visit}
    families = families_of(visits)
    return [
        PhotoKept(
            row.id, row.sha256, row.kind or "other", families.get(row.visit) if row.visit else None, row.completed_at
        )
        for row in rows
        if row.completed_at
    ]

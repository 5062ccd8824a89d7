"""Faces seen at the door, for finding one person under two families. Opens one regency's key alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from amanah.vault import queries as vault
from amanah.visits import models
from amanah.visits.store.faces import WHERE

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class FieldFace:
    """`template` as `Template.to_bytes` gave it; `family` is what the phone claimed."""

    id: UUID
    visit: UUID
    family: UUID
    model: str
    photo: str
    at: datetime
    template: bytes = field(repr=False)


def field_faces_in(regency: str, *, model: str) -> Iterator[FieldFace]:
    """Every field face of a regency under one model, one after the other."""
    rows = models.FieldFace.objects.filter(regency=regency, model=model).order_by("id")
    seal = vault.region(regency) if rows.exists() else None
    for row in rows.iterator(chunk_size=_CHUNK) if seal else ():
        assert seal is not None
        template = seal.unseal(bytes(row.template), where=WHERE, row=str(row.id))
        yield FieldFace(row.id, row.visit_id, row.family, row.model, row.photo, row.at, template)


def regencies_with(model: str, *, after: UUID | None = None) -> list[str]:
    """Regencies that hold field faces of a model, by their four digits; `after`: only with rows newer than this id."""
    rows = models.FieldFace.objects.filter(model=model)
    rows = rows.filter(id__gt=after) if after else rows
    return sorted(rows.order_by().values_list("regency", flat=True).distinct())

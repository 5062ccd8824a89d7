"""Faces seen at the door, for finding one person under two families. Opens one regency's key alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from amanah.faces import queries as faces
from amanah.registry.types import ToRemake
from amanah.vault import queries as vault
from amanah.visits import models
from amanah.visits.store import remaking
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


def to_remake() -> ToRemake:
    """How far the model in use has got: photos with a template of it, those that wait for one, those that can't."""
    model = faces.model_version()
    refused = models.FieldFaceNotRemade.objects.filter(model=model)
    return ToRemake(
        model=model,
        made=models.FieldFace.objects.filter(model=model).count(),
        waiting=remaking.waiting(model).count(),
        refused=dict(refused.values_list("why").annotate(count=Count("id"))),
    )


def with_faces(photos: Collection[str]) -> set[str]:
    """Those of these photos that some template was made from."""
    return set(models.FieldFace.objects.filter(photo__in=photos).values_list("photo", flat=True))


def outdated(*, after: UUID | None, limit: int) -> list[UUID]:
    """Rows of models no longer used whose photo has a template of the model in use, in the order of their ids."""
    of_now = models.FieldFace.objects.filter(model=faces.model_version())
    remade = of_now.filter(visit=OuterRef("visit"), photo=OuterRef("photo"))
    rows = models.FieldFace.objects.exclude(model=faces.model_version()).filter(Exists(remade)).order_by("id")
    return list((rows.filter(id__gt=after) if after else rows).values_list("id", flat=True)[:limit])

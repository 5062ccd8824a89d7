"""Rows of references: each template sealed in its family's regency, for its own row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from amanah.faces.types import Template
from amanah.registry import models
from amanah.registry.rules.references import regency_of
from amanah.values.ids import new_id
from amanah.vault import queries as vault

WHERE = "registry_facereference.template"


def add(
    family: UUID, template: Template, *, photo: str, source: str, quality: int | None, at: datetime
) -> models.FaceReference:
    """One more reference of a family's registered person, sealed where the family lives today."""
    person = models.Person.objects.filter(family=family).order_by("-is_manager", "id").first()
    home = models.Family.objects.filter(pk=family).values_list("village_id", "village_code").first()
    regency = regency_of(next(filter(None, home or ()), ""))
    id_ = new_id()
    sealed = vault.seal_in(regency, template.to_bytes(), where=WHERE, row=str(id_))
    return models.FaceReference.objects.create(
        id=id_, family_id=family, person=person, regency=regency, template=sealed, model=template.model, photo=photo,
        source=source, quality=quality, at=at,
    )  # fmt: skip


def waiting(model: str) -> QuerySet[models.FaceReference]:
    """One row, the newest, of each photo that has no template of this model yet and wasn't refused one."""
    same = models.FaceReference.objects.filter(family=OuterRef("family"), photo=OuterRef("photo"))
    refused = models.FaceNotRemade.objects.filter(family=OuterRef("family"), photo=OuterRef("photo"), model=model)
    rows = models.FaceReference.objects.exclude(model=model).order_by("id")
    return rows.filter(~Exists(same.filter(model=model)), ~Exists(same.filter(id__gt=OuterRef("id"))), ~Exists(refused))

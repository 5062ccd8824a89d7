"""Rows of field faces: each template sealed in the regency of its visit, for its own row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amanah.faces.types import Template
from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.visits import models

WHERE = "visits_fieldface.template"
NOWHERE = "0000"


def keep(
    visit: UUID, *, family: UUID, village: str | None, photo: str, template: Template, quality: int | None, at: datetime
) -> None:
    """The face of a visit's photo. The same photo under the same model again: quiet."""
    if models.FieldFace.objects.filter(visit=visit, photo=photo, model=template.model).exists():
        return
    id_, regency = new_id(), _regency_of(village or "")
    sealed = vault.seal_in(regency, template.to_bytes(), where=WHERE, row=str(id_))
    row = models.FieldFace(
        id=id_, visit_id=visit, family=family, template=sealed, regency=regency, model=template.model, photo=photo,
        quality=quality, at=at,
    )  # fmt: skip
    models.FieldFace.objects.bulk_create([row], ignore_conflicts=True)  # another worker may have been faster


def forget(photo: str) -> None:
    """Every template made from this photo: asked by retention alone, which has named the photo and will certify it."""
    models.FieldFace.objects.filter(photo=photo).delete()


def forget_one(id_: UUID) -> None:
    """The template of this row: asked by retention alone, which has named it and will certify it."""
    models.FieldFace.objects.filter(pk=id_).delete()


def _regency_of(village: str) -> str:
    """Four digits of a village code, as for references; `0000` where it names no regency."""
    digits = "".join(village.split("."))[:4]
    return digits if len(digits) == 4 and digits.isascii() and digits.isdigit() else NOWHERE

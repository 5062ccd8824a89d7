"""A change of models: every face at the door gets a template of the model in use beside the older one, from its photo.

The same as `registry.store.remaking` does for references: a photo waits until it has a row of the model in use, or a
row that says why it can't.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.registry.types import PhotoLost
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from amanah.visits import models
from amanah.visits.store import faces as kept

NO_FACE = "face_not_found"


@dataclass(frozen=True, slots=True)
class Looked:
    """`quality` of 100."""

    template: Template
    quality: int


def waiting(model: str) -> QuerySet[models.FieldFace]:
    """One row, the newest, of each visit's photo that has no template of this model yet and wasn't refused one."""
    same = models.FieldFace.objects.filter(visit=OuterRef("visit"), photo=OuterRef("photo"))
    refused = models.FieldFaceNotRemade.objects.filter(visit=OuterRef("visit"), photo=OuterRef("photo"), model=model)
    rows = models.FieldFace.objects.exclude(model=model).order_by("id")
    return rows.filter(~Exists(same.filter(model=model)), ~Exists(same.filter(id__gt=OuterRef("id"))), ~Exists(refused))


def remake(row: models.FieldFace, *, model: str, now: datetime) -> bool:
    """One photo looked at again, and kept: its template, or why there can't be one (False)."""
    found = _look(row.photo)
    if isinstance(found, Looked):
        kept.keep(
            row.visit_id, family=row.family, village=row.regency, photo=row.photo, template=found.template,
            quality=found.quality, at=row.at,
        )  # fmt: skip
        return True
    refused = models.FieldFaceNotRemade(
        id=new_id(), visit_id=row.visit_id, photo=row.photo, model=model, why=found, at=now
    )
    models.FieldFaceNotRemade.objects.bulk_create([refused], ignore_conflicts=True)  # another worker was faster
    return False


def _look(photo: str) -> Looked | str:
    """As the second look does: of several faces the one in the middle is meant."""
    try:
        image = faces.read_image(vault.photo(photo))
    except FileNotFoundError:
        return PhotoLost.DESTROYED
    except SealBroken:
        return PhotoLost.BROKEN
    except Problem as problem:
        return problem.code[:40]
    face = faces.find(image)
    return Looked(faces.embed(image, face), round(faces.quality(image, face).total)) if face else NO_FACE

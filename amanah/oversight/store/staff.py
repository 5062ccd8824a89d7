"""Faces of people who work here, after a change of models: made again from their photos."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amanah.faces import queries as faces
from amanah.oversight import models
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken


def remake(model: str, *, now: datetime) -> int:
    """A template of the model in use for every photo of somebody who works here; of those who left, none stays."""
    models.StaffFace.objects.filter(person__is_active=False).delete()
    made = models.StaffFace.objects.filter(model=model).values_list("person_id", "photo")
    waiting = set(models.StaffFace.objects.values_list("person_id", "photo").distinct()) - set(made)
    return sum(_remade(person, photo, now=now) for person, photo in waiting)


def _remade(person: UUID, photo: str, *, now: datetime) -> bool:
    try:
        image = faces.read_image(vault.photo(photo))
    except (FileNotFoundError, SealBroken, Problem):
        return False
    face = faces.find(image)
    if face is None:
        return False
    template = faces.embed(image, face)
    models.StaffFace.objects.create(
        id=new_id(), person_id=person, photo=photo, model=template.model, template=template.to_bytes(), at=now
    )
    return True

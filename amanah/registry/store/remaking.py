"""A change of models: every reference gets a template of the model in use, beside the older one, from its own photo.

Nothing is lost on the way: a photo waits until it has a row of the model in use or a row that says why it can't.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction

from amanah.registry import models
from amanah.registry.store import photos, references
from amanah.registry.types import PhotoLost
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken


def remake(row: models.FaceReference, *, model: str, now: datetime) -> bool:
    """One photo looked at again, and kept: its template, or why there can't be one (False)."""
    found = _look(row)
    with suppress(IntegrityError), transaction.atomic():  # another worker made the very same row meanwhile
        if isinstance(found, photos.Looked):
            references.add(
                row.family_id, found.template, photo=row.photo, source=row.source, quality=found.quality, at=row.at
            )
        else:
            models.FaceNotRemade.objects.create(
                id=new_id(), family_id=row.family_id, photo=row.photo, model=model, why=found, at=now
            )
    return isinstance(found, photos.Looked)


def _look(row: models.FaceReference) -> photos.Looked | str:
    try:
        return photos.look(vault.photo(row.photo), source=row.source)
    except FileNotFoundError:
        return PhotoLost.DESTROYED
    except SealBroken:
        return PhotoLost.BROKEN
    except Problem as problem:
        return problem.code[:40]

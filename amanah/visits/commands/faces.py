"""Faces at the door as they are kept: made anew after a change of models, and let go of."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from amanah.faces import queries as faces
from amanah.journal import commands as journal
from amanah.registry.types import ToRemake
from amanah.visits.queries import faces as queries
from amanah.visits.store import faces as store
from amanah.visits.store import remaking


def remake_faces(*, by: str, now: datetime, most: int = 100) -> ToRemake:
    """At most so many faces get a template of the model in use; gives how many still wait. Again: goes on.

    A face whose photo is destroyed, or shows none to this model, is noted and not tried again.
    """
    model = faces.model_version()
    made = [remaking.remake(row, model=model, now=now) for row in remaking.waiting(model)[:most]]
    left = queries.to_remake()
    if made:
        details = {"model": model, "made": sum(made), "refused": len(made) - sum(made), "left": left.waiting}
        journal.append("visits.faces_remade", by=by, about="faces", details=details, now=now)
    return left


def forget_photo(sha256: str) -> None:
    """Deletes the templates made from a visit's photo. Again: quiet. Only retention asks, which certifies it."""
    store.forget(sha256)


def forget_template(face: UUID) -> None:
    """Deletes one template of a model no longer used. Again: quiet. Only retention asks, which certifies it."""
    store.forget_one(face)

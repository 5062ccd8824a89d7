"""What families are known by: references from zips, cameras and cards; made anew, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from amanah.faces import queries as faces
from amanah.journal import commands as journal
from amanah.registry import queries
from amanah.registry.store import forgetting, photos, references, remaking
from amanah.registry.types import ReferencesRead, ToRemake


def attach_references(
    path: Path, *, by: str, now: datetime,
    families_of: Callable[[Sequence[str]], Mapping[str, UUID]] | None = None,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> ReferencesRead:  # fmt: skip
    """Reference photos from a zip, each named by NIK or by another number that `families_of` knows (id_salur).

    Every file is enrolled or refused with its reason; `told` hears how many are done. Again: quiet.
    Raises Problem photos_not_a_zip, photos_too_big.
    """
    found = photos.enrol_zip(path, families_of or (lambda numbers: {}), now=now, told=told)
    details = {"files": found.files, "enrolled": found.enrolled, "refused": len(found.refused)}
    journal.append("registry.references_attached", by=by, about="references", details=details, now=now)
    return found


@transaction.atomic
def enrol_face(
    family_id: UUID, *, photo: bytes, source: str, by: str, now: datetime, taken: datetime | None = None
) -> UUID:
    """A family's reference from one photo, come to the house at `taken` (else now). Again: quiet, the same id.

    Raises Problem photo_not_an_image, face_not_found, photo_two_faces, and other refusals of faces.
    """
    kept = photos.enrol(family_id, photos.look(photo, source=source), photo, source=source, at=taken or now)
    details = {"source": source, "reference": str(kept)}
    journal.append("registry.face_enrolled", by=by, about=f"family:{family_id}", details=details, now=now)
    return kept


def remake_faces(*, by: str, now: datetime, most: int = 100) -> ToRemake:
    """At most so many references get a template of the model in use; gives how many still wait. Again: goes on.

    A reference whose photo is destroyed, or shows no face to this model, is noted and not tried again.
    """
    model = faces.model_version()
    made = [remaking.remake(row, model=model, now=now) for row in references.waiting(model)[:most]]
    left = queries.to_remake()
    if made:
        details = {"model": model, "made": sum(made), "refused": len(made) - sum(made), "left": left.waiting}
        journal.append("registry.faces_remade", by=by, about="references", details=details, now=now)
    return left


def forget_photo(sha256: str) -> None:
    """Every template made from this photo is deleted. Again: quiet. Only retention asks, which certifies it."""
    forgetting.photo(sha256)


def forget_template(reference: UUID) -> None:
    """One template of a model no longer used is deleted. Again: quiet. Only retention asks, which certifies it."""
    forgetting.template(reference)

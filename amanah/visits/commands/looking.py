"""The second look: the house compares a visit's photos itself, with the same models as the phone, and judges anew.

A family without a reference is enrolled here, from its first visit: the face at the door beside the portrait on the
KTP. A face that doesn't match never denies by itself: it is a doubt for a person to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.registry import commands as registry_commands
from amanah.registry import queries as registry
from amanah.registry.types import Reference
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from amanah.visits import models
from amanah.visits.commands import judging
from amanah.visits.commands.telling import tell
from amanah.visits.queries.seen import evidence
from amanah.visits.store import books
from amanah.visits.store import visits as kept
from amanah.visits.types import CURRENT, Paid, Policy, VisitSeen, Way


@dataclass(frozen=True, slots=True)
class Looked:
    """What the house saw: likeness as cosine, or None with the reason in `note`."""

    likeness: float | None
    band: str
    live: float | None
    quality: float | None
    reference: UUID | None
    note: str


def look_again(visit_id: UUID, *, by: str, now: datetime, policy: Policy = CURRENT) -> None:
    """Looks once a visit and model, when its photos are here; a visit that isn't paid has nothing to compare.

    Photos are opened and compared outside of the transaction: it takes tens of milliseconds.
    """
    found = evidence(visit_id)
    if found is None or not isinstance(found.seen.visit.ending, Paid) or "face" not in found.photos:
        return
    model = faces.model_version()
    if models.SecondLook.objects.filter(visit=visit_id, model=model).exists():
        return
    looked = _look(found.seen, found.photos, policy, by=by, now=now)
    _keep(found.seen, looked, model=model, policy=policy, by=by, now=now)


def _look(seen: VisitSeen, photos: dict[str, str], policy: Policy, *, by: str, now: datetime) -> Looked:
    try:
        photo = vault.photo(photos["face"])
        image = faces.read_image(photo)
    except (FileNotFoundError, SealBroken, Problem):
        return Looked(None, "none", None, None, None, "photo_unreadable")
    face = faces.find(image)
    if face is None:
        return Looked(None, "none", None, None, None, "no_face_found")
    template = faces.embed(image, face)
    live, quality = faces.live(image, face), float(faces.quality(image, face).total)
    reference = _reference(seen)
    if reference is None:
        note = _enrol(seen, photos, photo, template, policy, by=by, now=now)
        return Looked(None, "none", live, quality, None, note)
    likeness = faces.compare(
        template,
        Template.from_bytes(reference.template, reference.model),
        same_above=policy.same_above,
        different_below=policy.different_below,
    )
    return Looked(float(likeness.score), str(likeness.band), live, quality, reference.id, "")


def _reference(seen: VisitSeen) -> Reference | None:
    """The reference the phone compared with, else the newest of this model; never one taken from this very visit."""
    known = registry.references([seen.visit.family], before=seen.visit.received_at).get(seen.visit.family, [])
    named = seen.visit.face.reference if seen.visit.face else None
    return next((r for r in known if str(r.id) == named), known[0] if known else None)


def _enrol(
    seen: VisitSeen, photos: dict[str, str], photo: bytes, face: Template, policy: Policy, *, by: str, now: datetime
) -> str:
    """Gives the family its reference when the face at the door is that on the KTP; says what came of it."""
    if registry.every_reference(seen.visit.family):
        return "reference_is_newer"
    if seen.visit.other_way and seen.visit.other_way.way is Way.REPRESENTATIVE:
        return "somebody_else_received"
    ktp = _template_of(photos.get("ktp"))
    if ktp is None:
        return "no_ktp_portrait"
    likeness = faces.compare(face, ktp, same_above=policy.same_above, different_below=policy.different_below)
    if likeness.score < policy.same_above:
        return "ktp_portrait_differs"
    try:
        registry_commands.enrol_face(seen.visit.family, photo=photo, source="first_visit", by=by, now=now)
    except Problem as refused:
        return refused.code[:40]
    return "enrolled"


def _template_of(sha256: str | None) -> Template | None:
    if sha256 is None:
        return None
    try:
        image = faces.read_image(vault.photo(sha256))
    except (FileNotFoundError, SealBroken, Problem):
        return None
    face = faces.find(image)
    return faces.embed(image, face) if face else None


@transaction.atomic
def _keep(seen: VisitSeen, looked: Looked, *, model: str, policy: Policy, by: str, now: datetime) -> None:
    models.SecondLook.objects.bulk_create(
        [
            models.SecondLook(
                id=new_id(), visit_id=seen.visit.id, likeness=looked.likeness, band=looked.band, live=looked.live,
                quality=looked.quality, model=model, reference=looked.reference, note=looked.note, at=now,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    owed = books.debts(kept.named_by(seen.visit))
    judged = judging.judge([seen.visit], owed=owed, phone=seen.visit.phone, policy=policy, now=now)
    about = f"visit:{seen.visit.id}"
    tell(judging.told(judged, about=about), by=by, now=now)

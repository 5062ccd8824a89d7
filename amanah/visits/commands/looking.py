"""The second look: the house compares a visit's photos itself, with models of its own scale, and judges anew.

A face is held beside the best of the family's references; without one, beside the portrait on the KTP. A face that
doesn't match never denies by itself: it is a doubt for a person to look at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.faces import queries as faces
from amanah.faces.types import Band, Template
from amanah.registry import queries as registry
from amanah.registry.types import Source
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from amanah.visits import models
from amanah.visits.commands import enrolling, judging
from amanah.visits.commands.telling import followed, tell
from amanah.visits.queries.policies import in_force
from amanah.visits.queries.seen import evidence
from amanah.visits.rules.looking import Compared, compared, likest
from amanah.visits.rules.verifying import is_wanted
from amanah.visits.store import books
from amanah.visits.store import faces as field_faces
from amanah.visits.store import visits as kept
from amanah.visits.types import Doubt, Paid, Policy, VisitSeen
from amanah.visits.types.policy import Scale
from amanah.visits.verifiers.chosen import chosen

ENGINE = "house"


@dataclass(frozen=True, slots=True)
class Probe:
    """The face at the door as the house sees it."""

    sha256: str
    photo: bytes
    template: Template
    live: float | None
    quality: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it: the probe and its comparisons, or the reason in `note`."""

    probe: Probe | None
    compared: tuple[Compared, ...]
    note: str

    @property
    def best(self) -> Compared | None:
        return likest(self.compared)


def look_again(visit_id: UUID, *, by: str, now: datetime, policy: Policy | None = None) -> None:
    """Looks once a visit and model, when its photos are here; a visit that isn't paid has nothing to compare.

    Photos are opened and compared outside of the transaction: it takes tens of milliseconds.
    """
    found = evidence(visit_id)
    if found is None or not isinstance(found.seen.visit.ending, Paid) or "face" not in found.photos:
        return
    model = faces.model_version()
    if models.SecondLook.objects.filter(visit=visit_id, model=model, engine=ENGINE).exists():
        return
    policy = policy or in_force()
    looked = _look(found.seen, found.photos, policy.house, by=by, now=now)
    doubts = _keep(found.seen, looked, model=model, policy=policy, by=by, now=now)
    if looked.probe:
        enrolling.keep_field_photo(
            found.seen, looked.probe.photo, looked.compared, quality=looked.probe.quality, doubts=doubts, by=by, now=now
        )


def _look(seen: VisitSeen, photos: dict[str, str], scale: Scale, *, by: str, now: datetime) -> Looked:
    probe = _probe(photos["face"])
    if isinstance(probe, str):
        return Looked(None, (), probe)
    references = _beside_references(seen, probe.template, scale)
    if references:
        return Looked(probe, references, "")
    card = _beside_card(photos.get("ktp"), probe.template, scale)
    note = enrolling.first_visit(seen, probe.photo, card, ktp=photos.get("ktp"), by=by, now=now)
    return Looked(probe, (card,) if card else (), note)


def _probe(sha256: str) -> Probe | str:
    try:
        photo = vault.photo(sha256)
        image = faces.read_image(photo)
    except (FileNotFoundError, SealBroken, Problem):
        return "photo_unreadable"
    face = faces.find(image)
    if face is None:
        return "no_face_found"
    quality = float(faces.quality(image, face).total)
    return Probe(sha256, photo, faces.embed(image, face), faces.live(image, face), quality)


def _beside_references(seen: VisitSeen, face: Template, scale: Scale) -> tuple[Compared, ...]:
    """Beside the best that were there before this visit: never beside one taken from it."""
    known = registry.references([seen.visit.family], before=seen.visit.received_at).get(seen.visit.family, [])
    return tuple(
        compared(one.id, one.source, _score(face, Template.from_bytes(one.template, one.model)), scale) for one in known
    )


def _beside_card(sha256: str | None, face: Template, scale: Scale) -> Compared | None:
    """Beside the portrait on the KTP that was photographed at the door; None without one."""
    if sha256 is None:
        return None
    try:
        portrait = faces.card_portrait(faces.read_image(vault.photo(sha256)))
    except (FileNotFoundError, SealBroken, Problem):
        return None
    return compared(None, Source.KTP, _score(face, faces.embed(*portrait)), scale) if portrait else None


def _asks_outside(looked: Looked) -> bool:
    band = looked.best.band if looked.best else Band.NONE
    return looked.probe is not None and is_wanted(band) and chosen() is not None


def _score(one: Template, other: Template) -> float:
    return faces.compare(one, other).score


def _calibration(scale: Scale, best: Compared | None) -> str:
    return scale.calibration_of(card=best.source == Source.KTP) if best else ""


@transaction.atomic
def _keep(seen: VisitSeen, looked: Looked, *, model: str, policy: Policy, by: str, now: datetime) -> frozenset[Doubt]:
    """The look, and the judgement made anew by it; gives what is doubted now."""
    probe, best = looked.probe, looked.best
    row = models.SecondLook(
        id=new_id(), visit_id=seen.visit.id, likeness=best.score if best else None,
        band=best.band if best else Band.NONE, live=probe.live if probe else None,
        quality=probe.quality if probe else None, model=model, reference=best.reference if best else None,
        reference_kind=best.source if best else "", calibration=_calibration(policy.house, best),
        engine=ENGINE, note=looked.note, at=now,
    )  # fmt: skip
    models.SecondLook.objects.bulk_create([row], ignore_conflicts=True)
    if probe:
        field_faces.keep(
            seen.visit.id, family=seen.visit.family, village=seen.village, photo=probe.sha256, template=probe.template,
            quality=round(probe.quality), at=now,
        )  # fmt: skip
    owed = books.debts(kept.named_by(seen.visit))
    judged = judging.judge([seen.visit], owed=owed, phone=seen.visit.phone, policy=policy, now=now)
    about = f"visit:{seen.visit.id}"
    unsure = [followed("visits.look_unsure", about, {"visit": str(seen.visit.id)})] if _asks_outside(looked) else []
    tell([*judging.told(judged, about=about), *unsure], by=by, now=now)
    return frozenset(doubt for one in judged for doubt in one.doubts)

"""What the field learnt at a door: where it is, and what awaits there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.journal import commands as journal
from amanah.registry import models
from amanah.registry.types import TagKind
from amanah.values.ids import new_id

_FINEST_M = 0.1  # a phone that claims to know better says nothing more


@transaction.atomic
def learn_home(
    family_id: UUID, *, lat: float, lng: float, accuracy_m: float, visit: UUID | None, at: datetime, by: str,
    kind: TagKind | None = None, phone: UUID | None = None, day: date | None = None,
) -> None:  # fmt: skip
    """Adds a place told for a home; once a visit, again is quiet. `accuracy_m` is a 68 % radius.

    `phone` and `day`: of the visit. `kind` None: a visit's where one is named, else a list's.
    """
    if visit and models.HomeTag.objects.filter(visit=visit).exists():
        return
    said = kind or (TagKind.VISIT if visit else TagKind.LIST)
    tag = models.HomeTag(
        id=new_id(), family_id=family_id, lat=lat, lng=lng, accuracy_m=max(accuracy_m, _FINEST_M), visit=visit, at=at,
        kind=said, phone=phone, day=day,
    )  # fmt: skip
    models.HomeTag.objects.bulk_create([tag], ignore_conflicts=True)
    details = {"visit": str(visit), "kind": str(said)}
    journal.append("registry.home_learnt", by=by, about=f"family:{family_id}", details=details, now=at)


@transaction.atomic
def know_homes(homes: Sequence[tuple[UUID, float, float, float]], *, by: str, now: datetime) -> None:
    """Places known from earlier stages, many at once: family, lat, lng, accuracy_m."""
    rows = [
        models.HomeTag(id=new_id(), family_id=family, lat=lat, lng=lng, accuracy_m=accuracy_m, at=now)
        for family, lat, lng, accuracy_m in homes
    ]
    models.HomeTag.objects.bulk_create(rows, batch_size=2000)
    journal.append("registry.homes_known", by=by, about="homes", details={"count": len(rows)}, now=now)


@transaction.atomic
def note_hazard(
    family_id: UUID, *, kind: str, note: str, at: datetime, by: str, helped: str = "", gone: bool = False
) -> None:
    """What the next visitor must know about this door: a dog, an alley, tide; or that it is gone. Later again: it is
    confirmed. The very same again: quiet.
    """
    row = models.Hazard(
        id=new_id(), family_id=family_id, kind=kind[:10], note=note[:300], helped=helped[:300], gone=gone, noted_at=at
    )
    models.Hazard.objects.bulk_create([row], ignore_conflicts=True)
    details = {"kind": kind, "gone": gone}
    journal.append("registry.hazard_noted", by=by, about=f"family:{family_id}", details=details, now=at)

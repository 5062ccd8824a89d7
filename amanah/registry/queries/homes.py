"""What the field learnt at a family's door: where it is, and what awaits there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from amanah.registry import models
from amanah.registry.rules.hazards import standing
from amanah.registry.rules.homes import known_home
from amanah.registry.types import HazardNote, HazardTold, Home


def home(family_id: UUID) -> Home | None:
    return homes([family_id]).get(family_id)


def homes(family_ids: Collection[UUID]) -> dict[UUID, Home]:
    """The place known for each family: the newest tag within 50 m accuracy, else the newest of all."""
    rows = models.HomeTag.objects.filter(family__in=family_ids).order_by("family_id", "-at", "-id")
    by_family: dict[UUID, list[Home]] = {}
    for row in rows:
        by_family.setdefault(row.family_id, []).append(_home(row))
    return {each: known_home(tags) for each, tags in by_family.items()}


def home_tags(family_id: UUID) -> list[Home]:
    """Every place learnt, newest first: a line in time."""
    return [_home(row) for row in models.HomeTag.objects.filter(family=family_id).order_by("-at", "-id")]


def tags(family_ids: Collection[UUID], *, most: int) -> dict[UUID, list[Home]]:
    """The newest places that visits marked at each door, at most so many, newest first: the memory of a place."""
    rows = models.HomeTag.objects.filter(family__in=family_ids, visit__isnull=False).order_by("-at", "-id")
    found: dict[UUID, list[Home]] = {}
    for row in rows:
        of_family = found.setdefault(row.family_id, [])
        if len(of_family) < most:
            of_family.append(_home(row))
    return found


def hazards(family_ids: Collection[UUID], *, now: datetime) -> dict[UUID, list[HazardNote]]:
    """What stands at each family's door by now, last confirmed first; families without are left out."""
    told: dict[UUID, list[HazardTold]] = {}
    for row in models.Hazard.objects.filter(family__in=family_ids):
        one = HazardTold(row.family_id, row.kind, row.note, row.helped, row.gone, row.noted_at)
        told.setdefault(row.family_id, []).append(one)
    found = {family: standing(notes, now=now) for family, notes in told.items()}
    return {family: notes for family, notes in found.items() if notes}


def _home(row: models.HomeTag) -> Home:
    return Home(row.family_id, row.lat, row.lng, row.accuracy_m, row.at, row.visit)

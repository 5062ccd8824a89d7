"""What the field learnt at a family's door: where it is, and what awaits there."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amanah.registry import models
from amanah.registry.rules.homes import known_home
from amanah.registry.types import HazardNote, Home


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


def hazards(family_ids: Collection[UUID]) -> dict[UUID, list[HazardNote]]:
    """What the field noted about each family's door, newest first; families without are left out."""
    noted: dict[UUID, list[HazardNote]] = {}
    for row in models.Hazard.objects.filter(family__in=family_ids).order_by("-noted_at"):
        noted.setdefault(row.family_id, []).append(HazardNote(row.family_id, row.kind, row.note, row.noted_at))
    return noted


def _home(row: models.HomeTag) -> Home:
    return Home(row.family_id, row.lat, row.lng, row.accuracy_m, row.at, row.visit)

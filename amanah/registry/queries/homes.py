"""What the field learnt at a family's door: where it is, and what awaits there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from amanah.registry import models
from amanah.registry.rules.hazards import standing
from amanah.registry.rules.homes import known_place
from amanah.registry.rules.paying_points import taken_there
from amanah.registry.types import (
    HazardNote,
    HazardTold,
    Home,
    HomeTold,
    KnownPlace,
    OfficeWord,
    TagKind,
    Unplaced,
    Untrusted,
)


def home(family_id: UUID) -> KnownPlace | None:
    return homes([family_id]).get(family_id)


def homes(family_ids: Collection[UUID]) -> dict[UUID, KnownPlace]:
    """The place learnt for each family from all its tags; families without one, or tagged at paying points only, are
    left out. Ask `is_trusted` before saying it to anybody as the home.
    """
    found = {family: known_place(tags) for family, (tags, _) in _sorted_tags(family_ids).items()}
    return {family: place for family, place in found.items() if place}


def unplaced(*, office: str, villages: Collection[str] | None = None) -> list[Unplaced]:
    """Families an office serves whose home has no trusted place, by village. `villages`: only these; None for all."""
    rows = models.Family.objects.filter(office=office).order_by("village", "id")
    within = rows if villages is None else rows.filter(village__in=list(villages))
    village_of = dict(within.values_list("id", "village_id"))
    tags = _sorted_tags(list(village_of))
    found = []
    for family, village in village_of.items():
        kept, left_out = tags.get(family, ([], 0))
        place = known_place(kept)
        why = place.untrusted if place else Untrusted.PAYING_POINT if left_out else Untrusted.NEVER_TAGGED
        if why:
            found.append(Unplaced(family, village, why, place))
    return found


def _sorted_tags(family_ids: Collection[UUID]) -> dict[UUID, tuple[list[Home], int]]:
    """Each family's tags that may be its home, and how many were taken at a paying point instead."""
    standing = models.HomeTag.objects.filter(family__in=family_ids, taken_back__isnull=True)
    tags = [_home(row) for row in standing]
    away = taken_there(_of_same_days(tags), _counters(family_ids) if tags else [])
    by_family: dict[UUID, tuple[list[Home], int]] = {}
    for tag in tags:
        kept, left_out = by_family.get(tag.family, ([], 0))
        by_family[tag.family] = (kept, left_out + 1) if tag in away else ([*kept, tag], left_out)
    return by_family


def _of_same_days(tags: Sequence[Home]) -> Collection[Home]:
    """These, and all other tags that the same phones made on the same days: whom else they met there."""
    phones, days = {tag.phone for tag in tags if tag.phone}, {tag.day for tag in tags if tag.day}
    others = models.HomeTag.objects.filter(phone__in=phones, day__in=days) if phones else ()
    return {*tags, *map(_home, others)}


def _counters(family_ids: Collection[UUID]) -> list[tuple[float, float]]:
    served = models.Family.objects.filter(pk__in=family_ids).values_list("office__lat", "office__lng").distinct()
    return [(lat, lng) for lat, lng in served if lat is not None and lng is not None]


def home_tags(family_id: UUID) -> list[Home]:
    """Every place learnt, newest first: a line in time."""
    return [_home(row) for row in models.HomeTag.objects.filter(family=family_id).order_by("-at", "-id")]


def home_history(family_id: UUID) -> list[HomeTold]:
    """Every place told for a home, newest first, with what the office said about its own."""
    rows = models.HomeTag.objects.filter(family=family_id).select_related("taken_back").order_by("-at", "-id")
    return [_told(row) for row in rows]


def home_told(tag_id: UUID) -> HomeTold | None:
    row = models.HomeTag.objects.filter(pk=tag_id).select_related("taken_back").first()
    return _told(row) if row else None


def tags(family_ids: Collection[UUID], *, most: int) -> dict[UUID, list[Home]]:
    """The newest places that visits marked at each door, at most so many, newest first: the memory of a place."""
    rows = models.HomeTag.objects.filter(family__in=family_ids, visit__isnull=False).order_by("-at", "-id")
    found: dict[UUID, list[Home]] = {}
    for row in rows:
        of_family = found.setdefault(row.family_id, [])
        if len(of_family) < most:
            of_family.append(_home(row))
    return found


def homes_without(visits: Collection[UUID]) -> dict[UUID, Home | None]:
    """Of each family that these visits marked, the newest place told by anybody else; None where there is none."""
    marked = models.HomeTag.objects.filter(visit__in=visits).values("family")
    rows = models.HomeTag.objects.filter(family__in=marked, taken_back__isnull=True).order_by("at", "id")
    found: dict[UUID, Home | None] = {}
    for row in rows:
        if row.visit not in visits:
            found[row.family_id] = _home(row)
        else:
            found.setdefault(row.family_id, None)
    return found


def hazards(family_ids: Collection[UUID], *, now: datetime) -> dict[UUID, list[HazardNote]]:
    """What stands at each family's door by now, last confirmed first; families without are left out."""
    told: dict[UUID, list[HazardTold]] = {}
    for row in models.Hazard.objects.filter(family__in=family_ids):
        one = HazardTold(row.family_id, row.kind, row.note, row.helped, row.gone, row.noted_at)
        told.setdefault(row.family_id, []).append(one)
    found = {family: standing(notes, now=now) for family, notes in told.items()}
    return {family: notes for family, notes in found.items() if notes}


def _told(row: models.HomeTag) -> HomeTold:
    back = getattr(row, "taken_back", None)  # one to one: there may be none
    return HomeTold(
        row.id, _home(row), OfficeWord(row.by, row.reason, row.at) if row.by else None,
        OfficeWord(back.by, back.reason, back.at) if back else None,
    )  # fmt: skip


def _home(row: models.HomeTag) -> Home:
    return Home(
        row.family_id, row.lat, row.lng, row.accuracy_m, row.at, row.visit, TagKind(row.kind), row.phone, row.day
    )

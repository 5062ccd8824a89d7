"""An office's day as the patterns see it, read from what other rooms know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from amanah.access import queries as access
from amanah.oversight import models
from amanah.oversight.rules.patterns.ground import folded
from amanah.oversight.rules.patterns.types import Alike, Call, Complaint, FaceAlike, PayerDay, Scene, Spot
from amanah.registry import queries as registry
from amanah.registry.types import Home
from amanah.visits.queries.told import Told, told, told_before
from amanah.visits.types import Place

LOOKS_BACK = timedelta(days=30)
_SHORT_ACCURACY_M = 12.0
"""A row tells no accuracy: a usual phone's (68 %) is taken, so that a former mark isn't held to be exact."""


@dataclass(frozen=True, slots=True)
class Month:
    """An office's day, and the visits of the month before it."""

    office: str
    day: date
    today: list[Told]
    earlier: list[Told]


def read_month(office: str, day: date) -> Month:
    return Month(office, day, told(office, day), told_before(office, since=day - LOOKS_BACK, until=day))


def scene(month: Month, *, alike: Iterable[Alike] = ()) -> Scene:
    """The office's payers on that day, a month of what they did before, and what is known of the families."""
    today, earlier = month.today, month.earlier
    families = {one.family for one in (*today, *earlier)}
    homes, before = _homes(families, not_of={one.visit for one in today}), _before(earlier)
    older = _homes({one.family for one in earlier}, not_of={one.visit for one in (*earlier, *today)})
    here, payers = access.office(month.office), access.payers(month.office)
    counter = [Spot(here.lat, here.lng, 0.0)] if here and here.lat is not None and here.lng is not None else []
    return Scene(
        days=_days(today, homes, before),
        earlier=_days(earlier, older, {}),
        homes=homes,
        points=tuple(counter),
        photos=tuple(alike),
        faces=_faces({one.family for one in today}),
        complaints=_complaints({one.visit for one in today}),
        utc_offset_h=_offset_h(month.day),
        staff=frozenset(folded(person.name) for person in payers),
        payers=len(payers),
    )


def _days(visits: list[Told], homes: dict[UUID, Spot], before: dict[UUID, Spot]) -> tuple[PayerDay, ...]:
    by_day: dict[tuple[UUID, date], list[Call]] = defaultdict(list)
    for one in visits:
        by_day[one.payer, one.day].append(_call(one, homes.get(one.family), before.get(one.family)))
    office = visits[0].office if visits else ""
    return tuple(PayerDay(payer, office, day, tuple(calls)) for (payer, day), calls in by_day.items())


def _call(one: Told, home: Spot | None, before: Spot | None) -> Call:
    way = one.other_way
    return Call(
        visit=one.visit, family=one.family, started_at=one.started_at, ended_at=one.ended_at,
        received_at=one.received_at, ending=cast("Literal['paid', 'failed', 'unfinished']", one.ending),
        reason=one.reason, started_ms=one.started_ms, ended_ms=one.ended_ms, village=one.village,
        spot=_spot(one.place, is_whole=one.is_whole), home=home, before=before, way=way.way.value if way else "",
        witness=way.witness.name if way and way.witness else "",
        witness_role=way.witness.role.value if way and way.witness else "",
        member=(way.member or "") if way else "", approver=one.approver,
        photos=one.photos,
    )  # fmt: skip


def _spot(place: Place | None, *, is_whole: bool) -> Spot | None:
    if place is None:
        return None
    accuracy_m = place.radius68_m if is_whole else _SHORT_ACCURACY_M
    return Spot(place.lat, place.lng, accuracy_m, place.spread_m, place.fixes)


def _homes(families: Collection[UUID], *, not_of: Collection[UUID]) -> dict[UUID, Spot]:
    """Where each family was known to live before these visits: what a visit marks is no witness of itself.

    The place learnt from all tags, where none of them is of these visits; else the newest other tag.
    """
    others = registry.homes_without(not_of)
    places = {family: place for family, place in registry.homes(families).items() if family not in others}
    found = {family: Spot(place.lat, place.lng, place.accuracy_m) for family, place in places.items()}
    return found | {family: _of_tag(tag) for family, tag in others.items() if tag and family in families}


def _of_tag(tag: Home) -> Spot:
    return Spot(tag.lat, tag.lng, tag.accuracy_m)


def _before(earlier: list[Told]) -> dict[UUID, Spot]:
    """Each family's newest mark of the days before."""
    marked = sorted((one for one in earlier if one.place), key=lambda one: one.started_at)
    return {one.family: spot for one in marked if (spot := _spot(one.place, is_whole=one.is_whole))}


def _faces(families: Collection[UUID]) -> tuple[FaceAlike, ...]:
    """Pairs that nobody called different, of these families."""
    named = models.FacePair.objects.filter(Q(family__in=families) | Q(other_family__in=families))
    rows = named.exclude(case__closing__outcome__in=["different", "twins"])
    return tuple(FaceAlike(row.family_id, row.other_family_id, row.likeness) for row in rows)


def _complaints(visits: Collection[UUID]) -> tuple[Complaint, ...]:
    rows = models.Complaint.objects.filter(visit__in=visits).order_by("at", "id")
    return tuple(Complaint(row.visit, row.due, row.received) for row in rows)


def _offset_h(day: date) -> float:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(settings.TIME_ZONE))
    offset = noon.utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0

"""What finished visits say of ways and doors: hops between two doors, minutes at each, the times last learnt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from amanah.geo.queries import distance_m
from amanah.geo.roads.asking import Map
from amanah.geo.roads.matrix import covered, cut
from amanah.geo.roads.types import Roads
from amanah.geo.types import Fix
from amanah.routes.travel import Hop, Pace, RoadPace, Travel, believable
from amanah.visits import models

# the phone's own clock, both ends of it: a wrong clock is wrong by as much at either
_DAY = """
SELECT visit.phone_id, visit.day, visit.family, visit.village, visit.lat, visit.lng, visit.started_at,
       (said.text::jsonb ->> 'at')::timestamptz AS ended_at
FROM visits_visit AS visit
JOIN visits_event AS said ON said.phone_id = visit.phone_id AND said.seq = visit.ended_seq AND said.is_read
WHERE visit.ending <> 'unfinished' AND visit.day >= %s AND (%s::text IS NULL OR visit.office_id = %s)
ORDER BY visit.phone_id, visit.day, visit.started_at
"""
_LONGEST_DOOR_MIN = 120.0
_ROAD_HOPS = 2_000


def hops(since: date, roads: Roads | None = None) -> list[Hop]:
    """Of all phones' days from `since`: from the end of a visit to the beginning of the phone's next.

    `roads`: asked for the graph's minutes of the newest `_ROAD_HOPS` ways of each regency.
    """
    found = list[Hop]()
    ends = list[tuple[tuple[float, float], tuple[float, float]]]()
    last = None
    for phone, day, _, village, lat, lng, started, ended in _rows(since, None):
        if last and lat is not None and last[:2] == (phone, day) and last[2] is not None:
            km = distance_m(Fix(last[2], last[3]), Fix(lat, lng)) / 1000
            found.append(Hop(village[:5], day, km, (started - last[4]).total_seconds() / 60))
            ends.append(((last[2], last[3]), (lat, lng)))
        last = (phone, day, lat, lng, ended)
    return _by_road(found, ends, roads) if roads else found


def _by_road(
    found: list[Hop], ends: list[tuple[tuple[float, float], tuple[float, float]]], roads: Roads
) -> list[Hop]:  # fmt: skip
    """A search of the graph is too long for every way of a year: the newest believable ones speak for a regency."""
    some: dict[str, list[int]] = defaultdict(list)
    for i in sorted(range(len(found)), key=lambda i: found[i].day, reverse=True):
        if believable([found[i]]) and len(some[found[i].regency]) < _ROAD_HOPS:
            some[found[i].regency].append(i)
    known = list(found)
    for mine in some.values():
        from_, to = (np.array([ends[i][side] for i in mine], dtype=np.float64) for side in (0, 1))
        part = cut(roads, np.concatenate([from_, to]))
        if covered(part, from_) == 0:
            continue
        ways = Map(part).pairs(from_, to)
        for i, seconds, on_roads in zip(mine, ways.seconds[:, 0], ways.on_roads[:, 0], strict=True):
            known[i] = replace(found[i], road_min=float(seconds) / 60 if on_roads else None)
    return known


def doors(office: str, since: date) -> dict[UUID, list[float]]:
    """Family -> minutes each of its visits took."""
    found: dict[UUID, list[float]] = defaultdict(list)
    for _, _, family, _, _, _, started, ended in _rows(since, office):
        minutes = (ended - started).total_seconds() / 60
        if 0 < minutes <= _LONGEST_DOOR_MIN:
            found[family].append(minutes)
    return found


def _rows(since: date, office: str | None) -> list[tuple[UUID, date, UUID, str, float, float, datetime, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(_DAY, [since, office, office])
        return list(cursor.fetchall())


def travel() -> Travel:
    """The times learnt last; the default before anything was."""
    row = models.TravelTimes.objects.order_by("-at", "-version").first()
    if row is None:
        return Travel()
    over_roads = row.content.get("roads", {})  # versions learnt before there were roads have none
    return Travel(
        row.version,
        {area: Pace(**pace) for area, pace in row.content["paces"].items()},
        {area: RoadPace(**pace) for area, pace in over_roads.items()},
    )


def last_places(phones: Collection[UUID], day: date) -> dict[UUID, tuple[float, float]]:
    """Phone -> where its last visit of the day was."""
    rows = models.Visit.objects.filter(phone__in=phones, day=day, lat__isnull=False).order_by("ended_seq", "started_at")
    found = rows.values_list("phone_id", "lat", "lng")
    return {phone: (lat, lng) for phone, lat, lng in found if lat is not None and lng is not None}


def learn(travel: Travel, *, content: Mapping[str, Any], now: datetime) -> None:
    """Added, never changed. `content`: what the times rest on, for whoever asks later."""
    paces = {area: asdict(pace) for area, pace in (travel.paces or {}).items()}
    roads = {area: asdict(pace) for area, pace in (travel.roads or {}).items()}
    content = {**content, "paces": paces, "roads": roads}
    models.TravelTimes.objects.create(version=travel.version, content=content, at=now)

"""What the maps' scripts are told: plain rows, no names of families, and only what their reader may see."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shapely.geometry import mapping

from amanah.access import queries as access
from amanah.access.types import Actor, Office, Role, Village
from amanah.geo.heat import Heat
from amanah.geo.maps.exporting import AROUND_DIGITS, SURE_DIGITS
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.oversight import queries as cases
from amanah.oversight.types import CaseKind
from amanah.visits.types.mapped import HomeToday, Replanned, Way
from amanah.visits.types.visits import Today, VillageProgress
from amanah.web import menu, terms
from amanah.web.templatetags.words import clock, language

Doubts = dict[UUID, list[dict[str, str]]]


def outline(village: Village) -> dict[str, Any] | None:
    """The village's area as a GeoJSON geometry; None when nobody loaded one."""
    return dict(mapping(village.area)) if village.area else None


def villages(days: Iterable[Today]) -> list[dict[str, Any]]:
    """Villages of the day's stages with their progress, as areas or as points."""
    known = {village.code: village for village in access.villages()}
    progress = [one for day in days for one in day.villages]
    return [_village(known[one.village], one) for one in progress if one.village in known]


def doubts(nopen: str, day: date) -> Doubts:
    """Payer -> open doubts of that day across their visits: each one's case, and its sentence in the reader's language.

    Payers in the order of their scores. Only for somebody who sees the office's cases.
    """
    found = cases.open_cases({nopen}, limit=1_000, kinds={CaseKind.PATTERN})
    flags, scores = cases.flags_of([case.id for case in found]), cases.scored(found)
    told: Doubts = {}
    for case in sorted(found, key=lambda case: (-scores[case.id], case.opened_at, case.id)):
        flag = flags.get(case.id)
        if flag and flag.day == day:
            told.setdefault(flag.payer, []).append({"case": str(case.id), "why": flag.why.in_(language())})
    return told


def payers(day: Today, doubted: Doubts) -> list[dict[str, Any]]:
    return [
        {
            "round": str(one.round), "payer": str(one.payer), "name": one.payer_name,
            "initials": "".join(word[0] for word in one.payer_name.split()[:2]).upper(),
            "stops": one.stops, "paid": one.paid, "failed": one.failed,
            "lat": one.last_place.lat if one.last_place else None,
            "lng": one.last_place.lng if one.last_place else None,
            "heard": clock(one.last_heard_at), "doubts": doubted.get(one.payer, []),
        }
        for one in day.payers
    ]  # fmt: skip


def reachable(actor: Actor, roles: Sequence[Role], homes: Iterable[HomeToday]) -> list[HomeToday]:
    """Those whose family page this reader may open: role and area, asked once a place."""
    said: dict[tuple[str | None, str | None], bool] = {}
    kept = []
    for one in homes:
        place = (one.office, one.village)
        if place not in said:
            said[place] = actor.may(set(roles), office=one.office, village=one.village)
        if said[place]:
            kept.append(one)
    return kept


def homes(rows: Iterable[HomeToday]) -> list[list[Any]]:
    """[lng, lat, state, family, payer, visit, reason, order, is it sure], for homes whose place is known."""
    return [
        [*_rounded(one.lng, one.lat, is_sure=one.is_sure), one.state.value, str(one.family), str(one.payer),
         str(one.visit) if one.visit else None, _word("reason", one.reason), one.order, one.is_sure]
        for one in rows
        if one.lat is not None and one.lng is not None
    ]  # fmt: skip


def way(of: Way, allowed: set[UUID]) -> dict[str, Any]:
    """A payer's way; steps at families the reader may not open are left out."""
    return {
        "round": str(of.round), "payer": str(of.payer),
        "steps": [
            {"lng": step.lng, "lat": step.lat, "at": step.at.isoformat(), "clock": clock(step.at),
             "ending": step.ending, "doubted": step.is_doubted, "visit": str(step.visit)}
            for step in of.steps
            if step.family in allowed
        ],
    }  # fmt: skip


def order(
    office: Office | None, stops: Iterable[HomeToday], moved: Replanned, made: Sequence[UUID] = ()
) -> dict[str, Any]:
    """The order as the round went out (`made`) and as it stands now, as lines from the office; how long each is in km.

    Of a round that kept no plan the first order is told by its leases: without what came.
    """
    listed = sorted(stops, key=lambda stop: stop.order)
    known = {stop.family: stop for stop in listed}
    first = [known[family] for family in made if family in known]
    before = _line(office, first or [stop for stop in listed if stop.family not in moved.came])
    after = _line(office, [stop for stop in listed if stop.family not in moved.gone])
    return {
        "before": before, "after": after, "km_before": km(before), "km_after": km(after), "changed": before != after,
    }  # fmt: skip


def beside(office: Office | None, stops: Iterable[HomeToday], before: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Several rounds on one map, by round: the way now, its stops, and the way before if it was another.

    `before`: round -> its families in the order they had; families this reader isn't shown are left out.
    """
    listed = sorted(stops, key=lambda stop: stop.order)
    known = {str(stop.family): stop for stop in listed}
    found: dict[str, Any] = {}
    for round_ in dict.fromkeys(str(stop.round) for stop in listed):
        mine = [stop for stop in listed if str(stop.round) == round_]
        was = [known[family] for family in before.get(round_, ()) if family in known]
        changed = was and [stop.family for stop in was] != [stop.family for stop in mine]
        found[round_] = {
            "way": _line(office, mine), "homes": homes(mine), "before": _line(office, was) if changed else [],
        }  # fmt: skip
    return found


def km(line: Sequence[Sequence[float]]) -> float:
    """As the crow flies; one decimal."""
    fixes = [Fix(lat, lng) for lng, lat in line]
    return round(sum(distance_m(a, b) for a, b in itertools.pairwise(fixes)) / 1000, 1)


def cells(of: Heat) -> dict[str, Any]:
    """GeoJSON with each cell's families and its reasons in words."""
    return {
        "hidden": of.hidden,
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [cell.ring]},
                "properties": {
                    "families": cell.families,
                    "why": "; ".join(f"{_word('reason', reason)}: {count}" for reason, count in cell.reasons),
                },
            }
            for cell in of.cells
        ],
    }


def sees_whole(actor: Actor, nopen: str) -> bool:
    """Whether every home of the office is theirs to see: a region that only touches the office isn't enough."""
    return any(
        grant.role in menu.SEES_HOMES
        and (grant.area == "*" or (grant.area.startswith("nopen:") and nopen in grant.offices))
        for grant in actor.grants
    )


def _village(village: Village, progress: VillageProgress) -> dict[str, Any]:
    return {
        "name": village.name, "lat": village.lat, "lng": village.lng, "area": outline(village),
        "due": progress.due, "paid": progress.paid, "failed": progress.failed,
    }  # fmt: skip


def _line(office: Office | None, stops: Iterable[HomeToday]) -> list[list[float]]:
    start = [[office.lng, office.lat]] if office and office.lat is not None and office.lng is not None else []
    return start + [[stop.lng, stop.lat] for stop in stops if stop.lat is not None and stop.lng is not None]


def _rounded(lng: float, lat: float, *, is_sure: bool) -> tuple[float, float]:
    digits = SURE_DIGITS if is_sure else AROUND_DIGITS
    return round(lng, digits), round(lat, digits)


def _word(kind: str, code: str) -> str:
    return terms.say(kind, code).in_(language()) if code else ""

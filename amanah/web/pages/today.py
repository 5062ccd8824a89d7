"""Today: four figures with yesterday beside them, the map of villages, what needs a decision, and each payer's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from shapely.geometry import mapping

from amanah.access import queries as access
from amanah.access.types import Actor, Office, Village
from amanah.oversight import queries as cases
from amanah.reporting import queries as reporting
from amanah.reporting.types import SPAN_DAYS, By
from amanah.values.clock import utc_now
from amanah.visits import queries as visits
from amanah.visits.types.visits import PayerDay, Today, VillageProgress
from amanah.web import forms, menu
from amanah.web.doors import for_roles
from amanah.web.when import asked_day, office_day

NEEDS_MAX = 4
# False rejections are counted anew every ten minutes: the page asks every twenty seconds, faces change by the day.
_COUNTED_FOR_S = 600
OFFICES_TOGETHER = 24  # each asks a handful of questions; somebody who reaches more chooses one


@dataclass(frozen=True, slots=True)
class Figures:
    """Offices together. Families, not entitlements; money in rupiah."""

    paid: int
    paid_total: int
    waiting: int
    failed: int
    was: dict[str, int]


@for_roles(*menu.WATCHES)
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    offices = offices_of(actor)
    named = [office for office in offices if office.nopen == forms.asked(request, "office")]
    chosen = named or offices[: OFFICES_TOGETHER if len(offices) <= OFFICES_TOGETHER else 1]
    day = asked_day(request)
    days = [visits.today(office.nopen, day) for office in chosen]
    shown = {
        "offices": offices,
        "one_at_a_time": len(offices) > OFFICES_TOGETHER,
        "office": chosen[0] if len(chosen) == 1 else None,
        "day": day,
        "is_today": day == office_day(),
        "figures": together(days),
        "needs": _needs(actor, chosen),
        "payers": [payer for one in days for payer in one.payers],
        "map": village_map(days),
        "unequal": _unequal(actor, day),
        "links_cases": actor.may(set(menu.SEES_CASES)),
        "links_rounds": actor.may(set(menu.SEES_ROUNDS)),
    }
    return render(request, "web/today/page.html", shown)


def _unequal(actor: Actor, day: date) -> int:
    """How many groups of an office's people are falsely rejected more often than others (`rejections` shows them).

    A national eye opens that page itself: counting a country's visits is nothing for a page that many keep open.
    """
    offices = actor.offices(set(menu.SEES_REJECTIONS))
    if offices is None or not actor.may(set(menu.SEES_REJECTIONS)):
        return 0
    return _alarms(offices, day, int(utc_now().timestamp() // _COUNTED_FOR_S))


@lru_cache(maxsize=256)
def _alarms(offices: frozenset[str], day: date, _moment: int) -> int:
    since = day - timedelta(days=SPAN_DAYS - 1)
    return len(reporting.false_rejections(since=since, until=day, offices=offices, by=tuple(By)).alarms)


def offices_of(actor: Actor) -> list[Office]:
    reached = actor.offices(set(menu.WATCHES))
    return [office for office in access.offices() if reached is None or office.nopen in reached]


def together(days: list[Today]) -> Figures:
    names = {name for one in days for name in one.yesterday}
    return Figures(
        paid=sum(one.paid for one in days),
        paid_total=sum(one.paid_total.rupiah for one in days),
        waiting=sum(one.waiting for one in days),
        failed=sum(one.failed for one in days),
        was={name: sum(one.yesterday.get(name, 0) for one in days) for name in names},
    )


def village_map(days: list[Today]) -> dict[str, Any]:
    """What the map draws: villages as areas with their progress, payers at their last place."""
    known = {village.code: village for village in access.villages()}
    progress = [one for day in days for one in day.villages]
    payers = [payer for day in days for payer in day.payers]
    return {
        "villages": [_area(known[one.village], one) for one in progress if one.village in known],
        "payers": [_pin(payer) for payer in payers if payer.last_place],
    }


def _area(village: Village, progress: VillageProgress) -> dict[str, Any]:
    return {
        "name": village.name,
        "lat": village.lat,
        "lng": village.lng,
        "area": mapping(village.area) if village.area else None,
        "due": progress.due,
        "paid": progress.paid,
        "failed": progress.failed,
    }


def _pin(payer: PayerDay) -> dict[str, Any]:
    place = payer.last_place
    assert place is not None  # asked by the caller
    initials = "".join(word[0] for word in payer.payer_name.split()[:2]).upper()
    return {"name": payer.payer_name, "initials": initials, "lat": place.lat, "lng": place.lng}


def _needs(actor: Actor, offices: list[Office]) -> dict[str, Any]:
    nopens = {office.nopen for office in offices}
    return {"cases": cases.open_cases(nopens, limit=NEEDS_MAX), "count": cases.count_open(nopens)}

"""The maps an office looks at: its day as it goes, where visits fail, one round before, after and as it was walked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from amanah.access import commands as looking
from amanah.access import queries as access
from amanah.access.types import Actor, Office
from amanah.geo import heat
from amanah.geo.maps import office_shelf
from amanah.values.clock import utc_now
from amanah.visits import queries as visits
from amanah.visits.queries import mapped
from amanah.visits.types.mapped import HomeState
from amanah.web import forms, mapping, menu, places, ranges, terms
from amanah.web.doors import for_roles
from amanah.web.pages import exported
from amanah.web.pages.today import offices_of
from amanah.web.templatetags.words import language, say
from amanah.web.when import asked_day, office_day

HEAT_DAYS = 90
_TILES = "application/vnd.pmtiles"
_MIDDLING_ZOOM = 12


@for_roles(*menu.WATCHES)
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One office at a time: a map of many says little and tells much."""
    offices = offices_of(actor)
    office = next((one for one in offices if one.nopen == forms.asked(request, "office")), next(iter(offices), None))
    day = asked_day(request)
    shown = {
        "offices": offices, "one_at_a_time": True, "office": office, "day": day, "is_today": day == office_day(),
        "asks": _asks(actor, office, str(day)) if office else None,
        "may_export": office and actor.may(set(menu.EXPORTS_HOMES), office=office.nopen),
        "formats": exported.FORMATS, "states": list(HomeState), "heat_days": HEAT_DAYS,
    }  # fmt: skip
    return render(request, "web/maps/page.html", shown)


@for_roles(*menu.WATCHES, area=places.of_office)
def live(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Villages, payers and counts: no family is in it. Doubts of payers' days for those who see cases."""
    day = visits.today(nopen, asked_day(request))
    doubted = mapping.doubts(nopen, day.day) if actor.may(set(menu.SEES_CASES), office=nopen) else {}
    counts = {"paid": day.paid, "failed": day.failed, "waiting": day.waiting, "doubted": day.doubted}
    return private({"villages": mapping.villages([day]), "payers": mapping.payers(day, doubted), "counts": counts})


@for_roles(*menu.SEES_HOMES, area=places.of_office)
def homes(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """The day's stops by state and the ways of their payers."""
    day = asked_day(request)
    on_record(request, actor, about=f"office:{nopen}", reason=f"map of {day}")
    stops = mapping.reachable(actor, menu.SEES_HOMES, mapped.homes_today([nopen], day))
    allowed = {stop.family for stop in stops}
    rows = mapping.homes(stops)
    ways = [mapping.way(one, allowed) for one in mapped.ways([nopen], day)]
    return private({"homes": rows, "ways": ways, "unplaced": len(stops) - len(rows)})


@for_roles(*menu.WATCHES, area=places.of_office)
def failing(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Where visits failed in the ninety days before the one that is asked for."""
    until = asked_day(request)
    zoom = forms.asked_number(request, "zoom")
    size = heat.resolution_at(min(zoom, 24) if zoom is not None else _MIDDLING_ZOOM)
    failed = mapped.failures([nopen], since=until - timedelta(days=HEAT_DAYS), until=until)
    points = [heat.Failure(one.family, one.lat, one.lng, one.reason) for one in failed]
    return private(mapping.cells(heat.heat(points, resolution=size)))


@for_roles(*menu.WATCHES, area=places.of_office)
def ground(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    return _tiles(request, nopen, office_shelf.GROUND)


@for_roles(*menu.SEES_HOMES, area=places.of_office)
def home_tiles(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Every home of the office. Only for somebody who may open each of its families."""
    if not mapping.sees_whole(actor, nopen):
        raise PermissionDenied
    on_record(request, actor, about=f"office:{nopen}", reason="map of every home")
    return _tiles(request, nopen, office_shelf.HOMES)


@for_roles(*menu.SEES_WAYS, area=places.of_round)
def round_map(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    found = visits.round_of(round_id)
    if found is None:
        raise Http404
    asks = {"way": reverse("round_way", args=[round_id]), "words": _words(), "ground": ground_at(found.office)}
    shown = {"round": found, "payer": access.person(found.payer), "office": access.office(found.office), "asks": asks}
    return render(request, "web/maps/round.html", shown)


@for_roles(*menu.SEES_WAYS, area=places.of_round)
def round_way(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """The order as the round went out, as replanning left it, and the way as it was walked."""
    found = visits.round_of(round_id)
    if found is None:
        raise Http404
    on_record(request, actor, about=f"round:{round_id}", reason="map of the round")
    stops = mapping.reachable(actor, menu.SEES_WAYS, mapped.homes_of_round(round_id))
    moved = mapped.replanned(round_id)
    # A family that was passed on and visited by this phone all the same is on its way too.
    walked = mapping.way(mapped.way_of(round_id), {stop.family for stop in stops})
    line = [[step["lng"], step["lat"]] for step in walked["steps"]]
    return private({
        "homes": mapping.homes(stops), "way": walked, "km_walked": mapping.km(line),
        "order": mapping.order(access.office(found.office), stops, moved, mapped.plan_made(round_id)),
        "gone": [str(family) for family in moved.gone], "came": [str(family) for family in moved.came],
    })  # fmt: skip


@for_roles(*menu.EXPORTS_HOMES, area=places.of_office, verb="POST")
def export(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    return exported.answer(request, actor, nopen)


def _asks(actor: Actor, office: Office, day: str) -> dict[str, Any]:
    """The addresses this reader's map may ask; what isn't theirs isn't named."""
    sees = actor.may(set(menu.SEES_HOMES), office=office.nopen)
    whole = mapping.sees_whole(actor, office.nopen) and _has(office.nopen, office_shelf.HOMES)
    where = {"lat": office.lat, "lng": office.lng}
    return {
        "day": day, "office": where, "words": _words(), "ground": ground_at(office.nopen),
        "live": reverse("map_live", args=[office.nopen]), "heat": reverse("map_heat", args=[office.nopen]),
        "homes": reverse("map_homes", args=[office.nopen]) if sees else None,
        "tiles": reverse("map_home_tiles", args=[office.nopen]) if whole else None,
        "round": reverse("round_map", args=[UUID(int=0)]) if actor.may(set(menu.SEES_WAYS), office=office.nopen)
        else None,
        "case": reverse("case", args=[UUID(int=0)]) if actor.may(set(menu.SEES_CASES), office=office.nopen) else None,
        "visit": reverse("visit", args=[UUID(int=0)]), "family": reverse("family", args=[UUID(int=0)]),
    }  # fmt: skip


def _words() -> dict[str, str]:
    return {
        **{state.value: terms.say("home_state", state).in_(language()) for state in HomeState},
        "unfinished": terms.say("ending", "unfinished").in_(language()),
        "open": say("Buka halamannya", "Open its page"), "way": say("Putaran di peta", "Round on the map"),
        "families": say("keluarga", "families"), "stop": say("urutan", "stop"), "home": say("rumah", "home"),
        "doubts": say("keraguan", "doubts"), "see": say("Lihat bukti", "See the evidence"),
        "play": say("Putar", "Play"), "pause": say("Jeda", "Pause"), "none": say("Semua juru bayar", "All payers"),
        "stale": say("Belum tersambung; peta dari pukul", "No connection; map of"),
        "fresh": say("diperbarui", "updated"), "hidden": say("tidak ditempatkan", "not placed"),
        "gone": say("dialihkan ke putaran lain", "passed to another round"),
        "came": say("datang dari putaran lain", "came from another round"),
        "around": say("Letaknya baru perkiraan.", "Its place is only a guess."),
        "straight": say("Jarak garis lurus.", "Distances as the crow flies."),
        "unplaced": say("rumah belum diketahui tempatnya", "homes without a known place"),
    }  # fmt: skip


def ground_at(nopen: str) -> str | None:
    """Where the map asks for the office's streets; None when nobody built them."""
    return reverse("map_ground", args=[nopen]) if _has(nopen, office_shelf.GROUND) else None


def _has(nopen: str, name: str) -> bool:
    return office_shelf.file_of(settings.AMANAH_MAPS_DIR, nopen, name).is_file()


def _tiles(request: HttpRequest, nopen: str, name: str) -> HttpResponse:
    path = office_shelf.file_of(settings.AMANAH_MAPS_DIR, nopen, name)
    if not path.is_file():
        raise Http404
    return ranges.part(path, request.headers.get("Range", ""), content_type=_TILES)


def on_record(request: HttpRequest, actor: Actor, *, about: str, reason: str) -> None:
    """A look is put on record once an hour of a sitting: a map that refreshes itself isn't looked at anew each time."""
    now = utc_now()
    key, hour = f"looked {about} {reason}", now.strftime("%Y-%m-%dT%H")
    if request.session.get(key) != hour:
        looking.look(actor, what="homes", about=about, reason=reason, now=now)
        request.session[key] = hour


def private(content: dict[str, Any]) -> HttpResponse:
    """Homes are personal: no copy of the answer is kept on the way."""
    return JsonResponse(content, headers={"Cache-Control": "no-store"})

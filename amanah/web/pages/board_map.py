"""The map beside the board: every payer's way in a colour of its own, and the way it was before the last change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor
from amanah.visits import queries as visits
from amanah.visits.queries import mapped
from amanah.visits.types.rounds import Round, RoundKind, RoundState
from amanah.web import mapping, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages.maps import ground_at, on_record, private
from amanah.web.templatetags.words import say
from amanah.web.when import asked_day

_REMEMBERED = "rounds before"


@for_roles(*menu.PLANS_ROUNDS, area=places.of_office)
def ways(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Rounds that are planned or out, with the homes this reader may open; the look is on record."""
    day = asked_day(request)
    on_record(request, actor, about=f"office:{nopen}", reason=f"map of rounds of {day}")
    rounds = {one.id: one for one in visits.rounds(nopen, day) if is_open(one)}
    stops = [one for one in mapped.homes_today([nopen], day) if one.round in rounds]
    seen = mapping.reachable(actor, menu.SEES_HOMES, stops)
    drawn = mapping.beside(access.office(nopen), seen, request.session.get(_REMEMBERED, {}))
    told = [{"name": name_of(one), "families": len(one.stops), "is_out": one.state is RoundState.OUT,
             **drawn[str(one.id)]} for one in rounds.values() if str(one.id) in drawn]  # fmt: skip
    return private({"rounds": told, "unplaced": sum(one.lat is None for one in seen)})


def remember(request: HttpRequest, rounds: Iterable[Round]) -> None:
    """How these rounds went, for this sitting's next look: families' ids, no place of anybody."""
    request.session[_REMEMBERED] = {str(one.id): [str(stop.family) for stop in one.stops] for one in rounds}


def is_open(one: Round) -> bool:
    return one.kind is RoundKind.PAY and one.state is not RoundState.CLOSED


def asks(nopen: str, day: date) -> dict[str, Any]:
    """What the map's script is told before it asks: addresses and words, no family."""
    office = access.office(nopen)
    is_known = office is not None and office.lat is not None
    return {
        "office": {"name": office.name, "lat": office.lat, "lng": office.lng} if office and is_known else None,
        "ways": f"{reverse('rounds_board_ways', args=[nopen])}?day={day}", "ground": ground_at(nopen),
        "family": reverse("family", args=["00000000-0000-0000-0000-000000000000"]),
        "words": {
            "open": say("Buka halamannya", "Open its page"), "families": say("keluarga", "families"),
            "unplaced": say("rumah belum diketahui tempatnya", "homes without a known place"),
            "out": say("sedang keluar", "out"), "corners": say("sudut", "corners"),
            "click": say("klik sudut-sudutnya di peta", "click its corners on the map"),
        },
    }  # fmt: skip


def name_of(one: Round) -> str:
    """The payer's name."""
    payer = access.person(one.payer)
    return payer.name if payer else ""

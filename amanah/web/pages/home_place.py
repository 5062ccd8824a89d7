"""The office sets right where a family lives: tapped on a map, typed or a Plus Code, with its reason; or undoes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Village
from amanah.geo.queries import distance_m, outside_m
from amanah.geo.typed import LONGEST, Odd, Typed, typed_place, written
from amanah.geo.types import P95_OF_P68, Area, Areas, Position
from amanah.registry import queries as registry
from amanah.registry.commands import placing
from amanah.registry.types import Family, HomeTold, KnownPlace
from amanah.values.clock import utc_now
from amanah.values.problem import Sentence
from amanah.web import forms, mapping, menu, places, plus
from amanah.web.doors import for_roles
from amanah.web.pages.maps import ground_at
from amanah.web.templatetags.words import say
from amanah.web.when import office_day

SLACK_M = 100
"""Beyond the village's border, as drawn: from here on it is asked. The policy's own slack when visits are judged."""
FAR_M = 5_000
"""From the village's middle, where nobody loaded its area."""
REASON_MAX = 200
_WHY = Sentence("Tulis mengapa letaknya dibetulkan.", "Write why the place is set right.")
_WHY_BACK = Sentence("Tulis mengapa koreksi ini dibatalkan.", "Write why this correction is taken back.")
_ODD = {
    Odd.COMMAS: Sentence("koma dibaca sebagai titik desimal", "commas were read as decimal points"),
    Odd.SWAPPED: Sentence("bujur tertulis lebih dulu, jadi ditukar", "longitude came first, so they were exchanged"),
    Odd.NO_MINUS: Sentence("tanda minus ditambahkan", "a minus sign was added"),
}


@for_roles(*menu.CORRECTS_HOMES, area=places.of_family, verb="FORM")
def correct(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    """Shows the home with all that was told of it; a place that reads oddly is asked once more before it is kept.

    Problems: `text_missing` (no reason), `place_unclear`, `place_far_away`.
    """
    found = _family(family)
    village = access.village(found.village) if found.village else None
    if request.method != "POST":
        return _page(request, found, village)
    reason = forms.words(request, "reason", missing=_WHY, longest=REASON_MAX)
    near = Position(village.lat, village.lng) if village else None
    typed = typed_place(request.POST.get("place", ""), near=near)
    doubts = _doubts(typed, village)
    if doubts and request.POST.get("sure") != written(typed.place):
        asked = {"read": written(typed.place), "doubts": doubts, "place": written(typed.place), "reason": reason}
        return _page(request, found, village, **asked)
    placing.correct_home(
        family, lat=typed.place.lat, lng=typed.place.lng, reason=reason, by=actor.label, now=utc_now(), day=office_day()
    )
    messages.success(request, say("Letak rumah dibetulkan.", "The home's place is set right."))
    return HttpResponseRedirect(reverse("family_home", args=[family]))


@for_roles(*menu.CORRECTS_HOMES, area=places.of_family, verb="POST")
def take_back(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    """One correction counts as never said. Problems: `text_missing`, `choice_missing`, `home_word_unknown`."""
    reason = forms.words(request, "reason", missing=_WHY_BACK, longest=REASON_MAX)
    tag = forms.ids(request, "tag")[0]
    placing.take_back(tag, family_id=family, reason=reason, by=actor.label, now=utc_now())
    messages.success(request, say("Koreksi dibatalkan.", "The correction is taken back."))
    return HttpResponseRedirect(reverse("family_home", args=[family]))


def _page(request: HttpRequest, found: Family, village: Village | None, **asked: Any) -> HttpResponse:
    known, history = registry.home(found.id), registry.home_history(found.id)
    shown = {
        "family": found, "village": village, "home": known, "plus_code": plus.label(known, village),
        "history": history, "drawn": _drawn(found, village, known, history), "longest": LONGEST,
        "reason_max": REASON_MAX, **asked,
    }  # fmt: skip
    return render(request, "web/homes/place.html", shown)


def _doubts(typed: Typed, village: Village | None) -> list[Sentence]:
    """What is asked before the place is kept: how it was read, and where it lies."""
    outside = _outside_m(typed.place, village) if village else None
    found = [_ODD[odd] for odd in Odd if odd in typed.odd]
    if village and outside is not None:
        said = f"{outside / 1000:.1f} km" if outside >= 1000 else f"{outside:.0f} m"
        found.append(Sentence(f"titiknya {said} di luar {village.name}", f"it lies {said} outside {village.name}"))
    return found


def _outside_m(place: Position, village: Village) -> float | None:
    """Metres outside the village; None inside it, or where nothing can be said against the place."""
    if village.area:
        far = outside_m(Areas([Area(village.code, village.area)]), village.code, place) or 0
        return far if far > SLACK_M else None
    far = distance_m(place, Position(village.lat, village.lng))
    return far if far > FAR_M else None


def _drawn(found: Family, village: Village | None, known: KnownPlace | None, history: list[HomeTold]) -> dict[str, Any]:
    """What the map shows: the home's circle (95 %), each place told, the village's border, and where to begin."""
    office = access.office(found.office) if found.office else None
    middle = village or office
    return {
        "home": [known.lng, known.lat, known.accuracy_m * P95_OF_P68] if known else None,
        "tags": [[one.tag.lng, one.tag.lat, str(one.tag.kind)] for one in history if not one.taken_back],
        "village": mapping.outline(village) if village else None,
        "middle": [middle.lng, middle.lat] if middle else None,
        "ground": ground_at(found.office) if found.office else None,
        "words": {"pin": say("Letak baru", "New place"), "home": say("Letak yang diketahui", "Known place")},
    }


def _family(family: UUID) -> Family:
    found = registry.family(family)
    if found is None:
        raise Http404
    return found

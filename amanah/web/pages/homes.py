"""Homes without a trusted place, office by office: why, in which village, and as a file for whoever is sent there."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import commands as looking
from amanah.access import queries as access
from amanah.access.types import Actor, Office, Role, Village
from amanah.geo.pluscode import plus_code
from amanah.geo.types import Fix
from amanah.registry import queries as registry
from amanah.registry.types import Family, Unplaced
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.web import forms, menu, places, plus
from amanah.web.doors import for_roles

A_PAGE = 50
_WHY = Sentence("Tulis untuk apa berkas ini.", "Write what this file is for.")
_COLUMNS = ("family", "village_code", "village", "why", "plus_code", "plus_code_is", "accuracy_m", "tags")


@dataclass(frozen=True, slots=True)
class Row:
    """One home as the list shows it; `code` is a Plus Code, None without a guess."""

    family: Family
    one: Unplaced
    village: str
    code: Sentence | None


@for_roles(*menu.SEES_UNPLACED)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The actor's offices; who has one only goes straight to it."""
    reached = actor.offices(set(menu.SEES_UNPLACED))
    offices = [office for office in access.offices() if reached is None or office.nopen in reached]
    if len(offices) == 1:
        return HttpResponseRedirect(reverse("homes_office", args=[offices[0].nopen]))
    return render(request, "web/homes/offices.html", {"offices": offices})


@for_roles(*menu.SEES_UNPLACED, area=places.of_office)
def office(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Fifty a page, by village; names are opened for these fifty alone."""
    all_ = _reached(actor, nopen)
    names = _villages(all_)
    found = _asked(all_, village=forms.asked(request, "village"), why=forms.asked(request, "why"))
    pages = max(1, -(-len(found) // A_PAGE))
    nth = min(max(1, _number(forms.asked(request, "page"))), pages)
    shown = {
        "office": _office(nopen),
        "rows": _rows(found[(nth - 1) * A_PAGE : nth * A_PAGE], names),
        "total": len(found),
        "whys": Counter(one.why for one in all_).most_common(),
        "by_village": _by_village(all_, names),
        "village": forms.asked(request, "village"),
        "why": forms.asked(request, "why"),
        "nth": nth,
        "pages": pages,
        "may_export": actor.may({Role.OFFICE_HEAD, Role.AUDITOR}, office=nopen),
        "may_plan": actor.may({Role.OFFICE_HEAD}, office=nopen),
        "may_correct": actor.may(set(menu.CORRECTS_HOMES), office=nopen),
    }
    return render(request, "web/homes/office.html", shown)


@for_roles(Role.OFFICE_HEAD, Role.AUDITOR, area=places.of_office, verb="POST")
def file(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """The list as CSV after its reason is on record: no name, no address. Problem `text_missing` (no reason)."""
    reason = forms.words(request, "reason", missing=_WHY, longest=200)
    looking.look(actor, what="homes", about=f"office:{nopen}", reason=reason, now=utc_now())
    all_ = _reached(actor, nopen)
    found = _asked(all_, village=request.POST.get("village", ""), why=request.POST.get("why", ""))
    response = HttpResponse(_csv(found, _villages(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rumah-belum-pasti-{nopen}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _reached(actor: Actor, nopen: str) -> list[Unplaced]:
    """Of the office's families those whose village the actor reaches, or all where the office itself is theirs."""
    reached = actor.offices(set(menu.SEES_UNPLACED))
    villages = None if reached is None or nopen in reached else actor.villages(set(menu.SEES_UNPLACED))
    return registry.unplaced(office=nopen, villages=villages)


def _asked(found: Sequence[Unplaced], *, village: str, why: str) -> list[Unplaced]:
    return [one for one in found if village in ("", one.village or "-") and why in ("", str(one.why))]


def _by_village(found: Sequence[Unplaced], names: Mapping[str, Village]) -> list[tuple[str, str, int]]:
    """Code (`-` for none), name and how many, the most first."""
    counts = Counter(one.village or "-" for one in found)
    return [(code, names[code].name if code in names else code, number) for code, number in counts.most_common()]


def _rows(found: Sequence[Unplaced], names: Mapping[str, Village]) -> list[Row]:
    known = registry.families([one.family for one in found])
    return [_row(known[one.family], one, names.get(one.village or "")) for one in found]


def _row(family: Family, one: Unplaced, village: Village | None) -> Row:
    name = village.name if village else family.village_code
    return Row(family, one, name, plus.label(one.place, village))


def _csv(found: Sequence[Unplaced], names: Mapping[str, Village]) -> str:
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(_COLUMNS)
    for one in found:
        place, village = one.place, names.get(one.village or "")
        code = plus_code(Fix(place.lat, place.lng), accuracy_m=place.accuracy_m) if place else ""
        guess = ("guess", round(place.accuracy_m), place.tags) if place else ("", "", 0)
        head = (one.family, one.village or "", village.name if village else "", one.why)
        lines.writerow([*head, code, *guess])
    return written.getvalue()


def _villages(found: Sequence[Unplaced]) -> dict[str, Village]:
    """One by one: an office has some dozens, the country 83,000."""
    asked = (access.village(code) for code in sorted({one.village for one in found if one.village}))
    return {village.code: village for village in asked if village}


def _office(nopen: str) -> Office:
    found = access.office(nopen)
    if found is None:
        raise Problem("office_unknown", Sentence("Kantor ini tidak ada.", "There is no such office."), status=404)
    return found


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1

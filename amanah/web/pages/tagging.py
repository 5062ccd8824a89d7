"""Rounds that only mark homes, on the page of rounds: who marks, how far they are, and planning anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Office, Person, Phone, Role
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.visits import queries as visits
from amanah.visits.commands.tagging import MOST_STOPS, plan_tagging
from amanah.visits.types.rounds import Round
from amanah.web import forms, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say


@dataclass(frozen=True, slots=True)
class Row:
    """One geotagger's day: homes marked and not found, of all stops."""

    person: Person
    phones: list[Phone]
    round: Round | None
    marked: int
    not_found: int


@for_roles(Role.OFFICE_HEAD, area=places.of_office, verb="POST")
def plan(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    day, people = forms.day(request, "day"), forms.ids(request, "person")
    villages = {code for code in request.POST.getlist("village") if code}
    most = forms.whole(request, "most", lowest=1, highest=MOST_STOPS)
    made = plan_tagging(nopen, day, people, villages=villages or None, most_stops=most, by=actor.label, now=utc_now())
    said = say("{n} putaran penandaan disusun untuk {f} rumah; {l} menunggu hari lain.",
               "{n} rounds to mark {f} homes planned; {l} wait for another day.",
               n=len(made.rounds), f=made.families, l=made.left_out)  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('rounds')}?day={day}")


def of_office(office: Office, rounds: Mapping[UUID, Round], day: date, *, may_plan: bool) -> dict[str, object] | None:
    """What the page of rounds shows of an office's geotaggers; None where it has none. `rounds`: by their carrier."""
    people = access.geotaggers(office.nopen)
    if not people:
        return None
    rows = [_row(person, rounds.get(person.id)) for person in people]
    return {
        "rows": rows,
        "day": day,
        "villages": _villages(office) if may_plan and any(row.round is None for row in rows) else [],
        "most": MOST_STOPS,
    }


def _row(person: Person, found: Round | None) -> Row:
    ended = visits.tagged(found) if found and found.phone else {}
    count = Counter(one.ending for one in ended.values())
    return Row(person, access.phones_of(person.id), found, count["tagged"], count["failed"])


def _villages(office: Office) -> list[tuple[str, str, int]]:
    """Code, name and homes to mark; most first."""
    count = Counter(one.village or "" for one in registry.unplaced(office=office.nopen))
    names = {village.code: village.name for village in access.villages()}
    return [(code, names.get(code, code), number) for code, number in count.most_common()]

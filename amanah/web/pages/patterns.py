"""Doubts across visits on pages: what one says of a payer's day, how right each kind has been, what a family got."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as people
from amanah.access.types import Actor
from amanah.oversight import commands as oversight
from amanah.oversight import queries as cases
from amanah.oversight.types import Case
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.visits.queries import kept
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say

_MOST_VISITS = 60


def by_doubt(found: list[Case]) -> tuple[list[Case], dict[UUID, float]]:
    """Cases of patterns, most doubted first, and each one's score."""
    scores = cases.scored(found)
    return sorted(found, key=lambda case: (-scores[case.id], case.opened_at, case.id)), scores


def carrier_of(about: str) -> UUID:
    """The payer a case of a pattern is about (`payer:<uuid>:<day>:<pattern>`)."""
    return UUID(about.split(":")[1])


def page(request: HttpRequest, actor: Actor, found: Case, *, may_close: bool) -> HttpResponse:
    """One doubt with its numbers and the visits it is about; the answers are those of any case."""
    flag = cases.flags_of([found.id]).get(found.id)
    if flag is None:
        raise Http404
    named = kept.families_of(flag.visits)
    families = registry.families(set(named.values()))
    of_day = [one for one in cases.flags(office=flag.office, day=flag.day) if one.payer == flag.payer]
    about = [{"id": id_, "family": families.get(named[id_])} for id_ in flag.visits if id_ in named]
    shown = {
        "case": found,
        "flag": flag,
        "payer": people.person(flag.payer),
        "score": cases.scored([found])[found.id],
        "beside": [one for one in of_day if one != flag],
        "visits": about[:_MOST_VISITS],
        "may_close": may_close and flag.payer != actor.id,
        "is_payer": flag.payer == actor.id,
    }  # fmt: skip
    return render(request, "web/cases/pattern.html", shown)


@for_roles(*menu.SEES_CASES)
def precision(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How right each kind of doubt was, by the cases that people closed; of the whole house, for rules are its own."""
    return render(request, "web/cases/precision.html", {"rows": cases.tracked()})


@for_roles(*menu.HEARS_COMPLAINTS, area=places.of_visit, verb="POST")
def complain(request: HttpRequest, actor: Actor, visit: UUID) -> HttpResponse:
    """What the family says it received. Sent twice it is kept once; who paid doesn't note it (maker is no checker)."""
    seen = visits.visit(visit)
    if seen is None:
        raise Http404
    phone = people.phone(seen.visit.phone)
    if phone and phone.payer.id == actor.id:
        raise _own_work()
    received, note = forms.amount(request, "received").rupiah, request.POST.get("note", "").replace("\x00", "")[:300]
    id_ = uuid5(visit, f"{actor.label}:{received}:{note}")
    oversight.complain(id_, visit=visit, received=received, note=note, by=actor.label, now=utc_now())
    messages.success(request, say("Pengaduan tercatat atas nama Anda.", "The complaint is kept, in your name."))
    return HttpResponseRedirect(reverse("visit", args=[visit]))


def _own_work() -> Problem:
    return Problem(
        "own_work",
        Sentence(
            "Kunjungan ini Anda lakukan sendiri; orang lain yang harus mencatat pengaduannya.",
            "You made this visit yourself; somebody else must note the complaint.",
        ),
        status=403,
    )

"""Audit samples: sealed, drawn, and what the families said; the form that keeps what a family of one said."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Role
from amanah.oversight import queries as cases
from amanah.oversight.commands import calling_back
from amanah.oversight.queries import sampling
from amanah.oversight.queries.sampling import Sample
from amanah.oversight.types import Asked, Case, CaseKind, CaseOutcome, Said
from amanah.values.clock import utc_now
from amanah.values.problem import Sentence
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say

ASKS = (Role.OFFICE_HEAD, Role.MINISTRY)
"""A sample checks the supervisors' own payers too: their head asks, or the ministry where the head closed the cash."""
_NOTE = Sentence("Tulis apa yang dikatakan keluarga.", "Write what the family said.")


@for_roles(*menu.SEES_SAMPLES)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Seals and draws of the actor's offices, the newest first."""
    names = {office.nopen: office.name for office in access.offices()}
    found = sampling.samples(actor.offices(set(menu.SEES_SAMPLES)))
    rows = [{**_told(one), "office": names.get(one.office, one.office)} for one in found]
    return render(request, "web/samples/list.html", {"rows": rows})


@for_roles(*menu.SEES_SAMPLES, area=places.of_sample)
def one(request: HttpRequest, actor: Actor, sample: UUID) -> HttpResponse:
    """Visits are named by number: who may see families follows the link, headquarters sees chances and answers."""
    found = sampling.sample(sample)
    if found is None:
        raise Http404
    drawn = sampling.drawn_visits(sample)
    here = access.office(found.office)
    shown = {
        **_told(found),
        "office": here.name if here else found.office,
        "drawn": drawn,
        "counted": sampling.counted(drawn),
        "is_as_drawn": sampling.is_as_drawn(sample),
        "sees_cases": actor.may(set(menu.SEES_CASES), office=found.office),
        "sees_visits": actor.may(set(menu.KNOWS_FAMILIES), office=found.office),
    }
    return render(request, "web/samples/one.html", shown)


@for_roles(*ASKS, area=places.of_case, verb="POST")
def call_back(request: HttpRequest, actor: Actor, case: UUID) -> HttpResponse:
    found = cases.case(case)
    if found is None or found.kind is not CaseKind.SAMPLE:
        raise Http404
    said, how = forms.one_of(request, "said", Said), forms.one_of(request, "how", Asked)
    is_typed = said is Said.SHORT or bool(request.POST.get("received", "").strip())
    received = forms.amount(request, "received").rupiah if is_typed else None
    note = forms.words(request, "note", missing=_NOTE)
    closed = calling_back.call_back(
        case, said=said, how=how, received=received, note=note, by=actor.label, now=utc_now()
    )
    messages.success(request, _thanks(closed))
    return HttpResponseRedirect(reverse("case", args=[case]))


def asking(actor: Actor, found: Case) -> dict[str, object]:
    """What the page of a drawn visit's case shows beside the evidence: what was said, and the form for who may ask."""
    asks = actor.may(set(ASKS), office=found.office) and not found.closed_at
    return {
        "sample": found.about.split(":")[1],
        "sees_sample": actor.may(set(menu.SEES_SAMPLES), office=found.office),
        "call_backs": sampling.call_backs([found.id]),
        "said_kinds": list(Said),
        "how_kinds": list(Asked),
        "may_ask": asks and not (found.visit and _worked_there(actor, found.visit)),
        "worked_there": bool(asks and found.visit and _worked_there(actor, found.visit)),
    }


def _worked_there(actor: Actor, visit: UUID) -> bool:
    seen = visits.visit(visit)
    phone = access.phone(seen.visit.phone) if seen else None
    return (phone is not None and phone.payer.id == actor.id) or actor.label in desk.counters_of(visit)


def _told(found: Sample) -> dict[str, object]:
    return {"sample": found, "estimate": sampling.error_rate(found.id) if found.drawn_at else None}


def _thanks(closed: CaseOutcome | None) -> str:
    if closed is None:
        return say("Tercatat; kasus tetap terbuka sampai keluarga ditemui.", "Kept; the case stays open until met.")
    return say(
        "Jawaban tercatat atas nama Anda dan kasus ditutup.", "The answer is kept in your name; the case closes."
    )

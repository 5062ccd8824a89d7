"""Families: finding one, seeing one with what the field learnt, opening a number for a reason, enrolling a face."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import commands as access
from amanah.access import queries as people
from amanah.access.types import Actor, Role
from amanah.eligibility import queries as eligibility
from amanah.oversight import queries as cases
from amanah.programs import queries as programs
from amanah.receipts import queries as receipts
from amanah.registry import commands as enrolment
from amanah.registry import queries as registry
from amanah.registry.types import Family
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.vault import queries as vault
from amanah.visits import commands as office
from amanah.visits import queries as visits
from amanah.web import evidence, forms, menu, places, plus
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say
from amanah.web.when import office_day

FOUND_MAX = 50
PHOTO_MB = 4
_WHY = Sentence("Tulis alasan melihat nomor ini.", "Write why you need to see this number.")
_WHY_CODE = Sentence(
    "Tulis siapa saksinya dan mengapa wajah tidak dapat dipakai.", "Write who the witness is and why the face won't do."
)


@for_roles(*menu.KNOWS_FAMILIES)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """By name or NIK, within the actor's own villages; htmx asks for the rows alone."""
    text = forms.asked(request, "q")
    villages = actor.villages(set(menu.KNOWS_FAMILIES))
    found = (
        registry.find(text, villages=villages, limit=FOUND_MAX + 1)
        if text
        else registry.in_villages(villages, limit=FOUND_MAX + 1)
    )
    shown = {"families": found[:FOUND_MAX], "more": len(found) > FOUND_MAX, "q": text, "villages": _village_names()}
    template = "web/families/rows.html" if request.headers.get("HX-Request") else "web/families/list.html"
    return render(request, template, shown)


@for_roles(*menu.KNOWS_FAMILIES, area=places.of_family)
def family(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    return render(request, "web/families/family.html", _shown(actor, _family(family)))


@for_roles(*menu.KNOWS_FAMILIES, area=places.of_visit)
def visit(request: HttpRequest, actor: Actor, visit: UUID) -> HttpResponse:
    """The evidence of one visit; each of its photos is a look on the record."""
    seen = visits.visit(visit)
    if seen is None:
        raise Http404
    found, phone = _family(seen.visit.family), people.phone(seen.visit.phone)
    shown = {
        "visit": seen,
        "family": found,
        "payer": phone.payer if phone else None,
        "receipts": receipts.receipts_of(visit),
        "may_complain": actor.may(set(menu.HEARS_COMPLAINTS), office=seen.office),
        "evidence": evidence.gather(seen, found.id, purpose=f"visit:{visit}"),
    }
    return render(request, "web/families/visit.html", shown)


@for_roles(*menu.KNOWS_FAMILIES, area=places.of_family, verb="POST")
def numbers(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    """NIK and KK in full, after the reason is on record; shown in this answer only."""
    reason = forms.words(request, "reason", missing=_WHY, longest=200)
    access.look(actor, what="nik", about=f"family:{family}", reason=reason, now=utc_now())
    found = _family(family)
    response = render(request, "web/families/family.html", {**_shown(actor, found), "is_open": True})
    response["Cache-Control"] = "no-store"
    return response


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, area=places.of_family, verb="POST")
def code(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    """Today's code of this family for a payer on the telephone, after the reason is on record; in this answer only."""
    reason = forms.words(request, "reason", missing=_WHY_CODE, longest=200)
    given = office.give_code(family, day=office_day(), reason=reason, by=actor.label, now=utc_now())
    response = render(request, "web/families/family.html", {**_shown(actor, _family(family)), "code": given})
    response["Cache-Control"] = "no-store"
    return response


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, area=places.of_family)
def camera(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    return render(request, "web/families/camera.html", {"family": _family(family)})


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, area=places.of_family, verb="POST")
def enrol_face(request: HttpRequest, actor: Actor, family: UUID) -> HttpResponse:
    """A face from the office's webcam becomes the family's reference."""
    photo = forms.upload(request, "photo", highest_mb=PHOTO_MB).read()
    enrolment.enrol_face(family, photo=photo, source="webcam", by=actor.label, now=utc_now())
    messages.success(request, say("Wajah tersimpan sebagai foto acuan.", "The face is kept as the reference photo."))
    return HttpResponseRedirect(reverse("family", args=[family]))


def _shown(actor: Actor, found: Family) -> dict[str, object]:
    known = registry.every_reference(found.id)
    reference = next(iter(known), None)
    owed = programs.entitlements_of(found.id)
    verdicts = eligibility.verdicts_of(found.id)
    place = registry.home(found.id)
    return {
        "family": found,
        "village": _village_names().get(found.village or "", found.village_code),
        "home": place,
        "plus_code": plus.label(place, people.village(found.village) if found.village else None),
        "hazards": registry.hazards([found.id], now=utc_now()).get(found.id, []),
        "reference": reference,
        "older": known[1:],
        "reference_here": reference is not None and vault.has_photo(reference.photo),
        "entitlements": owed,
        "settled": visits.settled([one.id for one in owed]),
        "stages": {stage.id: stage.label for stage in programs.stages()},
        "visits": visits.visits_of(found.id),
        "cases": cases.cases_of(found.id) if actor.may(set(menu.SEES_CASES)) else [],
        "verdict": verdicts[0] if verdicts else None,
        "may_decide": actor.may(set(menu.SEES_VERDICTS)),
        "may_enrol": actor.may({Role.OFFICE_HEAD, Role.SUPERVISOR}, office=found.office, village=found.village),
    }


def _family(family_id: UUID) -> Family:
    found = registry.family(family_id)
    if found is None:
        raise Problem("family_unknown", Sentence("Keluarga ini tidak ada.", "There is no such family."), status=404)
    return found


def _village_names() -> dict[str, str]:
    return {village.code: village.name for village in people.villages()}

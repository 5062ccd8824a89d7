"""The office's phones: what was heard of each, replaced, lost or revoked, and letters that lie sealed."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import commands as access_commands
from amanah.access import queries as access
from amanah.access.types import Actor, Office, Phone, Role
from amanah.programs import queries as programs
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Sentence
from amanah.visits import commands as visiting
from amanah.visits.commands import letters, replacing
from amanah.visits.queries import phones as heard
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import say

TENDS = (Role.OFFICE_HEAD, Role.SUPERVISOR)
_WHY_GONE = Sentence("Tulis alasan mencabut ponsel ini.", "Write why this phone is revoked.")
_WHY_NEW = Sentence("Tulis apa yang terjadi dengan ponsel lama.", "Write what happened to the old phone.")
_WHY_OPEN = Sentence("Tulis alasan membuka kiriman ini.", "Write why this letter is opened.")


@for_roles(*menu.SEES_PHONES)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each office of the actor with its phones, those that still hold something first."""
    reached = actor.offices(set(menu.SEES_PHONES))
    offices = [office for office in access.offices() if reached is None or office.nopen in reached]
    sheets = [_office(actor, office) for office in offices]
    is_empty = [not (sheet["rows"] or sheet["people"]) for sheet in sheets]
    shown = {
        "offices": sheets,
        "without": [office.name for office, none in zip(offices, is_empty, strict=True) if none],
        "may": actor.may(set(TENDS)),
    }
    return render(request, "web/phones/list.html", shown)


@for_roles(*menu.SEES_PHONES, area=places.of_phone)
def one(request: HttpRequest, actor: Actor, phone: UUID) -> HttpResponse:
    found = _phone(phone)
    owed = programs.entitlements(heard.contested_of(phone))
    families = registry.families({e.family for e in owed.values()})
    shown = {
        "phone": found,
        "office": access.office(found.office),
        "heard": heard.phones_heard([phone])[phone],
        "newer": next((p for p in access.phones_of(found.payer.id) if p.replaces == phone), None),
        "older": access.phone(found.replaces) if found.replaces else None,
        "contested": sorted(families.values(), key=lambda family: family.name),
        "links_families": actor.may(set(menu.KNOWS_FAMILIES), office=found.office),
        "letters": heard.letters_kept(phone),
        "may_tend": actor.may(set(TENDS), office=found.office),
    }
    return render(request, "web/phones/phone.html", shown)


@for_roles(*TENDS, area=places.of_office, verb="POST")
def open_enrolment(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """The code is shown once, in this answer, as text and as a QR that opens the app."""
    payer = access.person(forms.ids(request, "payer")[0])
    if payer is None:
        raise Http404
    code = access_commands.open_enrolment(payer.id, office=nopen, by=actor.label, now=utc_now())
    return _code_page(request, code, {"payer": payer, "office": access.office(nopen)})


@for_roles(*TENDS, area=places.of_phone, verb="POST")
def replace(request: HttpRequest, actor: Actor, phone: UUID) -> HttpResponse:
    """One flow: the old phone is lost, and the one that scans this code goes on with its round."""
    old = _phone(phone)
    reason = forms.words(request, "reason", missing=_WHY_NEW, longest=200)
    code = replacing.replace(phone, by=actor.label, now=utc_now(), reason=reason)
    return _code_page(request, code, {"payer": old.payer, "office": access.office(old.office), "old": old})


@for_roles(*TENDS, area=places.of_phone, verb="POST")
def revoke(request: HttpRequest, actor: Actor, phone: UUID) -> HttpResponse:
    """Lost: its tasks become contested; revoked: it gets nothing more and wipes itself when it next speaks."""
    reason, is_lost = forms.words(request, "reason", missing=_WHY_GONE, longest=200), "lost" in request.POST
    if is_lost:
        visiting.declare_lost(phone, by=actor.label, now=utc_now(), reason=reason)
    else:
        access_commands.revoke_phone(phone, by=actor.label, now=utc_now(), reason=reason)
    messages.success(request, say("Ponsel itu tidak lagi menerima tugas.", "The phone gets no more tasks."))
    return HttpResponseRedirect(reverse("phone", args=[phone]))


@for_roles(*TENDS, area=places.of_phone, verb="POST")
def open_letter(request: HttpRequest, actor: Actor, phone: UUID) -> HttpResponse:
    """For good, with a reason, on record: its events are heard as if the phone had spoken."""
    reason = forms.words(request, "reason", missing=_WHY_OPEN, longest=200)
    letter = forms.ids(request, "letter")[0]
    if not heard.letter_is_of(letter, phone):
        raise Http404
    done = letters.open_letter(letter, by=actor.label, now=utc_now(), reason=reason)
    said = say("{n} catatan dibaca, {h} disisihkan.", "{n} events heard, {h} put aside.",
               n=done.fresh if done else 0, h=len(done.held) if done else 0)  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(reverse("phone", args=[phone]))


def _code_page(request: HttpRequest, code: str, about: dict[str, object]) -> HttpResponse:
    address = f"{settings.BASE_URL}/app/#enrol={code}"
    shown = {**about, "code": code, "app": f"{settings.BASE_URL}/app/", "address": address, "qr": _qr(address)}
    response = render(request, "web/rounds/enrolment.html", shown)
    response["Cache-Control"] = "no-store"
    return response


def _office(actor: Actor, office: Office) -> dict[str, object]:
    phones = access.phones(office.nopen)
    known = heard.phones_heard([phone.id for phone in phones])
    rows = [{"phone": phone, "heard": known[phone.id]} for phone in phones]
    with_phone = {phone.payer.id for phone in phones if phone.is_active}
    payers = {person.id for person in access.payers(office.nopen)}
    may_enrol = actor.may(set(TENDS), office=office.nopen)
    people = access.carriers(office.nopen) if may_enrol else []
    return {
        "office": office,
        "rows": sorted(rows, key=lambda row: not _asks_something(row["phone"], known)),
        # a payer without a phone comes first: that is whom a code is opened for
        "people": sorted(people, key=lambda person: (person.id in with_phone, person.id not in payers)),
    }


def _asks_something(phone: object, known: dict[UUID, heard.PhoneHeard]) -> bool:
    """An active phone, or one that still owes the house something."""
    return isinstance(phone, Phone) and (phone.is_active or known[phone.id].letters + known[phone.id].unsent > 0)


def _phone(phone: UUID) -> Phone:
    found = access.phone(phone)
    if found is None:
        raise Http404
    return found


def _qr(text: str) -> str:
    return segno.make(text, error="m").svg_data_uri(scale=8, border=2, dark="#12302b")

"""Rounds: planned for a day, handed to a phone, given their cash."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Office, Role
from amanah.programs import queries as programs
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.types.rounds import Round, RoundKind, RoundState
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages import tagging
from amanah.web.templatetags.words import say
from amanah.web.when import asked_day, office_day


@for_roles(*menu.SEES_ROUNDS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Each office of the actor with its payers, their phones and their rounds of the day."""
    day = asked_day(request)
    reached = actor.offices(set(menu.SEES_ROUNDS))
    offices = [office for office in access.offices() if reached is None or office.nopen in reached]
    shown = {
        "day": day,
        "is_today": day == office_day(),
        "offices": [_office(actor, office, day) for office in offices],
        "stages": programs.stages(),
    }
    return render(request, "web/rounds/list.html", shown)


@for_roles(Role.OFFICE_HEAD, area=places.of_office, verb="POST")
def plan(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    day, stage = forms.day(request, "day"), forms.ids(request, "stage")[0]
    payers = forms.ids(request, "payer")
    made = visiting.plan_rounds(nopen, day, payers, stage, by=actor.label, now=utc_now())
    said = say("{n} putaran disusun untuk {f} keluarga.", "{n} rounds planned for {f} families.",
               n=len(made.rounds), f=made.families)  # fmt: skip
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('rounds')}?day={day}")


@for_roles(*menu.SEES_ROUNDS, area=places.of_round)
def one(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    found = _round(round_id)
    families = registry.families([stop.family for stop in found.stops])
    only_tags = found.kind is RoundKind.TAG
    ended = visits.tagged(found) if only_tags and found.phone else {}
    shown = {
        "round": found,
        "payer": access.person(found.payer),
        "office": access.office(found.office),
        "stops": [
            {"order": stop.order, "family": families.get(stop.family), "ended": ended.get(stop.family)}
            for stop in found.stops
        ],
        "only_tags": only_tags,
        "marked": sum(one.ending == "tagged" for one in ended.values()),
        "phones": [phone for phone in access.phones_of(found.payer) if phone.is_active],
        "others": _out(found) if found.state is RoundState.OUT and not only_tags else [],
        "may_lease": actor.may({Role.OFFICE_HEAD, Role.SUPERVISOR}, office=found.office),
        "may_hand": actor.may({Role.OFFICE_HEAD, Role.CASHIER}, office=found.office) and actor.id != found.payer,
        "links_map": actor.may(set(menu.SEES_WAYS), office=found.office),
        "links_families": actor.may(set(menu.KNOWS_FAMILIES), office=found.office),
    }
    return render(request, "web/rounds/round.html", shown)


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, area=places.of_round, verb="POST")
def lease(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    visiting.lease_round(round_id, forms.ids(request, "phone")[0], by=actor.label, now=utc_now())
    messages.success(request, say("Putaran ini sekarang ada di ponsel itu.", "The round is now on that phone."))
    return HttpResponseRedirect(reverse("round", args=[round_id]))


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, area=places.of_round, verb="POST")
def take_over(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """What a lost phone didn't pay goes to another round of the same office."""
    into = forms.ids(request, "into")[0]
    if _round(into).office != _round(round_id).office:
        raise PermissionDenied
    done = visiting.take_over(round_id, into=into, by=actor.label, now=utc_now())
    messages.success(request, say("{n} hak diteruskan.", "{n} entitlements passed on.", n=done.leased))
    return HttpResponseRedirect(reverse("round", args=[into]))


@for_roles(Role.OFFICE_HEAD, Role.CASHIER, area=places.of_round, verb="POST")
def hand_cash(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """Who hands the cash out isn't the one who carries it."""
    if _round(round_id).payer == actor.id:
        raise Problem("own_work", Sentence(
            "Panjar untuk Anda sendiri harus diserahkan orang lain.", "Somebody else must hand you your own cash."
        ), status=403)  # fmt: skip
    amount = forms.amount(request, "amount")
    visiting.hand_cash(round_id, amount, by=actor.label, now=utc_now())
    messages.success(request, say("Panjar {a} diserahkan.", "Cash of {a} handed out.", a=amount))
    return HttpResponseRedirect(reverse("round", args=[round_id]))


def _office(actor: Actor, office: Office, day: date) -> dict[str, object]:
    rounds = {one.payer: one for one in visits.rounds(office.nopen, day)}
    rows = [
        {"payer": payer, "round": rounds.get(payer.id), "phones": access.phones_of(payer.id)}
        for payer in access.payers(office.nopen)
    ]
    may_plan = actor.may({Role.OFFICE_HEAD}, office=office.nopen)
    return {
        "office": office,
        "rows": rows,
        "free": any(row["round"] is None for row in rows),
        "may_plan": may_plan,
        "tagging": tagging.of_office(office, rounds, day, may_plan=may_plan),
        "may_enrol": actor.may({Role.OFFICE_HEAD, Role.SUPERVISOR}, office=office.nopen),
    }


def _round(round_id: UUID) -> Round:
    found = visits.round_of(round_id)
    if found is None:
        raise Http404
    return found


def _out(found: Round) -> list[dict[str, object]]:
    """The office's other rounds of the day that are out, and who carries them."""
    rounds = visits.rounds(found.office, found.day)
    others = [one for one in rounds if one.id != found.id and one.state is RoundState.OUT and one.kind is RoundKind.PAY]
    return [{"round": one, "payer": access.person(one.payer)} for one in others]

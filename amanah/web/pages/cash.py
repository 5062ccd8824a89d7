"""Closing the cash: each bag of the day, what should be in it, and the count by somebody who didn't carry it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor, Office, Role
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from amanah.visits.types.rounds import CashClosing, Round, RoundKind
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.templatetags.words import rupiah, say
from amanah.web.when import asked_day, office_day


@for_roles(*menu.SEES_ROUNDS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    day = asked_day(request)
    reached = actor.offices(set(menu.SEES_ROUNDS))
    offices = [office for office in access.offices() if reached is None or office.nopen in reached]
    bags = [bag for office in offices for bag in _bags(actor, office, day)]
    shown = {"day": day, "is_today": day == office_day(), "bags": bags, "open": _still_open(bags)}
    return render(request, "web/cash/list.html", shown)


@for_roles(Role.OFFICE_HEAD, Role.SUPERVISOR, Role.CASHIER, area=places.of_round, verb="POST")
def count(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """Who reconciles didn't pay."""
    found = visits.round_of(round_id)
    if found is None:
        raise Http404
    if found.payer == actor.id:
        raise Problem("counter_is_payer", Sentence(
            "Tas ini Anda bawa sendiri; orang lain yang menghitungnya.",
            "You carried this bag yourself; somebody else must count it.",
        ), status=403)  # fmt: skip
    closing = visiting.close_round(round_id, forms.amount(request, "counted"), by=actor.label, now=utc_now())
    _say(request, closing.variance)
    return HttpResponseRedirect(f"{reverse('cash')}?day={found.day}")


def _bags(actor: Actor, office: Office, day: date) -> list[dict[str, object]]:
    rounds = [one for one in visits.rounds(office.nopen, day) if one.kind is RoundKind.PAY]
    counted = visits.closings([one.id for one in rounds])
    return [_bag(actor, office, one, counted.get(one.id)) for one in rounds]


def _bag(actor: Actor, office: Office, found: Round, closing: CashClosing | None) -> dict[str, object]:
    may = actor.may({Role.OFFICE_HEAD, Role.SUPERVISOR, Role.CASHIER}, office=office.nopen)
    return {
        "round": found,
        "office": office,
        "payer": access.person(found.payer),
        "closing": closing,
        "bag": desk.bag(found),
        "may_count": may and actor.id != found.payer and found.phone is not None,
    }


def _still_open(bags: list[dict[str, object]]) -> int:
    return sum(1 for bag in bags if bag["closing"] is None)


def _say(request: HttpRequest, variance: int) -> None:
    if variance == 0:
        messages.success(request, say("Tas dihitung: cocok.", "Bag counted: it matches."))
        return
    amount = rupiah(abs(variance))
    lacking = say("Tas dihitung: kurang {a}. Kasus dibuka.", "Bag counted: {a} missing. A case is open.", a=amount)
    over = say("Tas dihitung: lebih {a}. Kasus dibuka.", "Bag counted: {a} too much. A case is open.", a=amount)
    messages.warning(request, lacking if variance > 0 else over)

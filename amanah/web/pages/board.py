"""An office's planned rounds beside each other: a family is dragged, or sent by a list, to another payer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.visits import queries as visits
from amanah.visits.commands import replanning
from amanah.visits.commands.reassigning import Day, Reassigned, reassign
from amanah.visits.types.rounds import Round, RoundKind, RoundState
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages import board_map, flooded
from amanah.web.templatetags.words import say
from amanah.web.when import asked_day


@for_roles(*menu.PLANS_ROUNDS, area=places.of_office)
def board(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """All rounds of the day that may still be changed, and whom the plan left out."""
    day = asked_day(request)
    rounds = [one for one in visits.rounds(nopen, day) if _may_change(one)]
    left = visits.left_out(nopen, day)
    families = registry.families([*(stop.family for one in rounds for stop in one.stops), *(f for f, _ in left)])
    columns = [
        {
            "round": one,
            "payer": access.person(one.payer),
            "stops": [{"order": stop.order, "family": families[stop.family]} for stop in one.stops],
        }
        for one in rounds
    ]
    shown = {
        "day": day, "office": access.office(nopen), "columns": columns,
        "asks": board_map.asks(nopen, day), "flood": flooded.asks(nopen, day),
        "left": [{"family": families[family], "why": why} for family, why in left],
    }  # fmt: skip
    return render(request, "web/rounds/board.html", shown)


@for_roles(*menu.PLANS_ROUNDS, area=places.of_round, verb="POST")
def move(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    into, family = forms.ids(request, "into")[0], forms.ids(request, "family")[0]
    giver, taker = visits.round_of(round_id), visits.round_of(into)
    if giver is None or taker is None or giver.office != taker.office:
        raise PermissionDenied
    board_map.remember(request, (giver, taker))
    done = reassign(family, out_of=round_id, into=into, by=actor.label, now=utc_now())
    messages.success(request, _said(done, giver, taker))
    return _back(giver.office, giver.day)


@for_roles(*menu.PLANS_ROUNDS, area=places.of_round, verb="POST")
def pass_on(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """The payer of this round can't go on: what is open goes to the others who are out."""
    done = replanning.pass_on(round_id, by=actor.label, now=utc_now(), reason="payer_ill")
    messages.success(request, say("{n} keluarga diteruskan, {s} tetap di putaran ini.",
                                  "{n} families passed on, {s} stay in this round.",
                                  n=len(done.moved), s=len(done.stays)))  # fmt: skip
    return HttpResponseRedirect(reverse("round", args=[round_id]))


def _may_change(one: Round) -> bool:
    is_waiting = one.state is RoundState.PLANNED and one.phone is None and not one.float.rupiah
    return is_waiting and one.kind is RoundKind.PAY


def _back(nopen: str, day: date) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('rounds_board', args=[nopen])}?day={day}")


def _said(done: Reassigned, giver: Round, taker: Round) -> str:
    """Both payers' days before and after."""
    return "; ".join(
        f"{board_map.name_of(one)}: {_figures(before)} → {_figures(after)}"
        for one, (before, after) in ((giver, done.giver), (taker, done.taker))
    )


def _figures(day: Day) -> str:
    return say("{n} keluarga, {km} km, {h} jam", "{n} families, {km} km, {h} h", n=day.stops, km=day.km, h=day.hours)

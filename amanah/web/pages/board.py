"""An office's planned rounds beside each other: a family is dragged, or sent by a list, to another payer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import floatformat
from django.urls import reverse

from amanah.access import queries as access
from amanah.access.types import Actor
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.problem import Problem
from amanah.visits import queries as visits
from amanah.visits.commands import replanning
from amanah.visits.commands.reassigning import Day, Reassigned, reassign
from amanah.visits.types.rounds import Round, RoundState
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages import board_map, flooded
from amanah.web.templatetags.words import language, say
from amanah.web.when import asked_day


@for_roles(*menu.PLANS_ROUNDS, area=places.of_office)
def board(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """The day's rounds beside each other, why some stay as they are, and whom the plan left out."""
    day = asked_day(request)
    rounds = [one for one in visits.rounds(nopen, day) if board_map.is_open(one)]
    left = visits.left_out(nopen, day)
    families = registry.families([*(stop.family for one in rounds for stop in one.stops), *(f for f, _ in left)])
    columns = [
        {
            "round": one,
            "payer": access.person(one.payer),
            "stays": _stays(one),
            "stops": [{"order": stop.order, "family": families[stop.family]} for stop in one.stops],
        }
        for one in rounds
    ]
    shown = {
        "day": day, "office": access.office(nopen), "columns": columns,
        "takers": [one for one in columns if not one["stays"]],
        "asks": board_map.asks(nopen, day), "flood": flooded.asks(nopen, day),
        "left": [{"family": families[family], "why": why} for family, why in left],
    }  # fmt: skip
    return render(request, "web/rounds/board.html", shown)


@for_roles(*menu.PLANS_ROUNDS, area=places.of_round, verb="POST")
def move(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """Back on the board either way: moved with both days' figures, or where it was with what to do instead."""
    into, family = forms.ids(request, "into")[0], forms.ids(request, "family")[0]
    giver, taker = visits.round_of(round_id), visits.round_of(into)
    if giver is None or taker is None or giver.office != taker.office:
        raise PermissionDenied
    try:
        done = reassign(family, out_of=round_id, into=into, by=actor.label, now=utc_now())
    except Problem as problem:
        messages.error(request, f"{_name(family)}: {problem.sentence.in_(language())}")
        return _back(giver.office, giver.day)
    board_map.remember(request, (giver, taker))
    messages.success(request, _said(family, done, giver, taker))
    return _back(giver.office, giver.day)


@for_roles(*menu.PLANS_ROUNDS, area=places.of_round, verb="POST")
def pass_on(request: HttpRequest, actor: Actor, round_id: UUID) -> HttpResponse:
    """The payer of this round can't go on: what is open goes to the others who are out."""
    done = replanning.pass_on(round_id, by=actor.label, now=utc_now(), reason="payer_ill")
    told = flooded.moves(done) or [say("Tidak ada yang perlu dibagi: semuanya sudah dibayar atau sedang dibayar.",
                                       "Nothing to share out: all is paid or being paid.")]  # fmt: skip
    (messages.warning if done.stays else messages.success)(request, " ".join(told))
    return HttpResponseRedirect(reverse("round", args=[round_id]))


def _stays(one: Round) -> str:
    """Why nothing of this round can be moved, and what to do; empty where it can."""
    if one.state is RoundState.OUT or one.phone is not None:
        return say("Sedang keluar; susunannya tetap. Keluarga yang belum didatangi dialihkan dari halaman putarannya.",
                   "Out now; it stays as it is. Families not yet visited are passed on from its own page.")  # fmt: skip
    if one.float.rupiah:
        return say("Sudah diberi panjar; susunannya tetap. Pilih juru bayar yang belum diberi panjar.",
                   "Has its cash; it stays as it is. Choose a payer who has no cash yet.")  # fmt: skip
    return ""


def _back(nopen: str, day: date) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('rounds_board', args=[nopen])}?day={day}")


def _said(family: UUID, done: Reassigned, giver: Round, taker: Round) -> str:
    """Who moved, and both payers' days before and after."""
    days = "; ".join(
        f"{board_map.name_of(one)}: {_figures(before)} → {_figures(after)}"
        for one, (before, after) in ((giver, done.giver), (taker, done.taker))
    )
    moved = say("{f} pindah ke {p}.", "{f} moved to {p}.", f=_name(family), p=board_map.name_of(taker))
    return f"{moved} {days}."


def _name(family: UUID) -> str:
    found = registry.families([family]).get(family)
    return found.name if found else ""


def _figures(day: Day) -> str:
    return say("{n} keluarga, {km} km, {h} jam", "{n} families, {km} km, {h} h", n=day.stops, km=floatformat(day.km, 1),
               h=floatformat(day.hours, 1))  # fmt: skip

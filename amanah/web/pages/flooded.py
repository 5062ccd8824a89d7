"""A road is lost while payers are out: the office names the villages, or draws the place, and rounds go around it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import shapely
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from shapely.geometry.base import BaseGeometry

from amanah.access import queries as access
from amanah.access.types import Actor
from amanah.values.clock import utc_now
from amanah.values.problem import Problem, Sentence
from amanah.visits import queries as visits
from amanah.visits.commands import replanning
from amanah.visits.types.rounds import Round, RoundState
from amanah.web import forms, menu, places
from amanah.web.doors import for_roles
from amanah.web.pages import board_map
from amanah.web.templatetags.words import language, say

SLOW_TIMES = 3.0
"""What "slow" means: a way through takes three times as long. A guess, told in the form."""
MOST_CORNERS = 200
WIDEST_DEG = 0.5
"""Some 55 km: a drawing wider than that is a slip of the hand."""

_STAYS = {
    "nobody_out": Sentence(
        "tidak ada juru bayar lain di luar; serahkan putaran lain dulu",
        "no other payer is out; give another round out first",
    ),
    "no_time": Sentence(
        "tidak cukup waktu hari ini; rencanakan untuk besok", "not enough time today; plan them for tomorrow"
    ),
    "no_cash": Sentence(
        "uang yang dibawa juru bayar lain tidak cukup; rencanakan untuk besok",
        "the others carry too little cash; plan them for tomorrow",
    ),
    "cut_off": Sentence("jalannya terputus; menunggu di akhir putaran", "cut off; waits at the end of the round"),
}


class Passing(StrEnum):
    CLOSED = "closed"
    SLOW = "slow"


@for_roles(*menu.PLANS_ROUNDS, area=places.of_office, verb="POST")
def go_around(request: HttpRequest, actor: Actor, nopen: str) -> HttpResponse:
    """Every round of the day that is out and meets the place is ordered anew; the answer tells what moved."""
    day = forms.day(request, "day")
    passing = forms.one_of(request, "passing", Passing)
    why = forms.words(request, "reason", longest=200, missing=Sentence(
        "Tulis sebabnya, misalnya banjir di jembatan.", "Write the reason, such as a flood at the bridge."
    ))  # fmt: skip
    area, names = _place(request, nopen)
    out = rounds_out(nopen, day)
    if not out:
        raise Problem("nobody_out", Sentence(
            "Belum ada putaran yang keluar pada hari ini; ubah susunannya dengan memindahkan keluarga.",
            "No round of this day is out yet; change them by moving families.",
        ), status=409)  # fmt: skip
    done = replanning.go_around(
        [one.id for one in out], area, times=None if passing is Passing.CLOSED else SLOW_TIMES, by=actor.label,
        now=utc_now(), reason=f"{passing}: {', '.join(names)}: {why}",
    )  # fmt: skip
    board_map.remember(request, out)
    (messages.warning if done.stays else messages.success)(request, _said(done, out))
    return HttpResponseRedirect(f"{reverse('rounds_board', args=[nopen])}?day={day}")


def rounds_out(nopen: str, day: date) -> list[Round]:
    """Rounds to pay that a phone carries now."""
    rounds = visits.rounds(nopen, day)
    return [one for one in rounds if board_map.is_open(one) and one.state is RoundState.OUT and one.phone]


def _place(request: HttpRequest, nopen: str) -> tuple[BaseGeometry, list[str]]:
    """The ticked villages of this office and what was drawn, as one area, and what to call it."""
    served = {village.code: village for village in access.office_villages(nopen)}
    ticked = [served.get(code) for code in dict.fromkeys(request.POST.getlist("village"))]
    areas: list[BaseGeometry] = []
    names: list[str] = []
    for village in ticked:
        if village is None or village.area is None:
            raise Problem("village_not_served", Sentence(
                "Pilih desa dari daftar kantor ini yang batas wilayahnya diketahui.",
                "Choose villages from this office's list whose area is known.",
            ))  # fmt: skip
        areas.append(village.area)
        names.append(village.name)
    drawn = request.POST.get("drawn", "")
    if drawn:
        areas.append(_drawn(drawn))
        names.append(say("wilayah yang digambar", "area drawn"))
    if not areas:
        raise Problem("place_missing", Sentence(
            "Pilih sedikitnya satu desa, atau gambar wilayahnya di peta.",
            "Choose at least one village, or draw the area on the map.",
        ))  # fmt: skip
    return shapely.union_all(areas), names


def _drawn(text: str) -> BaseGeometry:
    """`[[lng, lat], …]` as the map's script sends it, and as anybody else might."""
    try:
        corners = [(float(lng), float(lat)) for lng, lat in json.loads(text[:20_000])]
        shape = shapely.Polygon(corners)
    except (ValueError, TypeError, OverflowError, RecursionError, shapely.errors.GEOSException):
        raise _draw_anew() from None
    west, south, east, north = shape.bounds if corners else (0, 0, 0, 0)
    is_on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # NaN is nowhere
    is_small = max(east - west, north - south) <= WIDEST_DEG and len(corners) <= MOST_CORNERS
    if not (is_on_earth and is_small and shape.is_valid and shape.area):
        raise _draw_anew()
    return shape


def _draw_anew() -> Problem:
    return Problem("drawing_unclear", Sentence(
        "Wilayah yang digambar belum jelas. Gambar lagi: sedikitnya tiga sudut, garisnya tidak saling memotong.",
        "The area drawn isn't clear. Draw it again: at least three corners, no line crossing another.",
    ))  # fmt: skip


def _said(done: replanning.Replanned, out: list[Round]) -> str:
    """What was ordered anew, and what moved."""
    payers = {one.id: board_map.name_of(one) for one in out}
    if not done.rounds:
        return say("Tidak ada putaran yang melewati tempat itu; tidak ada yang berubah.",
                   "No round goes through that place; nothing changed.")  # fmt: skip
    anew = say("{n} putaran diurutkan kembali: {who}.", "{n} rounds ordered anew: {who}.",
               n=len(done.rounds), who=_listed(payers, done.rounds))  # fmt: skip
    return " ".join([anew, *moves(done)])


def moves(done: replanning.Replanned) -> list[str]:
    """A sentence for each payer who got families, and for each reason why some stay."""
    takers = {one: visits.round_of(one) for one in set(done.moved.values())}
    went = [
        say("{n} keluarga pindah ke {who}.", "{n} families moved to {who}.", n=count,
            who=board_map.name_of(taker) if (taker := takers[into]) else "")
        for into, count in Counter(done.moved.values()).items()
    ]  # fmt: skip
    stayed = [
        say("{n} keluarga tetap: {why}.", "{n} families stay: {why}.", n=count, why=_STAYS[reason].in_(language()))
        for reason, count in Counter(done.stays.values()).items()
    ]
    return went + stayed


def _listed(payers: dict[UUID, str], rounds: tuple[UUID, ...]) -> str:
    return ", ".join(payers.get(one, "") for one in rounds)


def asks(nopen: str, day: date) -> dict[str, Any] | None:
    """What the form offers; None when no round is out."""
    out = rounds_out(nopen, day)
    return {"out": len(out), "villages": access.office_villages(nopen), "times": round(SLOW_TIMES)} if out else None

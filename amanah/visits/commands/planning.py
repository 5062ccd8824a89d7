"""Planning an office's day: who is due, shared among payers by territory, each round in a short order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.access.types import Office
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.programs.types import Entitlement
from amanah.registry import queries as registry
from amanah.routes.queries import order_round, share
from amanah.values.ids import new_id
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.rounds import waiting_families
from amanah.visits.types import Planned

DETOUR = 1.6
"""Road metres a great-circle metre: a start, to be calibrated by regency."""
THINK_S = 0.3
"""Seconds PyVRP may think about one round."""


@transaction.atomic
def plan_rounds(
    office: str,
    day: date,
    payers: Sequence[UUID],
    stage: UUID,
    *,
    by: str,
    now: datetime,
    most_stops: int | None = None,
    think_s: float = THINK_S,
) -> Planned:
    """One round a payer for the office's due families nobody else has in hand.

    Planning again replaces rounds that have neither phone nor cash yet. `most_stops`: families a payer can visit in
    a day; the rest is `left_out`. Problems: `office_unknown`, `payers_missing`, `payer_unknown`, `round_is_out`.
    """
    home_office = office_of(office)
    payers = _own_payers(office, payers)
    _make_room(office, payers, day, stage)
    waiting = waiting_families(office, stage)
    places = _places(waiting, home_office)

    families = _first_who_need(list(places), most=most_stops * len(payers) if most_stops else None)
    fixes = [places[family] for family in families]
    depot = Fix(home_office.lat or fixes[0].lat, home_office.lng or fixes[0].lng) if fixes else Fix(0, 0)
    shares = [some for some in share([(fix.lat, fix.lng) for fix in fixes], len(payers)) if some]
    orders = [order_round(far_m(depot, [fixes[i] for i in some]), seconds=think_s) for some in shares]

    rounds = [
        _write(office, day, stage, payer, [families[some[i]] for i in order])
        for payer, some, order in zip(payers, shares, orders, strict=False)
    ]
    details = {"day": str(day), "rounds": [str(r) for r in rounds], "families": len(families)}
    tell([Told("visits.rounds_planned", f"nopen:{office}", details)], by=by, now=now)
    return Planned(tuple(rounds), len(families), len(places) - len(families))


def far_m(depot: Fix, stops: Sequence[Fix]) -> list[list[float]]:
    """Straight lines, longer by what roads add: the same detour everywhere changes no order, but says metres."""
    places = [depot, *stops]
    return [[DETOUR * distance_m(here, there) for there in places] for here in places]


def office_of(nopen: str) -> Office:
    office = access.office(nopen)
    if office is None:
        raise Problem("office_unknown", Sentence("Kantor ini tidak ada.", "There is no such office."), status=404)
    return office


def _own_payers(office: str, asked: Sequence[UUID]) -> list[UUID]:
    """Each once. Nobody plans for another office's people."""
    if not asked:
        raise Problem("payers_missing", Sentence("Pilih juru bayar lebih dulu.", "Choose payers first."))
    if set(asked) - {payer.id for payer in access.payers(office)}:
        raise Problem(
            "payer_unknown",
            Sentence("Ada yang bukan juru bayar kantor ini.", "Somebody chosen is no payer of this office."),
            status=409,
        )
    return list(dict.fromkeys(asked))


def _make_room(office: str, payers: Sequence[UUID], day: date, stage: UUID) -> None:
    rounds = models.Round.objects.filter(payer__in=payers, day=day, stage=stage)
    if rounds.exclude(office=office, state="planned", phone=None, float=0).exists():
        raise Problem(
            "round_is_out",
            Sentence(
                "Ada juru bayar yang putarannya hari itu sudah berjalan.", "A payer's round of that day is already out."
            ),
            status=409,
        )
    rounds.delete()


def _places(waiting: dict[UUID, list[Entitlement]], office: Office) -> dict[UUID, Fix]:
    """The known home, else the middle of the village, else the office."""
    homes = registry.homes(list(waiting))
    villages = {village.code: Fix(village.lat, village.lng) for village in access.villages()}
    fallback = Fix(office.lat or 0.0, office.lng or 0.0)
    return {
        family: Fix(homes[family].lat, homes[family].lng)
        if family in homes
        else villages.get(entitlements[0].village or "", fallback)
        for family, entitlements in waiting.items()
    }


def _first_who_need(families: list[UUID], *, most: int | None) -> list[UUID]:
    """When a day can't hold all: the elderly, ill, disabled, pregnant and remote first."""
    if most is None or len(families) <= most:
        return families
    known = registry.families(families)
    return sorted(families, key=lambda f: (not known[f].needs, str(f)))[:most]


def _write(office: str, day: date, stage: UUID, payer: UUID, families: Sequence[UUID]) -> UUID:
    row = models.Round.objects.create(
        id=new_id(), office_id=office, day=day, stage_id=stage, payer_id=payer, state="planned"
    )
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=i) for i, family in enumerate(families, start=1)
    )
    return row.id

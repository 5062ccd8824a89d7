"""Planning an office's day: who is due, by territory and hour, as finished visits say how long it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.access.types import Office
from amanah.geo.queries import distance_m
from amanah.geo.types import Fix
from amanah.registry import queries as registry
from amanah.routes.planning import SECONDS
from amanah.routes.types import Limits, Plan, Why
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.duedays import due_day, plan_for
from amanah.visits.store.rounds import waiting_families
from amanah.visits.types import Planned

DETOUR = 1.6
"""Road metres a great-circle metre: a start, to be calibrated by regency."""
THINK_S = 0.3
"""Seconds PyVRP may think about one round to tag."""
HOURS = 8.0
"""A payer's longest day, from the office and back to it."""
THINK_A_STOP_S = 0.01
"""CPU seconds a stop, up to the engine's own `SECONDS`: an office of a hundred families waits one second."""


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
    hours: float = HOURS,
    cash_cap: Money | None = None,
    think_s: float | None = None,
) -> Planned:
    """One round a payer for the office's due families nobody else has in hand.

    Agreed hours are kept, the frail come first, ways are as long as finished visits say, and a door takes as long as
    it took before. Planning again replaces rounds that have neither phone nor cash yet. `most_stops`: families a
    payer can visit in a day; `hours` the longest day, `cash_cap` the most carried at once (more is fetched at the
    office meanwhile). Who is left out, is told with the reason. `think_s` of CPU for the search.
    Problems: `office_unknown`, `payers_missing`, `payer_unknown`, `round_is_out`.
    """
    home_office = office_of(office)
    payers = _own_payers(office, payers)
    _make_room(office, payers, day, stage)
    waiting = waiting_families(office, stage)
    families = _first_who_need(list(waiting), most=most_stops * len(payers) if most_stops else None)
    due = due_day(home_office, {family: waiting[family] for family in families}, day=day, now=now)
    seconds = think_s if think_s is not None else min(SECONDS, THINK_A_STOP_S * len(families))
    limits = Limits(hours=hours, cash_cap=cash_cap.rupiah if cash_cap else None, everybody=True)
    plan = plan_for(due, len(payers), limits, seconds=seconds)
    rounds = [_write(office, day, stage, payer, _walk(plan, i)) for i, payer in enumerate(payers, start=1)]
    made = [id_ for id_ in rounds if id_]
    left = dict.fromkeys(set(waiting) - set(families), Why.DAY_FULL)
    left |= {UUID(one.id): one.reason for one in plan.unserved}
    _leave_out(office, day, stage, left)
    together = [{"payers": [str(payers[i - 1]) for i in two.payers], "stops": two.stops} for two in plan.two_together]
    details = {
        "day": str(day), "rounds": [str(r) for r in made], "families": len(families), "left_out": len(left),
        "km": round(plan.km_total, 1), "km_on_roads": round(due.km_on_roads(one.stops for one in plan.rounds), 1),
        "travel": due.travel, "together": together,
    }  # fmt: skip
    tell([Told("visits.rounds_planned", f"nopen:{office}", details)], by=by, now=now)
    return Planned(tuple(made), len(waiting) - len(left), len(left))


@dataclass(frozen=True, slots=True)
class _Walk:
    """One payer's day as planned: trips of two to red places come first, carried by the first of the two."""

    families: tuple[UUID, ...]
    km: float
    hours: float


def _walk(plan: Plan, payer: int) -> _Walk:
    red = [stop for two in plan.two_together if two.payers[0] == payer for stop in two.stops]
    own = [one for one in plan.rounds if one.payer == payer]
    stops = [*red, *(stop for one in own for stop in one.stops if stop not in set(red))]
    return _Walk(tuple(map(UUID, stops)), sum(one.km for one in own), sum(one.hours for one in own))


def _leave_out(office: str, day: date, stage: UUID, left: Mapping[UUID, Why]) -> None:
    models.LeftOut.objects.filter(office=office, day=day, stage=stage).delete()
    models.LeftOut.objects.bulk_create(
        models.LeftOut(office_id=office, day=day, stage_id=stage, family_id=family, reason=reason)
        for family, reason in sorted(left.items())
    )


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


def _first_who_need(families: list[UUID], *, most: int | None) -> list[UUID]:
    """When a day can't hold all: the elderly, ill, disabled, pregnant and remote first."""
    if most is None or len(families) <= most:
        return families
    frail = registry.with_needs(families)
    return sorted(families, key=lambda family: (family not in frail, str(family)))[:most]


def _write(office: str, day: date, stage: UUID, payer: UUID, walk: _Walk) -> UUID | None:
    """None for a payer who has nowhere to go."""
    if not walk.families:
        return None
    row = models.Round.objects.create(
        id=new_id(), office_id=office, day=day, stage_id=stage, payer_id=payer, state="planned",
        km=walk.km, hours=walk.hours,
    )  # fmt: skip
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=i) for i, family in enumerate(walk.families, start=1)
    )
    return row.id

"""Before rounds are out: the office gives a family to another payer, and sees what it costs both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.programs import queries as programs
from amanah.programs.types import Entitlement
from amanah.routes.types import Hazard, Limits, Unserved, Why
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.leasing import locked_round
from amanah.visits.commands.planning import HOURS, office_of
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.duedays import DueDay, due_day, plan_for

THINK_S = 0.2
_FULL = Sentence(
    f"Tidak muat: hari juru bayar itu lebih dari {HOURS:.0f} jam. Pilih juru bayar lain, atau pindahkan dulu keluarga "
    "lain dari daftarnya.",
    f"It doesn't fit: that payer's day would be longer than {HOURS:.0f} hours. Choose another payer, or first move "
    "another family off that list.",
)


@dataclass(frozen=True, slots=True)
class Day:
    """A planned round in figures."""

    stops: int
    km: float
    hours: float


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Both rounds before and after, by the same measure."""

    giver: tuple[Day, Day]
    taker: tuple[Day, Day]


@dataclass(frozen=True, slots=True)
class _Walk:
    """A round thought out anew. `unserved`: whom its day can't hold."""

    families: list[UUID]
    day: Day
    unserved: tuple[Unserved, ...] = ()


@transaction.atomic
def reassign(family: UUID, *, out_of: UUID, into: UUID, by: str, now: datetime) -> Reassigned:
    """Both rounds are planned anew as the whole day was: agreed hours, the frail, eight hours.

    Problems: `round_unknown`, `round_is_out`, `rounds_differ`, `family_not_in_round`, `red_goes_together`,
    `round_is_full`.
    """
    giver, taker = (locked_round(one) for one in sorted((out_of, into)))
    if giver.id != out_of:
        giver, taker = taker, giver
    _may_change(giver, taker)
    theirs, others = _families(giver), _families(taker)
    if family not in theirs:
        raise _no("family_not_in_round", "Keluarga ini tidak ada di putaran itu. Muat ulang halaman ini.",
                  "This family isn't in that round. Load this page again.")  # fmt: skip
    owed = _owed(giver, [*theirs, *others])
    before = _before(giver, theirs, owed, now), _before(taker, others, owed, now)
    more = _walk(taker, [*others, family], owed, moved=family, now=now)
    if more.unserved:
        raise _cannot_hold(more.unserved, family)
    left = _walk(giver, [one for one in theirs if one != family], owed, now=now)
    for row, walk in ((giver, left), (taker, more)):
        _write(row, walk)
    details = {"family": str(family), "into": str(into), "hours": [before[0].hours, left.day.hours],
               "hours_into": [before[1].hours, more.day.hours]}  # fmt: skip
    tell([Told("visits.stop_reassigned", f"round:{out_of}", details)], by=by, now=now)
    return Reassigned((before[0], left.day), (before[1], more.day))


def _may_change(giver: models.Round, taker: models.Round) -> None:
    same = (giver.office_id, giver.day, giver.stage_id, giver.kind)
    if giver.id == taker.id or same != (taker.office_id, taker.day, taker.stage_id, taker.kind):
        raise _no("rounds_differ", "Pilih putaran lain dari kantor, hari dan tahap yang sama.",
                  "Choose another round of the same office, day and stage.")  # fmt: skip
    if any(row.state != "planned" or row.phone_id or row.float for row in (giver, taker)):
        raise _no("round_is_out", "Putaran ini sudah berjalan atau sudah diberi panjar; susunannya tetap. "
                  "Pilih juru bayar yang belum diberi panjar.",
                  "This round is out or has its cash; it stays as it is. Choose a payer without cash yet.")  # fmt: skip


def _families(row: models.Round) -> list[UUID]:
    return list(row.stops.order_by("order").values_list("family_id", flat=True))


_Owed = dict[UUID, list[Entitlement]]


def _owed(row: models.Round, families: Sequence[UUID]) -> _Owed:
    """What each family has due in the stage of the round."""
    owed: _Owed = {family: [] for family in families}
    for one in programs.due(row.office_id, row.stage_id) if row.stage_id else ():
        if one.family in owed:
            owed[one.family].append(one)
    return owed


def _before(row: models.Round, families: Sequence[UUID], owed: _Owed, now: datetime) -> Day:
    if row.km is None or row.hours is None:  # planned before days were told in figures
        return _walk(row, families, owed, now=now).day
    return Day(len(families), round(row.km, 1), round(row.hours, 2))


def _walk(
    row: models.Round, families: Sequence[UUID], owed: _Owed, *, now: datetime, moved: UUID | None = None
) -> _Walk:
    """Red places come first, as they were: two payers walk that trip, and it isn't torn apart here."""
    due = _due(row, families, owed, now)
    red = [stop.id for stop in due.stops if stop.hazard is Hazard.RED]
    if not red:
        return _planned(due, HOURS)
    if str(moved) in red:
        raise _no("red_goes_together",
                  "Rumah ini di tempat merah dan didatangi berdua. Biarkan di putaran ini; pindahkan keluarga lain.",
                  "This home is in a red place, visited by two. Leave it there; move another family.")  # fmt: skip
    first = _due(row, [one for one in families if str(one) in red], owed, now)
    together = _planned(replace(first, stops=tuple(replace(one, hazard=Hazard.SLOW) for one in first.stops)), HOURS)
    rest = _due(row, [one for one in families if str(one) not in red], owed, now)
    others = _planned(rest, max(0.0, HOURS - together.day.hours))
    day = Day(len(families), round(together.day.km + others.day.km, 1), round(together.day.hours + others.day.hours, 2))
    return _Walk([*together.families, *others.families], day, others.unserved)


def _due(row: models.Round, families: Sequence[UUID], owed: _Owed, now: datetime) -> DueDay:
    return due_day(office_of(row.office_id), {family: owed[family] for family in families}, day=row.day, now=now)


def _planned(due: DueDay, hours: float) -> _Walk:
    """One payer's way; whom the hours can't hold goes last, for the asker to judge."""
    if not due.stops:
        return _Walk([], Day(0, 0.0, 0.0))
    plan = plan_for(due, 1, Limits(hours=hours, everybody=True), seconds=THINK_S)
    served = [stop for one in plan.rounds for stop in one.stops]
    families = [UUID(id_) for id_ in (*served, *(one.id for one in plan.unserved))]
    km, taken = sum(one.km for one in plan.rounds), sum(one.hours for one in plan.rounds)
    return _Walk(families, Day(len(families), round(km, 1), round(taken, 2)), plan.unserved)


def _write(row: models.Round, walk: _Walk) -> None:
    row.stops.all().delete()
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=i) for i, family in enumerate(walk.families, start=1)
    )
    row.km, row.hours = walk.day.km, walk.day.hours
    row.save(update_fields=["km", "hours"])


def _cannot_hold(unserved: Sequence[Unserved], family: UUID) -> Problem:
    """The moved family's own reason, where it has one that isn't the day's length."""
    own = next((one for one in unserved if one.id == str(family)), None)
    said = own.sentence if own and own.reason is not Why.DAY_FULL else _FULL
    return Problem("round_is_full", said, status=409)


def _no(code: str, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(id_, en), status=409)

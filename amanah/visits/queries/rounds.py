"""Rounds of an office's day, what they need, and how their bags were counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.access import queries as access
from amanah.programs import queries as programs
from amanah.values.money import Money
from amanah.visits import models
from amanah.visits.store import books
from amanah.visits.store.duedays import DueDay, due_day
from amanah.visits.store.rounds import as_closing, waiting_families
from amanah.visits.types import CashClosing, LeaseOf, Round, RoundKind, RoundState, Stop


@dataclass(frozen=True, slots=True)
class EndingAt:
    visit: UUID
    ending: str
    reason: str


def rounds(office: str, day: date) -> list[Round]:
    """The office's rounds of a day, in the order they were planned."""
    return _rounds(list(models.Round.objects.filter(office=office, day=day).order_by("id")))


def round_of(round_id: UUID) -> Round | None:
    return next(iter(_rounds(list(models.Round.objects.filter(id=round_id)))), None)


def tagged(round_: Round) -> dict[UUID, EndingAt]:
    """How far a round to tag is: family -> its last visit of that day that ended."""
    visits = models.Visit.objects.filter(phone=round_.phone, day=round_.day).exclude(ending="unfinished")
    rows = visits.order_by("ended_seq").values_list("family", "id", "ending", "reason")
    return {family: EndingAt(id_, ending, reason) for family, id_, ending, reason in rows}


def waiting(office: str, stage: UUID) -> int:
    """Families of the office with something due that nobody has in hand."""
    return len(waiting_families(office, stage))


def due_day_of(nopen: str, stage: UUID, *, day: date, now: datetime) -> DueDay | None:
    """What an office's payers would have to walk, as the engine takes it; None for an unknown office."""
    office = access.office(nopen)
    return due_day(office, waiting_families(nopen, stage), day=day, now=now) if office else None


def left_out(office: str, day: date) -> list[tuple[UUID, str]]:
    """Whom the day's plan couldn't hold, and the engine's word for why."""
    rows = models.LeftOut.objects.filter(office=office, day=day).order_by("reason", "family")
    return list(rows.values_list("family_id", "reason"))


def float_needed(round_id: UUID) -> Money:
    """What the round's stops are still owed."""
    found = round_of(round_id)
    return found.needed if found else Money(0)


def closings(rounds_: Collection[UUID]) -> dict[UUID, CashClosing]:
    """The latest counting of each round."""
    rows = models.CashClosing.objects.filter(round__in=rounds_).order_by("at", "id")
    return {row.round_id: as_closing(row) for row in rows}


def leases_of(entitlement: UUID) -> list[LeaseOf]:
    """Who held the right to pay it, oldest first."""
    return books.leases([entitlement]).get(entitlement, [])


def _rounds(rows: list[models.Round]) -> list[Round]:
    stops: dict[UUID, list[Stop]] = defaultdict(list)
    for stop in models.Stop.objects.filter(round__in=rows).order_by("round", "order"):
        stops[stop.round_id].append(Stop(stop.family_id, stop.order))
    owed: dict[tuple[str, UUID | None], dict[UUID, int]] = {}
    for row in rows:
        if (row.office_id, row.stage_id) not in owed:
            owed[(row.office_id, row.stage_id)] = _unsettled(row.office_id, row.stage_id)
    return [
        Round(
            id=row.id,
            office=row.office_id,
            day=row.day,
            payer=row.payer_id,
            phone=row.phone_id,
            float=Money(row.float),
            needed=Money(sum(owed[(row.office_id, row.stage_id)].get(stop.family, 0) for stop in stops[row.id])),
            state=RoundState(row.state),
            stops=tuple(stops[row.id]),
            kind=RoundKind(row.kind),
            km=row.km,
            hours=row.hours,
        )
        for row in rows
    ]


def _unsettled(office: str, stage: UUID | None) -> dict[UUID, int]:
    """Family -> rupiah due and not settled; nothing of a round without a stage, which only tags."""
    if stage is None:
        return {}
    due = programs.due(office, stage)
    done = books.settled([e.id for e in due])
    sums: dict[UUID, int] = defaultdict(int)
    for entitlement in due:
        if entitlement.id not in done:
            sums[entitlement.family] += entitlement.amount.rupiah
    return sums

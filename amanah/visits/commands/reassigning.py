"""Before rounds are out: the office gives a family to another payer, and sees what it costs both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from amanah.access import queries as access
from amanah.registry import queries as registry
from amanah.routes.queries import order_round
from amanah.routes.travel import DETOUR, crow_km
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.leasing import locked_round
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store.doors import door_minutes, middle_of, places
from amanah.visits.store.duedays import regency_of
from amanah.visits.store.travel import travel

THINK_S = 0.2


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


@transaction.atomic
def reassign(family: UUID, *, out_of: UUID, into: UUID, by: str, now: datetime) -> Reassigned:
    """Both rounds are ordered anew.

    Problems: `round_unknown`, `round_is_out`, `rounds_differ`, `family_not_in_round`.
    """
    giver, taker = (locked_round(one) for one in sorted((out_of, into)))
    if giver.id != out_of:
        giver, taker = taker, giver
    _may_change(giver, taker)
    theirs, others = _families(giver), _families(taker)
    if family not in theirs:
        raise _no("family_not_in_round", "Keluarga ini tidak ada di putaran itu.", "This family isn't in that round.")
    before = _measured(giver, theirs), _measured(taker, others)
    left = _ordered(giver, [one for one in theirs if one != family])
    more = _ordered(taker, [*others, family])
    after = _write(giver, left), _write(taker, more)
    details = {"family": str(family), "into": str(into), "hours": [before[0].hours, after[0].hours],
               "hours_into": [before[1].hours, after[1].hours]}  # fmt: skip
    tell([Told("visits.stop_reassigned", f"round:{out_of}", details)], by=by, now=now)
    return Reassigned((before[0], after[0]), (before[1], after[1]))


def _may_change(giver: models.Round, taker: models.Round) -> None:
    same = (giver.office_id, giver.day, giver.stage_id, giver.kind)
    if giver.id == taker.id or same != (taker.office_id, taker.day, taker.stage_id, taker.kind):
        raise _no("rounds_differ", "Pilih putaran lain dari kantor, hari dan tahap yang sama.",
                  "Choose another round of the same office, day and stage.")  # fmt: skip
    if any(row.state != "planned" or row.phone_id or row.float for row in (giver, taker)):
        raise _no("round_is_out", "Putaran ini sudah berjalan atau sudah diberi panjar; susunannya tetap.",
                  "This round is out or has its cash; it stays as it is.")  # fmt: skip


def _families(row: models.Round) -> list[UUID]:
    return list(row.stops.order_by("order").values_list("family_id", flat=True))


def _nodes(row: models.Round, families: Sequence[UUID]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The office, then the families' places."""
    office = access.office(row.office_id)
    villages = {family: village for family, (_, village) in registry.places_of(families).items()}
    where = places(villages, office)
    stops = [where[family] for family in families]
    depot = middle_of(office) or (stops[0] if stops else (0.0, 0.0))
    return np.array([depot, *stops], dtype=np.float64)


def _ordered(row: models.Round, families: Sequence[UUID]) -> list[UUID]:
    if not families:
        return []
    nodes = _nodes(row, families)
    metres = 1000 * DETOUR * crow_km(nodes, nodes)
    return [families[i] for i in order_round(metres.tolist(), seconds=THINK_S)]


def _measured(row: models.Round, families: Sequence[UUID]) -> Day:
    if not families:
        return Day(0, 0.0, 0.0)
    nodes = _nodes(row, families)
    legs = np.diagonal(crow_km(nodes, np.roll(nodes, -1, axis=0)))
    ways = travel().minutes(legs, regency_of(row.office_id)).sum()
    doors = sum(door_minutes(row.office_id, families, day=row.day).values())
    return Day(len(families), round(float(DETOUR * legs.sum()), 1), round(float(ways + doors) / 60, 2))


def _write(row: models.Round, families: Sequence[UUID]) -> Day:
    row.stops.all().delete()
    models.Stop.objects.bulk_create(
        models.Stop(round=row, family_id=family, order=i) for i, family in enumerate(families, start=1)
    )
    day = _measured(row, families)
    row.km, row.hours = day.km, day.hours
    row.save(update_fields=["km", "hours"])
    return day


def _no(code: str, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(id_, en), status=409)

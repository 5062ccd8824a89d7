"""Planning anew while payers are out: one falls ill, a road is lost. Only open leases move; money begun stays.

A phone that can't be reached goes on with what it holds: its lease is stale then, and what it still pays is heard
and lands in suspense should somebody else have paid before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from django.conf import settings
from django.db import transaction
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from amanah.access import queries as access
from amanah.programs import queries as programs
from amanah.registry import queries as registry
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.leasing import locked_round, move_leases
from amanah.visits.commands.telling import Told, tell
from amanah.visits.rules.replanning import Anew, Door, Minutes, Numbers, Out, Stays, go_round, share_out
from amanah.visits.store import books
from amanah.visits.store.doors import door_minutes, middle_of, places
from amanah.visits.store.rounds import begun, done_stops
from amanah.visits.store.travel import last_places
from amanah.visits.store.ways import believed
from amanah.visits.types import RoundKind

HOME_BY = time(18, 0)
"""Cash isn't carried later, by the office's clock."""
AROUND = 4.0
"""A way that crosses the flood takes so many times as long when it must be gone around: a guess, told as one."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """`moved`: family -> its new round. `stays`: family -> why it stays where it was. `rounds`: ordered anew."""

    moved: dict[UUID, UUID]
    stays: dict[UUID, Stays]
    rounds: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """An office's rounds that are out, as the rules want them, and what each open door is made of."""

    outs: dict[UUID, Out]
    leases: dict[UUID, list[UUID]]
    rows: dict[UUID, models.Round]
    office: tuple[float, float]
    nopen: str


@transaction.atomic
def pass_on(round_id: UUID, *, by: str, now: datetime, reason: str, until: datetime | None = None) -> Replanned:
    """A payer can't go on: the open doors of the round go to the others of the stage who are out.

    `until`: when cash must be home (18:00 by the office's clock). Doors that nobody can take stay where they are.
    Problems: `round_unknown`, `round_not_out`, `nobody_else_out`.
    """
    ill = locked_round(round_id)
    _must_be_out(ill)
    known = _field(ill, now=now, until=until)
    mine = known.outs.pop(round_id, None)
    if not known.outs:
        raise Problem(
            "nobody_else_out",
            Sentence(
                "Tidak ada juru bayar lain yang sedang keluar. Serahkan putaran lain lebih dulu.",
                "No other payer is out. Give another round out first.",
            ),
            status=409,
        )
    minutes = _ways(known, mine, None, None)
    anew = share_out(mine.doors if mine else (), list(known.outs.values()), known.office, minutes)
    return _write(anew, known, by=by, now=now, why={"round": str(round_id), "reason": reason})


@transaction.atomic
def go_around(
    round_ids: Collection[UUID],
    area: BaseGeometry,
    *,
    times: float | None,
    by: str,
    now: datetime,
    reason: str,
    until: datetime | None = None,
) -> Replanned:
    """A road is lost in `area` (degrees, (lng, lat)): rounds that have doors or ways there are ordered anew.

    `times`: a way through takes so many times as long; None: nobody gets in, and its doors wait at the end of their
    round. Doors that no longer fit their payer's day go to others. Problems: `round_unknown`, `round_not_out`.
    """
    rows = [locked_round(round_id) for round_id in sorted(round_ids)]
    for row in rows:
        _must_be_out(row)
    shapely.prepare(area)
    why: dict[str, object] = {"reason": reason, "times": times}
    done = Replanned({}, {}, ())
    fields = {(row.office_id, row.day, row.stage_id) for row in rows}
    for field in sorted(fields, key=str):  # cash of one stage isn't carried for another
        mine = [row for row in rows if (row.office_id, row.day, row.stage_id) == field]
        known = _field(mine[0], now=now, until=until)
        part = _write(_around(mine, known, area, times), known, by=by, now=now, why=why)
        done = Replanned({**done.moved, **part.moved}, {**done.stays, **part.stays}, (*done.rounds, *part.rounds))
    return done


def _around(rows: Sequence[models.Round], known: _Field, area: BaseGeometry, times: float | None) -> Anew:
    outs = [known.outs[row.id] for row in rows]
    touched = {out.round for out in outs if _touches(out, known.office, area)}
    minutes = _ways(known, None, area, times)

    def is_cut_off(door: Door) -> bool:
        return times is None and bool(shapely.intersects_xy(area, door.place[1], door.place[0]))

    return go_round(outs, known.office, minutes, is_cut_off=is_cut_off, touches=touched)


def _must_be_out(row: models.Round) -> None:
    if row.phone_id is None or row.state != "out" or row.kind != RoundKind.PAY:
        raise Problem(
            "round_not_out", Sentence("Putaran ini tidak sedang berjalan.", "This round isn't out."), status=409
        )


def _field(like: models.Round, *, now: datetime, until: datetime | None) -> _Field:
    """All rounds of the office, day and stage that are out. Rows are locked in one order: two replans can't tangle."""
    found = models.Round.objects.select_for_update().filter(
        office=like.office_id, day=like.day, stage=like.stage_id, kind="pay", state="out", phone__isnull=False
    )
    rows = {row.id: row for row in found.order_by("id")}
    open_ = _open_leases(rows)
    families = {family for held in open_.values() for family in held}
    home_office = access.office(like.office_id)
    where = places(_villages(families), home_office)
    lasting = door_minutes(like.office_id, families, day=like.day)
    stands = last_places([row.phone_id for row in rows.values() if row.phone_id], like.day)
    centre = middle_of(home_office) or next(iter(where.values()), (0.0, 0.0))
    left = _minutes_left(like, now=now, until=until)
    outs = {}
    for id_, row in rows.items():
        doors = [
            Door(family, where[family], lasting[family], sum(amount for _, amount in held))
            for family, held in open_[id_].items()
        ]
        here = stands.get(row.phone_id, centre) if row.phone_id else centre
        outs[id_] = Out(id_, here, tuple(doors), left, _spare_cash(row, doors))
    leases = {f: [e for e, _ in held] for by_family in open_.values() for f, held in by_family.items()}
    return _Field(outs, leases, rows, centre, like.office_id)


def _villages(families: Collection[UUID]) -> dict[UUID, str | None]:
    return {family: village for family, (_, village) in registry.places_of(list(families)).items()}


def _open_leases(rows: dict[UUID, models.Round]) -> dict[UUID, dict[UUID, list[tuple[UUID, int]]]]:
    """Round -> family -> (entitlement, rupiah), in the round's order: not paid, not begun, not visited today."""
    found: dict[UUID, dict[UUID, list[tuple[UUID, int]]]] = {}
    leases = models.Lease.objects.filter(round__in=rows, ended_at__isnull=True)
    held = dict(leases.values_list("entitlement_id", "round_id"))
    spoken = begun(list(held)) | set(books.settled(list(held)))
    debts = programs.entitlements(list(held))
    for id_, row in rows.items():
        order = dict(row.stops.values_list("family_id", "order"))
        mine = [debts[e] for e, round_ in held.items() if round_ == id_]
        shut = {debt.family for debt in mine if debt.id in spoken} | done_stops(row)
        by_family: dict[UUID, list[tuple[UUID, int]]] = {}
        for debt in sorted(mine, key=lambda debt: (order.get(debt.family, 0), str(debt.id))):
            if debt.family not in shut:
                by_family.setdefault(debt.family, []).append((debt.id, debt.amount.rupiah))
        found[id_] = by_family
    return found


def _spare_cash(row: models.Round, doors: Sequence[Door]) -> int | None:
    """What the bag holds beyond the payer's own open doors; None where no cash was handed out yet."""
    if not row.float:
        return None
    paid = models.Settlement.objects.filter(phone=row.phone_id, day=row.day).values_list("amount", flat=True)
    return int(row.float) - sum(paid) - sum(door.amount for door in doors)


def _minutes_left(row: models.Round, *, now: datetime, until: datetime | None) -> float:
    home_by = until or datetime.combine(row.day, HOME_BY, tzinfo=ZoneInfo(settings.TIME_ZONE))
    return max(0.0, (home_by - now).total_seconds() / 60)


def _ways(known: _Field, also: Out | None, area: BaseGeometry | None, times: float | None) -> Minutes:
    """Minutes between places of the field; roads in the area take `times` as long or are closed (None), and so do
    straight lines that meet it where no road is known: closed, they are gone around."""
    outs = [*known.outs.values(), *([also] if also else [])]
    places = {known.office, *(out.here for out in outs), *(door.place for out in outs for door in out.doors)}
    nodes = np.array([known.office, *sorted(places - {known.office})], dtype=np.float64)
    at = {(float(lat), float(lng)): i for i, (lat, lng) in enumerate(nodes)}
    ways = believed(known.nopen, nodes).between(nodes, lost=area, times=times)
    between = ways.minutes
    if area is not None:
        slow = _meet(area, nodes) & ~ways.on_roads
        between = np.where(slow, (AROUND if times is None else times) * between, between)

    def minutes(a: Numbers, b: Numbers) -> Numbers:
        here, there = ([at[float(lat), float(lng)] for lat, lng in some] for some in (a, b))
        return between[np.ix_(here, there)]

    return minutes


def _meet(area: BaseGeometry, nodes: Numbers) -> NDArray[np.bool_]:
    """Whether the straight line from place to place meets the area; only lines whose box does are drawn."""
    west, south, east, north = area.bounds
    i, j = np.triu_indices(len(nodes), 1)
    least, most = np.minimum(nodes[i], nodes[j]), np.maximum(nodes[i], nodes[j])
    near = (least <= (north, east)).all(axis=1) & (most >= (south, west)).all(axis=1)
    i, j = i[near], j[near]
    met = np.zeros((len(nodes), len(nodes)), dtype=bool)
    met[i, j] = met[j, i] = shapely.intersects(area, shapely.linestrings(nodes[np.stack([i, j], axis=1)][..., ::-1]))
    return met


def _touches(out: Out, office: tuple[float, float], area: BaseGeometry) -> bool:
    line = shapely.linestrings([(lng, lat) for lat, lng in (out.here, *(d.place for d in out.doors), office)])
    return bool(out.doors) and bool(shapely.intersects(area, line))


def _write(anew: Anew, known: _Field, *, by: str, now: datetime, why: dict[str, object]) -> Replanned:
    for into in sorted(set(anew.moved.values())):
        moving = [family for family, there in anew.moved.items() if there == into]
        move_leases([e for family in moving for e in known.leases[family]], known.rows[into], now=now)
    for round_id, families in anew.orders.items():
        _order(known.rows[round_id], families)
    details = {
        **why,
        "moved": {str(family): str(into) for family, into in anew.moved.items()},
        "stays": {str(family): str(reason) for family, reason in anew.stays.items()},
        "orders": {str(round_id): [str(f) for f in families] for round_id, families in anew.orders.items()},
    }
    office = next(iter(known.rows.values())).office_id
    tell([Told("visits.rounds_replanned", f"nopen:{office}", details)], by=by, now=now)
    return Replanned(anew.moved, anew.stays, tuple(anew.orders))


def _order(row: models.Round, families: Sequence[UUID]) -> None:
    """Open doors in this order, behind everything the round has done: the numbers of what is done stay."""
    stops = {stop.family_id: stop for stop in row.stops.order_by("order")}
    last = max((stop.order for stop in stops.values()), default=0)
    wanted = [family for family in families if family in stops]
    stay = {stop.order for family, stop in stops.items() if family not in set(wanted)}
    first = 1 + max(stay, default=0)
    # the numbers are unique at any moment: first out of the way, then to their places
    for start in (last + len(families) + 1, first):
        for i, family in enumerate(wanted):
            stops[family].order = start + i
        models.Stop.objects.bulk_update([stops[family] for family in wanted], ["order"], batch_size=500)

"""Visits as their phones told them, for those who look across many: an office's day whole, the days before in short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.visits import models
from amanah.visits.rules import approvals
from amanah.visits.rules.fold import Heard, fold
from amanah.visits.types import CURRENT, OtherWay, Place, read_event


@dataclass(frozen=True, slots=True)
class Told:
    """`started_ms`, `ended_ms`: the phone's counter, 0 where not read. `approver`: the supervisor's phone that signed.

    `is_whole` is false for a visit read from its row alone: no accuracy, no end, no counter. `photos`: (kind, SHA-256).
    """

    visit: UUID
    payer: UUID
    office: str
    day: date
    family: UUID
    village: str
    seq: int
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    ending: str
    reason: str
    started_ms: int
    ended_ms: int
    place: Place | None
    other_way: OtherWay | None
    approver: str
    photos: tuple[tuple[str, str], ...]
    is_whole: bool


def told(office: str, day: date) -> list[Told]:
    """Every visit of the office's phones on that day, in the order each phone counted them. Two statements."""
    rows = list(_rows(office).filter(day=day))
    return sorted(_whole(rows), key=lambda one: (str(one.payer), one.seq))


def told_before(office: str, *, since: date, until: date) -> list[Told]:
    """Visits of `since` <= day < `until`: by their rows; those of another way read whole, for who vouched."""
    rows = list(_rows(office).filter(day__gte=since, day__lt=until))
    read = {one.visit: one for one in _whole([row for row in rows if row.way])}
    photos = _photos([row.id for row in rows])
    return [read.get(row.id) or _short(row, photos[row.id]) for row in rows]


def _rows(office: str):  # type: ignore[no-untyped-def]  # a queryset with a joined phone has no name worth writing
    rows = models.Visit.objects.filter(office=office, ending__in=["paid", "failed", "unfinished"])
    return rows.select_related("phone").order_by("phone", "ended_seq", "started_at")


def _whole(rows: Collection[models.Visit]) -> list[Told]:
    by_visit: dict[UUID, list[Heard]] = defaultdict(list)
    owner = {row.id: row.phone_id for row in rows}
    events = models.Event.objects.filter(visit__in=list(owner), is_read=True).order_by("seq")
    for text, received_at, visit, phone in events.values_list("text", "received_at", "visit", "phone_id"):
        if visit and owner[visit] == phone:
            by_visit[visit].append(Heard(read_event(text), received_at))
    return [_read(row, by_visit[row.id]) for row in rows if by_visit[row.id]]


def _read(row: models.Visit, heard: list[Heard]) -> Told:
    visit = fold(row.id, heard, policy=CURRENT)
    envelopes = [one.event.envelope for one in heard]
    first, last = envelopes[0], next((e for e in envelopes if e.seq == row.ended_seq), envelopes[-1])
    shown = visit.other_way.approval if visit.other_way else None
    approval = approvals.read(shown, visit=row.id, day=row.day) if shown else None
    return Told(
        visit=row.id, payer=row.phone.user_id, office=row.office_id, day=row.day, family=row.family,
        village=row.village, seq=first.seq, started_at=first.at, ended_at=last.at, received_at=row.received_at,
        ending=row.ending, reason=row.reason, started_ms=first.elapsed_ms, ended_ms=last.elapsed_ms, place=visit.place,
        other_way=visit.other_way, approver=str(approval.phone) if approval else "",
        photos=tuple((photo.kind.value, photo.sha256) for photo in visit.photos), is_whole=True,
    )  # fmt: skip


def _short(row: models.Visit, photos: list[tuple[str, str]]) -> Told:
    here = row.lat is not None and row.lng is not None
    place = Place(row.lat or 0.0, row.lng or 0.0, 0.0, 0.0, 1, row.started_at) if here else None
    return Told(
        visit=row.id, payer=row.phone.user_id, office=row.office_id, day=row.day, family=row.family,
        village=row.village, seq=row.ended_seq, started_at=row.started_at, ended_at=row.started_at,
        received_at=row.received_at, ending=row.ending, reason=row.reason, started_ms=0, ended_ms=0, place=place,
        other_way=None, approver="", photos=tuple(photos), is_whole=False,
    )  # fmt: skip


def _photos(visits: Collection[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Kind and SHA-256; small pictures are left out, for their photo is there."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = models.Media.objects.filter(visit__in=list(visits)).exclude(kind="").exclude(kind__endswith="_thumb")
    for visit, kind, sha256 in rows.values_list("visit", "kind", "sha256"):
        if visit:
            found[visit].append((kind, sha256))
    return found


def heard_since(moment: datetime) -> list[tuple[str, date]]:
    """Offices and their days of which phones told something since then."""
    rows = models.Visit.objects.filter(received_at__gte=moment).order_by("office", "day")
    return list(rows.values_list("office_id", "day").distinct())

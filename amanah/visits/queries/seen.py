"""Visits as pages see them: the fact, what was doubted, what the second look saw, and where the evidence is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amanah.visits import models
from amanah.visits.rules.fold import Heard, visits_in
from amanah.visits.store import books
from amanah.visits.store import visits as kept
from amanah.visits.types import CURRENT, Doubt, HazardNoted, Look, Settlement, Visit, VisitSeen, read_event


def visit(visit_id: UUID) -> VisitSeen | None:
    return next(iter(_seen(models.Visit.objects.filter(id=visit_id))), None)


def visits_of(family: UUID) -> list[VisitSeen]:
    """Every visit that named this family, newest first."""
    return _seen(models.Visit.objects.filter(family=family).order_by("-received_at", "-id"))


def visits_of_stage(stage: UUID, families: Collection[UUID] | None = None) -> list[VisitSeen]:
    """Every visit of a stage, in the order they were received; of these families alone, if given."""
    rows = models.Visit.objects.filter(stage=stage).order_by("received_at", "id")
    return _seen(rows if families is None else rows.filter(family__in=families))


def settled(entitlements: Collection[UUID]) -> dict[UUID, UUID]:
    """Entitlement -> the settlement that paid it; those not paid are left out."""
    return books.settled(entitlements)


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged visit in short, for what follows from it."""

    visit: UUID
    family: UUID
    office: str
    stage: UUID | None
    ending: str
    doubts: frozenset[Doubt]


def judged(visits: Collection[UUID]) -> list[Judged]:
    """Current judgements of these visits, in one statement."""
    rows = models.Judgement.objects.filter(visit__in=visits, is_current=True).select_related("visit").order_by("visit")
    return [
        Judged(
            row.visit_id,
            row.visit.family,
            row.visit.office_id,
            row.visit.stage,
            row.visit.ending,
            frozenset(map(Doubt, row.doubts)),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A visit with the photos that have come. `photos`: kind -> SHA-256 (`face`, `house`, `house_thumb`, …)."""

    seen: VisitSeen
    photos: dict[str, str]
    missing: tuple[str, ...]
    """Kinds of photos that were named and haven't come."""


def evidence(visit_id: UUID) -> Evidence | None:
    """From what the visit's own events name: a photo that another visit named too is evidence of both."""
    seen = visit(visit_id)
    if seen is None:
        return None
    rows = models.Media.objects.filter(phone=seen.visit.phone, visit=visit_id).exclude(kind="")
    named = {row.kind: row.sha256 for row in rows.order_by("id")}
    for photo in seen.visit.photos:
        named[photo.kind.value] = photo.sha256
        if photo.thumb:
            named[f"{photo.kind.value}_thumb"] = photo.thumb
    states = models.Media.objects.filter(phone=seen.visit.phone, sha256__in=named.values())
    state = dict(states.values_list("sha256", "state"))
    return Evidence(
        seen=seen,
        photos={kind: sha256 for kind, sha256 in named.items() if state.get(sha256) == "complete"},
        missing=tuple(kind for kind, sha256 in named.items() if state.get(sha256) not in ("complete", "aside")),
    )


@dataclass(frozen=True, slots=True)
class HazardTold:
    event: UUID
    family: UUID
    kind: str
    note: str
    helped: str
    gone: bool
    at: datetime


def hazards_told(events: Collection[UUID]) -> list[HazardTold]:
    """The hazards these events noted, with the payer's words."""
    rows = models.Event.objects.filter(id__in=events, is_read=True).order_by("arrival")
    read = [read_event(text) for text in rows.values_list("text", flat=True)]
    return [
        HazardTold(event.envelope.id, h.family, h.kind.value, h.note, h.helped, h.gone, event.envelope.at)
        for event in read
        if isinstance(h := event.body, HazardNoted)
    ]


@dataclass(frozen=True, slots=True)
class InSuspense:
    settlement: Settlement
    is_resolved: bool


def suspense(office: str | None = None) -> list[InSuspense]:
    """Money in suspense, oldest first; what is resolved stays on the list, marked."""
    rows = models.Settlement.objects.filter(is_paid=False).order_by("at", "id").select_related("resolution")
    rows = rows.filter(office=office) if office else rows
    return [InSuspense(kept.as_settlement(row), hasattr(row, "resolution")) for row in rows]


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    id: UUID
    phone: UUID
    code: str
    event: UUID | None
    at: datetime


def incidents(phone: UUID | None = None) -> list[IncidentSeen]:
    """What was put aside, newest first; the bytes stay sealed."""
    rows = models.Incident.objects.order_by("-at", "-id")
    rows = rows.filter(phone=phone) if phone else rows
    return [IncidentSeen(*row) for row in rows.values_list("id", "phone_id", "code", "event_id", "at")]


@dataclass(frozen=True, slots=True)
class LetterSeen:
    id: UUID
    phone: UUID | None
    received_at: datetime
    is_opened: bool


def letters() -> list[LetterSeen]:
    """The sealed inbox, oldest first."""
    rows = models.Inbox.objects.order_by("received_at").values_list("id", "phone_id", "received_at", "opened_at")
    return [LetterSeen(id_, phone, at, opened is not None) for id_, phone, at, opened in rows]


def _seen(rows: Iterable[models.Visit]) -> list[VisitSeen]:
    """Six statements however many visits; the facts are folded again from their events."""
    found = list(rows)
    ids = [row.id for row in found]
    events = models.Event.objects.filter(visit__in=ids, is_read=True).order_by("seq")
    owner = {row.id: row.phone_id for row in found}
    heard = [
        Heard(read_event(text), received_at)
        for text, received_at, visit, phone in events.values_list("text", "received_at", "visit", "phone_id")
        if visit and owner[visit] == phone
    ]
    folded = visits_in(heard, policy=CURRENT)
    judged = {row.visit_id: row for row in models.Judgement.objects.filter(visit__in=ids, is_current=True)}
    looks = {row.visit_id: _look(row) for row in models.SecondLook.objects.filter(visit__in=ids).order_by("at")}
    settlements = kept.settlements_of(ids)
    return [
        _one(row, judged.get(row.id), looks.get(row.id), settlements[row.id], folded)
        for row in found
        if row.id in folded
    ]


def _one(
    row: models.Visit,
    judged: models.Judgement | None,
    look: Look | None,
    settlements: list[Settlement],
    folded: dict[UUID, Visit],
) -> VisitSeen:
    return VisitSeen(
        visit=folded[row.id],
        office=row.office_id,
        village=row.village or None,
        stage=row.stage,
        doubts=frozenset(map(Doubt, judged.doubts)) if judged else frozenset(),
        policy=judged.policy_id if judged else "",
        second_look=look,
        settlements=tuple(s for s in settlements if s.phone == row.phone_id),
        against=kept.against_of(judged.against) if judged else None,
    )


def _look(row: models.SecondLook) -> Look:
    return Look(
        row.visit_id,
        row.likeness,
        row.band,
        row.live,
        row.quality,
        row.model,
        row.reference,
        row.note,
        row.at,
        row.reference_kind,
        row.calibration,
        row.engine,
    )

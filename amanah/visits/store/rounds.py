"""What planning and pages both ask of rounds: who waits, who is in hand, how a bag was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection

from amanah.access import queries as access
from amanah.access.types import PhoneState
from amanah.programs import queries as programs
from amanah.programs.types import Entitlement
from amanah.values.money import Money
from amanah.visits import models
from amanah.visits.store import books
from amanah.visits.types import CashClosing, DayClosed, Event, RoundKind


def waiting_families(office: str, stage: UUID) -> dict[UUID, list[Entitlement]]:
    """Families of the office with something due, unsettled and in nobody's hands."""
    due = list(programs.due(office, stage))
    ids = [e.id for e in due]
    done = set(books.settled(ids)) | {e for e, held in books.leases(ids).items() if held[-1].ended_at is None}
    taken = families_in_hand(office)
    waiting: dict[UUID, list[Entitlement]] = defaultdict(list)
    for entitlement in due:
        if entitlement.id not in done and entitlement.family not in taken:
            waiting[entitlement.family].append(entitlement)
    return waiting


def families_in_hand(office: str, kind: RoundKind = RoundKind.PAY) -> set[UUID]:
    """Stops of rounds that are planned or out; not of a round whose phone was lost."""
    rounds = models.Round.objects.filter(office=office, kind=kind, state__in=["planned", "out"])
    phones = {phone: access.phone(phone) for phone in rounds.values_list("phone_id", flat=True) if phone}
    gone = [id_ for id_, phone in phones.items() if phone is None or phone.state is not PhoneState.ACTIVE]
    stops = models.Stop.objects.filter(round__in=rounds).exclude(round__phone__in=gone)
    return set(stops.values_list("family_id", flat=True))


def done_stops(row: models.Round) -> set[UUID]:
    """Families whose visit of this round has ended, however it did."""
    visits = models.Visit.objects.filter(phone=row.phone_id, day=row.day).exclude(ending="unfinished")
    return set(visits.values_list("family", flat=True))


def close_tagging(phone: UUID, events: Iterable[Event]) -> None:
    """A round to tag has no bag to be counted: the signed end of its day closes it."""
    closed = [event.body.round for event in events if isinstance(event.body, DayClosed)]
    if closed:
        models.Round.objects.filter(phone=phone, kind=RoundKind.TAG, id__in=closed).update(state="closed")


_BEGUN = """
SELECT entitlement_id FROM visits_lease
WHERE entitlement_id = ANY(%s) AND ended_at IS NULL AND visits_is_begun(phone_id, entitlement_id, fence)
"""


def begun(entitlements: Collection[UUID]) -> set[UUID]:
    """Those whose holder said "hand over the money" and hasn't said yet how it ended."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, [list(entitlements)])
        return {row[0] for row in cursor.fetchall()}


def as_closing(row: models.CashClosing) -> CashClosing:
    return CashClosing(
        round=row.round_id,
        handed=Money(row.handed),
        paid=Money(row.paid),
        suspended=Money(row.suspended),
        returned=Money(max(row.returned, 0)),
        counted=Money(row.counted),
        variance=row.variance,
        by=row.by,
        at=row.at,
    )

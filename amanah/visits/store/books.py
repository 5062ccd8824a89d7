"""What settling needs to know, and what it writes: leases, settlements, rounds named by openings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection

from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.ledger.types import Transfer
from amanah.programs import queries as programs
from amanah.programs.types import State
from amanah.values.money import Money
from amanah.visits import models
from amanah.visits.rules.cash import CLAIMED, Handed
from amanah.visits.rules.settle import Books
from amanah.visits.types import DayClosed, Event, LeaseOf, LeaseReleased, Owed, PaymentPaid, Settlement

_ADD = """
COPY visits_settlement
    (id, payment, entitlement, visit, family, phone_id, office_id, day, amount, is_paid, why, doubts, event_id, at)
FROM STDIN
"""
_SETTLE = """
UPDATE visits_lease SET ended_at = %s, how = 'settled' WHERE entitlement_id = ANY(%s) AND ended_at IS NULL
"""
_RELEASE = """
UPDATE visits_lease AS lease SET ended_at = %s, how = 'released'
FROM unnest(%s::uuid[], %s::bigint[]) AS said(entitlement, fence)
WHERE lease.phone_id = %s AND lease.entitlement_id = said.entitlement AND lease.fence = said.fence
  AND lease.ended_at IS NULL
"""
_CLOSE_DAY = """
UPDATE visits_lease SET ended_at = %s, how = 'day_closed'
WHERE phone_id = %s AND round_id = ANY(%s) AND ended_at IS NULL
"""


def books(events: Sequence[Event]) -> tuple[Books, dict[UUID, Owed]]:
    """Debts, leases and earlier settlements of everything these payments and failures name."""
    paid = [event.body for event in events if isinstance(event.body, PaymentPaid)]
    items = {item.entitlement for body in paid for item in body.items}
    named = items | {e for event in events for e in getattr(event.body, "entitlements", ())}
    owed = debts(named)
    return Books(owed, leases(items), *_settlements(items)), owed


def debts(entitlements: Collection[UUID]) -> dict[UUID, Owed]:
    if not entitlements:
        return {}
    found = programs.entitlements(entitlements)
    return {
        e.id: Owed(e.id, e.family, e.amount, e.state is State.DUE, e.programme, e.village, e.stage)
        for e in (found.values() if isinstance(found, dict) else found)
    }


def leases(entitlements: Collection[UUID]) -> dict[UUID, list[LeaseOf]]:
    found: dict[UUID, list[LeaseOf]] = defaultdict(list)
    if entitlements:
        rows = models.Lease.objects.filter(entitlement__in=entitlements).order_by("entitlement", "fence")
        for row in rows.values_list("entitlement_id", "phone_id", "fence", "taken_at", "ended_at", "how"):
            found[row[0]].append(LeaseOf(*row))
    return found


def settled(entitlements: Collection[UUID]) -> dict[UUID, UUID]:
    """Entitlement -> the settlement that paid it."""
    if not entitlements:
        return {}
    rows = models.Settlement.objects.filter(entitlement__in=entitlements, is_paid=True)
    return dict(rows.values_list("entitlement", "id"))


def _settlements(entitlements: Collection[UUID]) -> tuple[dict[UUID, UUID], set[UUID]]:
    """Who settled each, and every settlement that names one: an id follows from its entitlement."""
    if not entitlements:
        return {}, set()
    rows = models.Settlement.objects.filter(entitlement__in=entitlements).values_list("entitlement", "id", "is_paid")
    found = list(rows)
    return {entitlement: id_ for entitlement, id_, is_paid in found if is_paid}, {id_ for _, id_, _ in found}


def add_settlements(settlements: Sequence[Settlement]) -> None:
    """Raises IntegrityError by `entitlement_paid_once` when somebody else was first."""
    if not settlements:
        return
    # the same order for everybody: two phones racing can't wait for each other in a ring
    ordered = sorted(settlements, key=lambda s: (s.entitlement, s.id))
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(_ADD) as copy:
        for s in ordered:
            why, doubts = s.why.value if s.why else "", sorted(s.doubts)
            copy.write_row((
                s.id, s.payment, s.entitlement, s.visit, s.family, s.phone, s.office, s.day, s.amount.rupiah,
                s.why is None, why, doubts, s.event, s.at,
            ))  # fmt: skip


def end_leases(phone: UUID, events: Iterable[Event], settlements: Iterable[Settlement], *, now: datetime) -> None:
    """By settlement, by a signed release, or by the phone's signed closing of its day."""
    paid = [s.entitlement for s in settlements if s.why is None]
    bodies = [event.body for event in events]
    released = [body for body in bodies if isinstance(body, LeaseReleased)]
    rounds = [body.round for body in bodies if isinstance(body, DayClosed)]
    with connection.cursor() as cursor:
        if paid:
            cursor.execute(_SETTLE, [now, paid])
        if released:
            cursor.execute(_RELEASE, [now, [r.entitlement for r in released], [r.fence for r in released], phone])
        if rounds:
            cursor.execute(_CLOSE_DAY, [now, phone, rounds])


def handed(rounds: Collection[UUID]) -> dict[UUID, Handed]:
    """Locked: the office's cash and the payer's word for it must not pass each other unseen."""
    locked = models.Round.objects.select_for_update(no_key=True).filter(id__in=rounds).order_by("id")
    rows = locked.values_list("id", "phone_id", "day", "office_id", "float")
    return {row[0]: Handed(row[0], row[1], row[2], row[3], Money(row[4])) for row in rows}


def claims(phone: UUID, day: date) -> list[Transfer]:
    """Floats that were booked on the payer's word alone."""
    return ledger.transfers(account=accounts.bag(phone, day), word=CLAIMED)


def closed_rounds(phone: UUID, days: Collection[date]) -> list[UUID]:
    """Rounds of this phone whose bag was counted already: whatever arrives now unbalances it."""
    if not days:
        return []
    rows = models.Round.objects.filter(phone=phone, day__in=days, state="closed")
    return list(rows.values_list("id", flat=True))


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that said no: the one place where the house asks."""
    diag = getattr(error.__cause__, "diag", None)
    return diag.constraint_name if diag else None

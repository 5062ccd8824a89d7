"""What a payment settles, and what goes to suspense. Pure.

Cash that was handed over is a fact: it is booked either way. The first payment an entitlement hears of settles it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from amanah.visits.types import Doubt, Event, Item, LeaseOf, Owed, PaymentPaid, Settlement, Suspended

_SETTLEMENTS = UUID("6f1c6a52-5a0e-5d0c-8b55-0f9a6c1f7a11")
_TAKEN_AWAY = frozenset({"lost", "taken"})
"""A lease the phone itself gave back is not taken from it: should it pay after all, the chain shows the order."""


@dataclass(frozen=True, slots=True)
class Books:
    """What is known before settling: debts, leases with their history, and who settled what already."""

    owed: Mapping[UUID, Owed]
    leases: Mapping[UUID, Sequence[LeaseOf]]
    settled: Mapping[UUID, UUID]
    """Entitlement -> the settlement that paid it."""
    told: Collection[UUID]
    """Settlements that exist already, in whatever way."""


def settlement_id(phone: UUID, payment: UUID, entitlement: UUID) -> UUID:
    """The same share of the same payment always has the same id: telling it twice can't book it twice."""
    return uuid5(_SETTLEMENTS, f"{phone}:{payment}:{entitlement}")


def settle(events: Iterable[Event], books: Books, *, office: str, now: datetime) -> list[Settlement]:
    """The settlements that these events bring, in order of seq."""
    settled, told = dict(books.settled), set(books.told)
    found: list[Settlement] = []
    for event in sorted(events, key=lambda e: e.envelope.seq):
        if not isinstance(paid := event.body, PaymentPaid):
            continue
        for item in paid.items:
            id_ = settlement_id(event.envelope.phone, paid.payment, item.entitlement)
            if id_ in told:
                continue
            told.add(id_)
            why = suspended(item, paid.family, books.owed, settled)
            if why is None:
                settled[item.entitlement] = id_
            found.append(_settlement(id_, event, paid, item, why, books, office=office, now=now))
    return found


def suspended(item: Item, family: UUID, owed: Mapping[UUID, Owed], settled: Mapping[UUID, UUID]) -> Suspended | None:
    debt = owed.get(item.entitlement)
    if debt is None or not debt.is_due or debt.family != family:
        return Suspended.NOT_OWED
    return Suspended.DOUBLE_PAID if item.entitlement in settled else None


def doubts_of_item(
    item: Item, *, phone: UUID, owed: Owed | None, leases: Sequence[LeaseOf], why: Suspended | None, at: datetime
) -> frozenset[Doubt]:
    found = {lease_doubt(item, phone=phone, leases=leases, at=at)} if owed else set()
    if why:
        found.add(Doubt(why.value))
    if owed and owed.amount != item.amount:
        found.add(Doubt.AMOUNT_DIFFERS)
    return frozenset(doubt for doubt in found if doubt)


def lease_doubt(item: Item, *, phone: UUID, leases: Sequence[LeaseOf], at: datetime) -> Doubt | None:
    """No lease if this phone never held one; stale if another fence, or taken from it before the house heard (`at`).

    By the house's time alone: the phone's own clock can't say when it paid.
    """
    mine = [lease for lease in leases if lease.phone == phone and lease.taken_at <= at]
    if not mine:
        return Doubt.NO_LEASE
    held = next((lease for lease in mine if lease.fence == item.fence), None)
    return Doubt.STALE_LEASE if held is None or _was_taken(held, at) else None


def _was_taken(lease: LeaseOf, at: datetime) -> bool:
    return lease.how in _TAKEN_AWAY and lease.ended_at is not None and lease.ended_at <= at


def _settlement(
    id_: UUID,
    event: Event,
    paid: PaymentPaid,
    item: Item,
    why: Suspended | None,
    books: Books,
    *,
    office: str,
    now: datetime,
) -> Settlement:
    owed, leases = books.owed.get(item.entitlement), books.leases.get(item.entitlement, ())
    return Settlement(
        id=id_,
        payment=paid.payment,
        entitlement=item.entitlement,
        visit=paid.visit,
        family=paid.family,
        phone=event.envelope.phone,
        office=office,
        day=event.envelope.day,
        amount=item.amount,
        why=why,
        doubts=doubts_of_item(item, phone=event.envelope.phone, owed=owed, leases=leases, why=why, at=now),
        event=event.envelope.id,
        at=now,
    )

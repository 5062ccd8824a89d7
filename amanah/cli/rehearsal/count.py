"""The count at the end: from the database, and from what the phones remember. Nothing is assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amanah.reporting import queries as reporting
from amanah.reporting.types import Conservation


@dataclass(frozen=True, slots=True)
class Remembered:
    """What one phone remembers: its events as (id, hash, seq), how far the house answered for, what it paid."""

    phone: str
    events: tuple[tuple[str, str, int], ...]
    acked_seq: int
    payments: tuple[tuple[str, str, int], ...]  # payment, entitlement, rupiah
    unsent: int

    @property
    def acked(self) -> list[tuple[str, str]]:
        return [(id_, hash_) for id_, hash_, seq in self.events if seq <= self.acked_seq]


def remembered(answer: Mapping[str, Any]) -> Remembered:
    """From the driver's own words (`{"do": "memory"}`)."""
    return Remembered(
        phone=str(answer["phone"]),
        events=tuple((e["id"], e["hash"], int(e["seq"])) for e in answer["events"]),
        acked_seq=int(answer["acked_seq"]),
        payments=tuple((p["payment"], p["entitlement"], int(p["amount"])) for p in answer["payments"]),
        unsent=int(answer["unsent"]["events"]),
    )


def count(memories: Sequence[Remembered]) -> dict[str, object]:
    """The numbers of a rehearsal that must hold, and those that tell what happened."""
    books = reporting.conservation()
    stored = reporting.event_hashes([id_ for phone in memories for id_, _, _ in phone.events])
    found = sum(stored.get(id_) == hash_ for phone in memories for id_, hash_, _ in phone.events)
    return {
        "families": books.families,
        "visits": sum(books.visits.values()),
        "payments": books.payments,
        "events_sent": sum(len(phone.events) for phone in memories),
        "events_acked": sum(len(phone.acked) for phone in memories),
        "events_found": found,
        "lost": lost(memories, stored) + lost_payments(memories) + books.items_unbooked,
        "paid_twice": books.paid_twice,
        "suspense_open": books.suspense_open,
        "ledger_sum": books.ledger_sum,
        "bags_unbalanced": books.bags_unbalanced,
        "chain_ok": books.chain_ok and not books.chains_broken and not books.events_missing,
        "doubts": dict(books.doubts),
        "verdicts": dict(books.verdicts),
        "unsound": unsound(books),
    }


def lost(memories: Sequence[Remembered], stored: Mapping[str, str]) -> int:
    """Events a phone had an answer for, of which the house doesn't hold the very bytes."""
    return sum(stored.get(id_) != hash_ for phone in memories for id_, hash_ in phone.acked)


def lost_payments(memories: Sequence[Remembered]) -> int:
    """Cash a phone remembers handing over that the house booked nowhere: neither on an entitlement nor in suspense."""
    booked = reporting.booked_payments()
    told = {(payment, entitlement) for phone in memories for payment, entitlement, _ in phone.payments}
    return len(told - booked)


def unsound(books: Conservation) -> dict[str, int]:
    """Every other number that must be 0 and isn't."""
    return {name: number for name, number in books.must_be_zero.items() if number}

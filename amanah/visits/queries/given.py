"""Receipts that phones asked to be sent, for the room that sends them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from amanah.visits import models
from amanah.visits.types import ReceiptGiven, read_event


@dataclass(frozen=True, slots=True)
class ReceiptAsked:
    """`how`: whatsapp or sms; `to`: the number, sealed by the phone for the house (base64url)."""

    event: UUID
    phone: UUID
    payment: UUID
    visit: UUID
    how: str
    to: str = field(repr=False)


def receipts_asked(events: Collection[UUID]) -> list[ReceiptAsked]:
    """What these events ask to be sent, in the order they came; receipts shown or printed ask for nothing."""
    rows = models.Event.objects.filter(id__in=events, is_read=True).order_by("arrival")
    read = [read_event(text) for text in rows.values_list("text", flat=True)]
    return [
        ReceiptAsked(event.envelope.id, event.envelope.phone, b.payment, b.visit, b.how.value, b.to)
        for event in read
        if isinstance(b := event.body, ReceiptGiven) and b.is_sent and b.to is not None
    ]

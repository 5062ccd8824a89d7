"""How the receipts of a visit stand, for pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amanah.receipts import models, rules
from amanah.receipts.types import Outcome


@dataclass(frozen=True, slots=True)
class ReceiptSent:
    """`number` is masked; `sent_at` None while it waits or after it was given up."""

    how: str
    number: str
    sent_at: datetime | None
    tries: int


@dataclass(frozen=True, slots=True)
class MessageKept:
    """A message as a thing that is kept."""

    id: UUID
    visit: UUID
    at: datetime


def messages_before(before: datetime, *, after: UUID | None = None, limit: int = 2000) -> list[MessageKept]:
    """Messages taken up before a moment, sent or not, in the order of their ids, after one of them."""
    rows = models.Message.objects.filter(at__lt=before).order_by("id")
    rows = rows.filter(id__gt=after) if after else rows
    return [MessageKept(*row) for row in rows.values_list("id", "visit", "at")[:limit]]


def are_gone(messages: Collection[UUID]) -> bool:
    """None of these is here any more, nor a try to send one."""
    return not models.Message.objects.filter(id__in=messages).exists()


def receipts_of(visit: UUID) -> list[ReceiptSent]:
    """Oldest first."""
    found = []
    for row in models.Message.objects.filter(visit=visit).prefetch_related("tries").order_by("at", "id"):
        tries = list(row.tries.all())
        sent = next((one.at for one in tries if one.outcome == Outcome.SENT), None)
        found.append(ReceiptSent(row.how, rules.masked(row.number), sent, len(tries)))
    return found

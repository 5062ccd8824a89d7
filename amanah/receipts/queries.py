"""How the receipts of a visit stand, for pages."""

from __future__ import annotations

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


def receipts_of(visit: UUID) -> list[ReceiptSent]:
    """Oldest first."""
    found = []
    for row in models.Message.objects.filter(visit=visit).prefetch_related("tries").order_by("at", "id"):
        tries = list(row.tries.all())
        sent = next((one.at for one in tries if one.outcome == Outcome.SENT), None)
        found.append(ReceiptSent(row.how, rules.masked(row.number), sent, len(tries)))
    return found

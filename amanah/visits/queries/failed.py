"""How a family's last visit failed, and when somebody meant to come again: for the next payer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amanah.visits import models
from amanah.visits.types import VisitFailed, read_event


@dataclass(frozen=True, slots=True)
class LastFailed:
    day: date
    reason: str
    again_on: date | None
    again_part: str | None


def last_failed(families: Collection[UUID]) -> dict[UUID, LastFailed]:
    """Family -> its last visit that ended, where that one failed; families paid since then are left out."""
    ended = models.Visit.objects.filter(family__in=families, ending__in=["paid", "failed"])
    last = ended.order_by("family", "-day", "-received_at", "-ended_seq").distinct("family")
    failed = {id_ for id_, ending in last.values_list("id", "ending") if ending == "failed"}
    told = models.Event.objects.filter(visit__in=failed, type="visit.failed", is_read=True).order_by("arrival")
    found = {}
    for event in (read_event(text) for text in told.values_list("text", flat=True)):
        if isinstance(b := event.body, VisitFailed):
            part = b.again_part.value if b.again_part else None
            found[b.family] = LastFailed(event.envelope.day, b.reason.value, b.again_on, part)
    return found

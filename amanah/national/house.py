"""The house's own offices. Apart from the planning, which also runs on a cluster's nodes, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from amanah.national.types import OfficeDay
from amanah.visits.queries.nation import due_days


def offices(stage: UUID, *, day: date, now: datetime) -> Iterator[OfficeDay]:
    """Each office's families who wait in the stage, with all that its own page would plan from."""
    for office, payers, due in due_days(stage, day=day, now=now):
        yield OfficeDay(office.nopen, due.depot, payers, due.stops, due.roads)

"""The house's own offices. Apart from the planning, which also runs on a cluster's nodes, without a database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from amanah.access import queries as access
from amanah.national.types import OfficeDay
from amanah.visits.queries.rounds import due_day_of


def offices(stage: UUID, *, day: date, now: datetime) -> Iterator[OfficeDay]:
    """Offices with payers and families who wait in the stage, with all that their own page would plan from."""
    for office in access.offices():
        payers = len(access.payers(office.nopen))
        due = due_day_of(office.nopen, stage, day=day, now=now) if payers else None
        if due and due.stops:
            yield OfficeDay(office.nopen, due.depot, payers, due.stops, due.roads)

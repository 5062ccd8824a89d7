"""Every office's due day, one after the other: what is planned for the whole country in one evening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from amanah.access import queries as access
from amanah.access.types import Office
from amanah.visits.store.duedays import DueDay, due_day
from amanah.visits.store.rounds import waiting_families


def due_days(stage: UUID, *, day: date, now: datetime) -> Iterator[tuple[Office, int, DueDay]]:
    """(office, its payers, its day) for each office that has payers and families waiting in the stage."""
    for office in access.offices():
        payers = len(access.payers(office.nopen))
        waiting = waiting_families(office.nopen, stage) if payers else {}
        if waiting:
            yield office, payers, due_day(office, waiting, day=day, now=now)

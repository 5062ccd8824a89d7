"""When booking meets an error of ours, the field's facts are stored all the same, and booked once we are mended.

A phone whose batch is refused for a fault in the house would come again with it for ever, and everything it says
afterwards would wait behind. So the booking alone is undone; the events, the answer and the chain stand.
"""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import DataError, IntegrityError, ProgrammingError, transaction

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.values.problem import Problem
from amanah.visits import models
from amanah.visits.commands.booking import book, book_heard
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.queries.policies import in_force
from amanah.visits.rules.chain import Placed
from amanah.visits.store import chain as stored
from amanah.visits.types import Policy

SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)
FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
    DataError, IntegrityError, ProgrammingError, Problem,
)  # fmt: skip
"""A defect of ours says one of these. A database that is away or busy, full disks and memory say others: those pass,
and the phone comes again."""

_log = logging.getLogger(__name__)


def book_or_keep(phone: Phone, placed: Placed, *, now: datetime, policy: Policy) -> list[Told]:
    """Books what came, or keeps it for `book_again`. Raises only what a second try may cure."""
    try:
        with transaction.atomic():
            return book(phone, placed, now=now, policy=policy)
    except FAULTS as error:
        _log.exception("events of %s are stored but not booked", phone.label)
        return [_kept(phone, placed, error, now=now)]


def _kept(phone: Phone, placed: Placed, error: Exception, *, now: datetime) -> Told:
    row = models.Unbooked.objects.create(
        phone_id=phone.id,
        events=[one.event.envelope.id for one in placed.fresh],
        visits=sorted(placed.visits),
        error=_where(error),
        at=now,
    )
    details = {"unbooked": str(row.id), "office": phone.office, "events": len(placed.fresh)}
    return followed("visits.not_booked", phone.label, details)


def _where(error: Exception) -> str:
    """Class and place alone: an error's own words may hold what people told us."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    at = f" at {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    return f"{type(error).__name__}{at}"[:200]


def waiting() -> list[UUID]:
    """What isn't booked yet, oldest first."""
    rows = models.Unbooked.objects.filter(booked_at__isnull=True).order_by("at")
    return list(rows.values_list("id", flat=True))


def book_again(unbooked: UUID, *, by: str, now: datetime) -> float | None:
    """Books what waits; None when it is booked, otherwise seconds after which to try again, longer each time."""
    try:
        _book_again(unbooked, by=by, now=now)
        return None
    except FAULTS:
        _log.exception("unbooked %s still isn't booked", unbooked)
        row = models.Unbooked.objects.get(id=unbooked)
        return min(max(now - row.at, SOONEST), LATEST).total_seconds()


@transaction.atomic
def _book_again(unbooked: UUID, *, by: str, now: datetime) -> None:
    row = models.Unbooked.objects.filter(id=unbooked, booked_at__isnull=True).first()
    phone = access.phone(row.phone_id) if row else None
    if row is None or phone is None:
        return
    head = stored.lock(phone.id)
    row = models.Unbooked.objects.select_for_update().get(id=unbooked)
    if row.booked_at:
        return  # another worker was faster
    fresh, heard = stored.events(row.events), stored.heard(phone.id, row.visits)
    told = book_heard(phone, fresh, heard, ack_seq=head.ack_seq, now=now, policy=in_force())
    row.booked_at, row.turn = now, stored.next_turn()
    row.save(update_fields=["booked_at", "turn"])
    tell([Told("visits.booked_later", phone.label, {"unbooked": str(unbooked)}), *told], by=by, now=now)

"""When an outside verifier is asked, when it is left in peace, and how long the house waits before it asks again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from amanah.faces.types import Band
from amanah.visits.types.verifying import Outcome

MOST_ATTEMPTS = 7
FIRST_WAIT_S = 30.0
FAILURES_IN_A_ROW = 5
REST = timedelta(minutes=5)


def is_wanted(band: str) -> bool:
    """Where the house has nothing to compare with, or isn't sure; its own clear answers ask nobody."""
    return band in (Band.NONE, Band.BETWEEN)


def resting_until(newest_first: Sequence[tuple[Outcome, datetime]], *, now: datetime) -> datetime | None:
    """After five failures in a row the verifier is left in peace for five minutes; None: it may be asked.

    After the rest one failure more brings the next one; an answer of any kind ends it.
    """
    last = newest_first[:FAILURES_IN_A_ROW]
    if len(last) < FAILURES_IN_A_ROW or any(outcome is Outcome.ANSWERED for outcome, _ in last):
        return None
    until = last[0][1] + REST
    return until if until > now else None


def wait_s(attempt: int, *, visit: UUID) -> float | None:
    """Seconds until the next attempt after this one (counted from 1): 30, 120, 480 … up to half as long again, which
    the visit's id decides, so that not all come back at once. None after the seventh: the house's own look stands.
    """
    if attempt >= MOST_ATTEMPTS:
        return None
    return FIRST_WAIT_S * 4.0 ** (attempt - 1) * (1 + visit.int % 1000 / 2000)

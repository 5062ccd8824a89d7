"""A supervisor gives a code for one family and one day: on record before it is seen."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from amanah.visits.commands.telling import Told, tell
from amanah.visits.queries.codes import code_for


@transaction.atomic
def give_code(family: UUID, *, day: date, reason: str, by: str, now: datetime) -> str:
    """Eight digits to be said over the telephone. The journal keeps who, why and for which day, never the code."""
    details = {"day": day.isoformat(), "reason": reason}
    tell([Told("visits.code_given", f"family:{family}", details)], by=by, now=now)
    return code_for(family, day)

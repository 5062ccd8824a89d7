"""Opening a kept letter: what a revoked phone sent is parsed at the wire like any other batch, and accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.sync import wire
from amanah.visits import commands
from amanah.visits.commands import letters
from amanah.visits.types import Accepted


@transaction.atomic
def open_letter(letter: UUID, *, by: str, now: datetime) -> Accepted | None:
    """Accepts what a known phone sent; None for a stranger's letter. Problem `letter_unknown`."""
    phone_id, body = letters.open_letter(letter, by=by, now=now)
    phone = access.phone(phone_id) if phone_id else None
    return commands.accept(phone, wire.batch(body).events, now=now) if phone else None

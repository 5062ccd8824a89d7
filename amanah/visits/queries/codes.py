"""The supervisor's code of a family and a day: what it is, and whether a visit was told the right one."""

from __future__ import annotations

import hmac
from datetime import date
from uuid import UUID

from amanah.vault import queries as vault
from amanah.visits.rules import codes
from amanah.visits.types import Visit


def code_for(family: UUID, day: date) -> str:
    """Eight digits. Whoever shows it must journal that (`commands.codes.give_code`)."""
    return codes.code_of(vault.fingerprint("supervisor", codes.subject(family, day)))


def code_is_right(visit: Visit) -> bool | None:
    """None when the visit was told no code. By the visit's own day: a code given yesterday is wrong today."""
    told = visit.other_way.code if visit.other_way else None
    if told is None:
        return None
    return hmac.compare_digest(told.encode(), code_for(visit.family, visit.day).encode())

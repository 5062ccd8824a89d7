"""What the rehearsal knows of a phone that is out: whose it is, why it is heard no more, what really happened on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from amanah.visits.types import Round

KEY_LOST = "store and key lost"
REVOKED = "revoked in the field"


@dataclass(slots=True)
class Carried:
    """One phone of the town, and the round it is out on. `ended`: why it is heard no more; empty while it works."""

    name: str
    phone: UUID
    payer: UUID
    round: Round
    cash: int
    families: list[dict[str, Any]] = field(default_factory=list)
    ended: str = ""
    truth: dict[str, Any] = field(default_factory=dict)
    copy: dict[str, Any] | None = None  # what really happened on a copy of it
    is_broken: bool = False  # it shows nothing any more, and will be declared lost
    carrier: Carried | None = None  # the phone that took its sealed file
    carried_to: int = 0  # seq of the last event in a file that somebody took
    left: str = ""  # why a working phone couldn't send everything, if so

"""A receipt on its way, and whoever carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Outcome(StrEnum):
    """How one try to send ended."""

    SENT = "sent"
    FAILED = "failed"


class Refusal(StrEnum):
    """Why nothing can be sent, ever."""

    NO_PAYMENT = "no_payment"
    """The phone that asks told of no such payment."""
    NO_NUMBER = "no_number"
    """What was sealed doesn't open, or is no telephone number."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a sender gets. `number` as E.164 (`+62812…`); the same `id` again is the same message tried again."""

    id: UUID
    how: str
    number: str = field(repr=False)
    text: str = field(repr=False)


class SendFailed(Exception):
    """It couldn't be sent now: tried again later. The reason is for the log and must name no number."""


class Sender(Protocol):
    """Carries one message to a telephone; raises SendFailed. Named by AMANAH_RECEIPTS_SENDER, made without words."""

    name: str

    def send(self, message: Outgoing) -> None: ...

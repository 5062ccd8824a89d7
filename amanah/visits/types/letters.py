"""What events say of the letter at the door and of the receipt that stays there (contract 1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amanah.visits.types.words import ReceiptWay


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A genuine letter scanned before money was offered. `unmarked`: the payer saw no receipt code on it."""

    letter: UUID
    unmarked: bool


@dataclass(frozen=True, slots=True)
class LetterMarked:
    """The code that belongs on the letter once it is paid, and whether the payer says it was written there."""

    letter: UUID
    code: str
    written: bool


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """How the family got its receipt. `to`: the number it is sent to, sealed for the house (base64url), or None."""

    payment: UUID
    visit: UUID
    family: UUID
    how: ReceiptWay
    to: str | None = None

    @property
    def is_sent(self) -> bool:
        """Does it ask the house to send something?"""
        return self.how in (ReceiptWay.WHATSAPP, ReceiptWay.SMS) and self.to is not None

"""What stands on paper, as values: a letter, a nominative list, a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amanah.values.money import Money


@dataclass(frozen=True, slots=True)
class Item:
    entitlement: UUID
    programme: str
    label: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Sender:
    """The office that writes, as it stands at the head and the foot of a paper."""

    nopen: str
    name: str
    hotline: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One family's letter. `qr` is what `queries.letter_qr` gave; `visit_on` in words, empty when not planned yet.

    `plus_code`: the home's place as maps show it, `8QX3+2C Ubung`; empty where nobody is sure of it.
    """

    id: UUID
    family: UUID
    name: str
    address: tuple[str, ...]
    card_tail: str
    stage: str
    items: tuple[Item, ...]
    qr: str
    visit_on: str = ""
    plus_code: str = ""

    @property
    def total(self) -> Money:
        return sum((item.amount for item in self.items), Money(0))


@dataclass(frozen=True, slots=True)
class LetterRead:
    """What a genuine letter's QR says of itself. `secret` None: printed before letters had a code."""

    id: UUID
    stage: str
    secret: bytes | None


class Mark(StrEnum):
    """Whether the code written on a letter is the one that belongs there once it is paid."""

    FITS = "fits"
    DIFFERS = "differs"
    NOT_OURS = "not_ours"
    WITHOUT_CODE = "without_code"
    """A genuine letter of before there were codes: it can't be checked this way."""


@dataclass(frozen=True, slots=True)
class DanomRow:
    """One line of an office's nominative list; numbers masked, for paper is left lying about."""

    id_salur: str
    name: str
    nik_masked: str
    card_masked: str
    address: str
    programme: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """`code` is the 8 characters that phone, house and paper share."""

    code: str
    name: str
    stage: str
    items: tuple[Item, ...]
    at: datetime
    payer: str
    received_by: str

    @property
    def total(self) -> Money:
        return sum((item.amount for item in self.items), Money(0))

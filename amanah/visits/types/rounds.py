"""Rounds and their stops, as offices plan and close them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from amanah.values.money import Money


class RoundKind(StrEnum):
    """To pay, or only to mark homes: then without stage, leases and cash."""

    PAY = "pay"
    TAG = "tag"


class RoundState(StrEnum):
    PLANNED = "planned"
    OUT = "out"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Stop:
    family: UUID
    order: int


Figure = float
"""Within `Round`, `float` is the cash."""


@dataclass(frozen=True, slots=True)
class Round:
    """`float` is the cash handed out; `needed` what its open entitlements add up to.

    `km` and `hours` as planned, from the office and back; None where nobody measured.
    """

    id: UUID
    office: str
    day: date
    payer: UUID
    phone: UUID | None
    float: Money
    needed: Money
    state: RoundState
    stops: tuple[Stop, ...]
    kind: RoundKind = RoundKind.PAY
    km: Figure | None = None
    hours: Figure | None = None


@dataclass(frozen=True, slots=True)
class CashClosing:
    """The counting of a bag. `variance` in rupiah: what is missing (> 0) or too much (< 0)."""

    round: UUID
    handed: Money
    paid: Money
    suspended: Money
    returned: Money
    counted: Money
    variance: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    rounds: tuple[UUID, ...]
    families: int
    left_out: int

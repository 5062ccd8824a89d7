"""What a phone says of its day and its bag, whatever door it stands at."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from amanah.values.money import Money


@dataclass(frozen=True, slots=True)
class DayOpened:
    round: UUID
    float: Money


@dataclass(frozen=True, slots=True)
class LeaseReleased:
    entitlement: UUID
    fence: int
    reason: str


@dataclass(frozen=True, slots=True)
class CashReturned:
    amount: Money
    office: str


@dataclass(frozen=True, slots=True)
class DayClosed:
    """`variance` = float - paid - returned in rupiah; the one amount that may be below zero."""

    round: UUID
    float: Money
    paid: Money
    returned: Money
    variance: int
    note: str
    visits: int
    failed: int

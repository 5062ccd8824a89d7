"""What a map shows of a day: homes by state, and the way each payer went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class HomeState(StrEnum):
    """Of a stop on its day. `doubted`: paid, and something about the visit must be looked at."""

    WAITING = "waiting"
    OUT = "out"
    PAID = "paid"
    FAILED = "failed"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class HomeToday:
    """A stop with its home's place (None: not known yet) in degrees, WGS84; `is_sure`: the registry trusts it."""

    family: UUID
    office: str | None
    village: str | None
    round: UUID
    payer: UUID
    order: int
    state: HomeState
    lat: float | None
    lng: float | None
    is_sure: bool
    visit: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """One visit on a payer's way: where the phone was, when, and how it ended."""

    visit: UUID
    family: UUID
    lat: float
    lng: float
    at: datetime
    ending: str
    is_doubted: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A round's way, in the order its phone told of it."""

    round: UUID
    payer: UUID
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Replanned:
    """Families of a round whose leases went elsewhere while it was out, and those that came from another."""

    gone: frozenset[UUID]
    came: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class FailedAt:
    """One failed visit with its place."""

    family: UUID
    lat: float
    lng: float
    reason: str

"""What programs speaks of: an SP2D, a batch, an entitlement, and what came of receiving, allocating, opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from amanah.values.money import Money
from amanah.values.problem import Sentence


class State(StrEnum):
    PLANNED = "planned"  # carried on by decisions; its money is not here yet
    DUE = "due"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Sp2d:
    """The treasury's order: how many lines and how many rupiah its list must hold."""

    number: str
    lines: int
    total: Money


@dataclass(frozen=True, slots=True)
class Programme:
    code: str
    label: str
    law: str


@dataclass(frozen=True, slots=True)
class Stage:
    id: UUID
    year: int
    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a list. `again`: the very same file had been taken before, and nothing was done."""

    batch: UUID
    accepted: int
    refused: int
    warned: int
    total: Money
    accepted_total: Money
    again: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    id: UUID
    file_name: str
    sp2d: str | None
    state: str
    lines: int
    accepted: int
    refused: int
    warned: int
    total: int
    accepted_total: int
    problem: Sentence | None
    by: str
    at: datetime
    without_office: int


@dataclass(frozen=True, slots=True)
class Allocated:
    """Entitlements given to offices; `without_office` stay on the list that needs one."""

    allocated: int
    without_office: int
    money: dict[str, Money]  # by nopen


@dataclass(frozen=True, slots=True)
class Entitlement:
    id: UUID
    id_salur: str
    family: UUID
    programme: str
    label: str
    stage: UUID
    tranche: int
    wave: int
    amount: Money
    office: str | None
    village: str | None
    state: State


@dataclass(frozen=True, slots=True)
class NextDecision:
    """What the ministry decided about a family: `included` in the next stage or not, and why."""

    family: UUID
    included: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    stage: UUID
    carried: int
    excluded: int
    already: int


@dataclass(frozen=True, slots=True)
class WithoutOffice:
    """An accepted line no office serves yet: its village is unknown or has no office."""

    entitlement: UUID
    id_salur: str
    village_code: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Remark:
    """What was said about a line of a list: its number in the file, and why it was refused or warned about."""

    line: int
    id_salur: str
    is_refusal: bool
    codes: tuple[str, ...]
    amount: Money

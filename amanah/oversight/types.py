"""Case and its kinds, as supervisors see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class CaseKind(StrEnum):
    """Why a person is needed."""

    DOUBT = "doubt"
    DOUBLE_PAID = "double_paid"
    SUSPENSE = "suspense"
    FLOAT = "float"
    INCIDENT = "incident"


class CaseOutcome(StrEnum):
    """How a case ended; each moves nothing by itself, money is moved by a transfer named in the note."""

    UPHELD = "upheld"  # what was recorded is right
    WRONG = "wrong"  # what was recorded is not right; the office follows up
    VISIT_AGAIN = "visit_again"


@dataclass(frozen=True, slots=True)
class Case:
    """One question waiting for, or answered by, a person."""

    id: UUID
    kind: CaseKind
    office: str
    family: UUID | None
    visit: UUID | None
    about: str
    doubts: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    outcome: CaseOutcome | None
    note: str
    closed_by: str

"""What an outside verifier is asked and may answer: is this face that of the person with this NIK?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Answer(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How an asking ended."""

    ANSWERED = "answered"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"
    """It says itself that it can't now (5xx, too many requests)."""
    REFUSED = "refused"
    """It will not answer this, also not later (4xx)."""
    GARBLED = "garbled"
    """It answered something else than what was agreed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that leaves the house: the number, and the face alone as JPEG. No name, no address, no family."""

    request: UUID
    nik: str = field(repr=False)
    face: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Verified:
    """`score` 0-1 on the verifier's own scale, or None; `ref` is its receipt, at most 80 letters."""

    answer: Answer
    score: float | None
    ref: str


class VerifierFailed(Exception):
    """No answer, and why. Expected now and then: the house's own look stands."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class Verifier(Protocol):
    """A plug-in (docs/verifier.md): one class a service, chosen by the setting AMANAH_VERIFIER."""

    name: str

    def verify(self, asked: Asked) -> Verified:
        """Raises VerifierFailed, and nothing else, when there is no answer to be had in time."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """One asking, as it is kept."""

    visit: UUID
    verifier: str
    outcome: Outcome
    answer: Answer | None
    score: float | None
    ref: str
    took_ms: int
    at: datetime

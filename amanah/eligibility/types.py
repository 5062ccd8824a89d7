"""Outcome, Facts, Rule, Reason, Assessment, Verdict, Decision: what the ministry reads and says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypedDict
from uuid import UUID

from amanah.values.problem import Sentence


class Outcome(StrEnum):
    """What is recommended, or decided. In rising gravity: the gravest rule that speaks gives the outcome."""

    ELIGIBLE = "eligible"
    REVIEW = "review"
    NOT_ELIGIBLE = "not_eligible"


Evidence = Literal["place", "face", "house", "visit", "list"]


class Facts(TypedDict):
    """What is known of one family in one stage, flat, so that a rule can name it. Unknown is an empty value."""

    visits: int
    paid: bool
    failure: str  # the last failed visit's reason, "" when none
    place: str  # "fits" | "moved" | "first" | "unknown"
    place_far_m: float  # from the known home; 0 when unknown
    face: str  # best band seen: "same" | "between" | "different" | "none"
    house_photo: bool
    other_way: bool  # identity was confirmed by a witness, a supervisor or a representative
    doubts: list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a ruleset: when the CEL condition over Facts holds, it speaks for an outcome."""

    id: str
    when: str
    outcome: Outcome
    says: Sentence
    evidence: Evidence
    would_change: Sentence | None


@dataclass(frozen=True, slots=True)
class Rules:
    """A versioned ruleset; `law` names what it rests on."""

    version: str
    law: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that spoke."""

    rule: str
    outcome: Outcome
    says: Sentence
    evidence: Evidence
    would_change: Sentence | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer of the pure thinking: an outcome, why, and what isn't known."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    unknowns: tuple[Sentence, ...]
    ruleset: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person of the ministry decided, and why; it takes effect from the next stage only."""

    outcome: Outcome
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stored recommendation for one family and stage."""

    id: UUID
    family: UUID
    stage: UUID
    assessment: Assessment
    facts: Mapping[str, object]
    at: datetime
    decision: Decided | None

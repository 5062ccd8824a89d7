"""What is kept for how long, and what a certificate of destruction says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID


class What(StrEnum):
    """The kinds of things that are destroyed."""

    PHOTO = "photo"  # named by its SHA-256
    TEMPLATE = "template"  # named by its row's id: a reference or a face at the door, under a model no longer used
    MESSAGE = "message"  # named by its id: a receipt sent to a telephone, with the number


@dataclass(frozen=True, slots=True)
class Policy:
    """Days a photo is kept after it came, by its kind; a kind not named here is kept for `other` days. A receipt to a
    telephone (`message`) is kept as long as what it is asked about for: objections to a stage, closed in a quarter.

    A reference is kept while its family is on one of the newest `stages` stages, and `days["reference"]` after it
    was made at least. The purposes behind each figure: docs/impact-assessment.md, "How long".
    """

    version: str = "2026.2"
    stages: int = 4
    days: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                "ktp": 90,
                "kk": 90,
                "face": 730,
                "house": 730,
                "evidence": 730,
                "reference": 365,
                "message": 90,
                "other": 730,
            }
        )
    )

    def days_of(self, kind: str) -> int:
        return self.days.get(kind.removesuffix("_thumb"), self.days["other"])

    def as_json(self) -> dict[str, Any]:
        return {"version": self.version, "stages": self.stages, "days": dict(self.days)}


CURRENT = Policy()


@dataclass(frozen=True, slots=True)
class Use:
    """One purpose a thing serves: a photo as evidence of a visit (by kind) or a family's `reference`, a `message`.

    `photo`: its name: a photo's SHA-256, a message's id.
    """

    photo: str
    kind: str
    family: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Something to destroy, and the rule that says so."""

    what: What
    name: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one run destroyed. `root` is the SHA-256 over its sorted lines `what name rule`, one a line end;
    `signature` the house's, over the certificate's text."""

    id: UUID
    policy: Mapping[str, Any]
    started_at: datetime
    certified_at: datetime
    by: str
    counts: Mapping[str, int]
    root: str
    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What became of a photo that isn't here any more."""

    rule: str
    at: datetime
    policy: str

"""What a rule about patterns sees, and what it says. Plain values: from the database, a rehearsal or a bench alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from amanah.values.problem import Sentence


class Pattern(StrEnum):
    """Kinds of doubt that show across visits only."""

    TELEPORT = "teleport"
    COPIED_PLACE = "copied_place"
    PERFECT_FIXES = "perfect_fixes"
    CAMPING = "camping"
    DISTANCE_RATIO = "distance_ratio"
    SHORT_DWELL = "short_dwell"
    FAST_PACE = "fast_pace"
    NIGHT = "night"
    HOLIDAY = "holiday"
    SAME_PHOTO = "same_photo"
    NEAR_COPY = "near_copy"
    SAME_HOUSE = "same_house"
    SAME_FACE = "same_face"
    STAFF_FACE = "staff_face"
    CLOCK = "clock"
    FAILURES = "failures"
    OTHER_WAYS = "other_ways"
    SAME_FEW = "same_few"
    WITNESS = "witness"
    REPRESENTATIVE = "representative"
    APPROVER = "approver"
    COLLEAGUE = "colleague"
    SHORT_PAID = "short_paid"


@dataclass(frozen=True, slots=True)
class Spot:
    """WGS84 degrees. `accuracy_m`: 68 % radius (`geo.types`). Of a burst: its `fixes`, and how far apart (m)."""

    lat: float
    lng: float
    accuracy_m: float
    spread_m: float = 0.0
    fixes: int = 1


@dataclass(frozen=True, slots=True)
class Call:
    """One visit. `started_at`, `ended_at` by the phone's clock, `*_ms` by its counter since the app began.

    `home`: the family's known place, learnt before this visit and from elsewhere. `before`: where this family was
    marked the time before. `reason`: why it failed. `way`: a rung beside the face, empty for the face; `witness`,
    `member` (representative) by name; `approver`: which supervisor's phone signed. `photos`: (kind, SHA-256).
    """

    visit: UUID
    family: UUID
    started_at: datetime
    ended_at: datetime
    received_at: datetime
    ending: Literal["paid", "failed", "unfinished"]
    reason: str = ""
    started_ms: int = 0
    ended_ms: int = 0
    village: str = ""
    spot: Spot | None = None
    home: Spot | None = None
    before: Spot | None = None
    way: str = ""
    witness: str = ""
    witness_role: str = ""
    member: str = ""
    approver: str = ""
    photos: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PayerDay:
    """One payer's day, in the order of the phone's own count."""

    payer: UUID
    office: str
    day: date
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two visits' photos. `kind`: near_copy (one photo, changed) or same_house (two photos of one front).

    `likeness`: correlation where they overlap, or the number of corners that agree.
    """

    visit: UUID
    other: UUID
    kind: Literal["near_copy", "same_house"]
    likeness: float


@dataclass(frozen=True, slots=True)
class FaceAlike:
    """A face of `family` is like one of another family, or of somebody who works here (`other` None)."""

    family: UUID
    other: UUID | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a family says it received of a visit, beside what was due; whole rupiah."""

    visit: UUID
    due: int
    received: int


@dataclass(frozen=True, slots=True)
class Scene:
    """An office's payers on one day (`days`), and what there is to hold them against.

    `earlier`: days before, of the office's payers (a month). `homes`: listed homes by family, of people whether
    visited or not. `points`: where paying many is honest: counters, community points. `utc_offset_h`: office time.
    """

    days: tuple[PayerDay, ...]
    earlier: tuple[PayerDay, ...] = ()
    homes: dict[UUID, Spot] = field(default_factory=dict)
    points: tuple[Spot, ...] = ()
    photos: tuple[Alike, ...] = ()
    faces: tuple[FaceAlike, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    utc_offset_h: float = 8.0
    staff: frozenset[str] = frozenset()
    """Names of who pays in the office, folded (`ground.folded`)."""
    payers: int = 0
    """How many work in the office, whether they were out or not; 0: as many as were seen."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt: of a payer's day, about these visits, with its numbers said in a sentence, by rules of a version."""

    kind: Pattern
    payer: UUID
    office: str
    day: date
    visits: tuple[UUID, ...]
    numbers: dict[str, float]
    why: Sentence
    version: str

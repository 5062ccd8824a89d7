"""Case and its kinds, pairs of faces and their adjudication, as supervisors and the ministry see them."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    SAME_FACE = "same_face"  # two families, perhaps one person
    STAFF_FACE = "staff_face"  # a family's face, perhaps that of somebody who works here
    UNFAIR = "unfair"  # a group of people whose right faces are refused more often than others'
    SAMPLE = "sample"  # drawn to be checked, whatever is thought of it
    PATTERN = "pattern"  # of a payer's day, by one rule across visits


PAIRS = frozenset({CaseKind.SAME_FACE, CaseKind.STAFF_FACE})
"""Cases that one person can't answer alone."""


class CaseOutcome(StrEnum):
    """How a case ended; each moves nothing by itself, money is moved by a transfer named in the note."""

    UPHELD = "upheld"  # what was recorded is right
    WRONG = "wrong"  # what was recorded is not right; the office follows up
    VISIT_AGAIN = "visit_again"
    SAME = "same"  # two people say: one person; of pairs alone, like the next two
    DIFFERENT = "different"
    TWINS = "twins"


VERDICTS = frozenset({CaseOutcome.SAME, CaseOutcome.DIFFERENT, CaseOutcome.TWINS})
"""What an adjudicator may say of two faces. Nobody is removed by it: what follows is decided by people elsewhere."""


class Said(StrEnum):
    """What a call-back of a drawn visit found."""

    CONFIRMED = "confirmed"
    SHORT = "short"  # received less than what was recorded
    NOT_RECEIVED = "not_received"
    NOT_FOUND = "not_found"  # nobody answered the telephone, or nobody at the door knows this family
    OTHER_PERSON = "other_person"  # somebody else than the family took the money


class Asked(StrEnum):
    """How the family was asked."""

    TELEPHONE = "telephone"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class CallBack:
    """One asking. `due`: recorded as paid, rupiah; `received`: what the family says where `said` is short, else None.

    `by` as the journal calls them.
    """

    case: UUID
    said: Said
    how: Asked
    due: int
    received: int | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """One question waiting for, or answered by, a person. `office` None: the ministry's own, for it crosses areas."""

    id: UUID
    kind: CaseKind
    office: str | None
    family: UUID | None
    visit: UUID | None
    about: str
    doubts: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    outcome: CaseOutcome | None
    note: str
    closed_by: str


@dataclass(frozen=True, slots=True)
class FacePair:
    """Two photos that look like one person: a family's, and another family's or that of somebody who works here.

    `likeness` is the cosine under `model`; `line` the review line it crossed, resting on `calibration`.
    """

    id: UUID
    family: UUID
    photo: str
    other_family: UUID | None
    staff: UUID | None
    other_photo: str
    likeness: float
    line: float
    model: str
    calibration: str
    case: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What one person said about a pair, with their reason; `by` as the journal calls them."""

    by: str
    verdict: CaseOutcome
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffFace:
    """The face of somebody who works here; `template` as `Template.to_bytes` gave it."""

    id: UUID
    person: UUID
    photo: str
    model: str
    at: datetime
    template: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FaceSearch:
    """One search: `scope` a regency's four digits or `nation`; `faces` in the gallery, `searched` of them as new.

    `pairs` new ones found; `recall` the share of a sample whose likest face the fast search and the exact one agree
    on (None: nothing to sample).
    """

    scope: str
    model: str
    calibration: str
    line: float
    faces: int
    searched: int
    pairs: int
    recall: float | None
    began_at: datetime
    at: datetime

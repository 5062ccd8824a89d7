"""A payer's day as it really was, and what was put into it: values of the planting alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fraud(StrEnum):
    """What somebody does who wants to keep the money, or the walk."""

    TELEPORT = "teleport"  # a door across the region, recorded in passing between two others
    COPIED_PLACE = "copied_place"  # one true fix, sent again for other doors
    TOO_PERFECT = "too_perfect"  # an app that invents places, without a satellite's unrest
    CAMPING = "camping"  # the village paid from one chair
    DISTANCE_RATIO = "distance_ratio"  # marks tapped anywhere along the lane, not at the doors
    DWELL = "dwell"  # nobody was shown anything: in and out in seconds
    PACE = "pace"  # a whole list tapped through at a table
    NIGHT = "night"
    HOLIDAY = "holiday"
    SAME_PHOTO = "same_photo"
    NEAR_COPY = "near_copy"  # cut, resized, brightened or saved again
    SAME_HOUSE = "same_house"  # one front photographed anew for a family that lives elsewhere
    SAME_FACE = "same_face"  # one person stands at the door of several families
    STAFF_FACE = "staff_face"  # the payer's own face
    CLOCK = "clock"  # the phone's clock set back by hand, and forth again
    FAILURES = "failures"  # doors told as closed that weren't gone to
    COLLUSION = "collusion"  # a friend, a colleague or nobody at all stands in for the families
    SHORT = "short"  # less handed over than the letter says


BY_DAY = frozenset({
    Fraud.CAMPING, Fraud.DISTANCE_RATIO, Fraud.DWELL, Fraud.PACE, Fraud.HOLIDAY, Fraud.FAILURES, Fraud.COLLUSION,
})  # fmt: skip
"""These are a way to spend a day: planted as one payer-day, found when that payer-day (or its visits) is flagged."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a family truly lives. Families of one `compound` share a gate; `house`, `view`: this family's photo of it.

    `mark`: where an earlier stage saw it (None: never). `person`: who opens. `lane`: who is neighbours to whom.
    """

    family: str
    home: tuple[float, float]
    mark: tuple[float, float] | None
    village: str
    lane: str
    compound: str
    house: int
    view: int
    person: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What the phone says of its place: degrees, 68 % radius and spread of the burst in metres."""

    lat: float
    lng: float
    accuracy_m: float
    spread_m: float
    fixes: int


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of a house front: which front, the how-manieth time, and how it was changed ("" : not)."""

    house: int
    view: int
    change: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as it was and as it was told. Times are true; the phone says `clock_off_s` more.

    `elapsed_s` counts from when the app was started. `face`: whose, and the how-manieth photo of them; None where the
    visit failed. `witness`: who vouched instead of the face; `member`: who received for the family;
    `is_papers`: papers alone, no face. `is_at_hall`: people came to a hall, where a colleague sat too. `short_rp`: kept
    back; `complained` tells whether the family said so.
    """

    payer: int
    day: int
    door: Door
    started: datetime
    ended: datetime
    clock_off_s: float
    elapsed_s: float
    fix: Fix
    ending: str
    house: Shot
    face: tuple[str, int] | None
    witness: str = ""
    witness_role: str = "kepala_lingkungan"
    member: str = ""
    is_papers: bool = False
    is_at_hall: bool = False
    short_rp: int = 0
    complained: bool = False
    planted: frozenset[Fraud] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    """One payer's visits of a day, in the order they were made."""

    payer: int
    day: int
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Planting:
    """One deed: the families of its visits on one payer's day."""

    fraud: Fraud
    payer: int
    day: int
    families: tuple[str, ...]

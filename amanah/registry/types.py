"""What the registry speaks of: lists as read, families as known, and what the field learnt about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import polars as pl

from amanah.values.problem import Sentence


class Need(StrEnum):
    LANSIA = "lansia"
    DISABILITAS = "disabilitas"
    HAMIL = "hamil"
    SAKIT = "sakit"
    TERPENCIL = "terpencil"


@dataclass(frozen=True, slots=True)
class ListRead:
    """A list after reading: every line is in `lines` or in `refused`, none is lost.

    `lines`: one row a line to take in, columns of `rules.COLUMNS` cleaned (amount integer rupiah, born a date).
    `refused` and `warned`: line, id_salur, codes (joined by `;`), amount.
    `count` and `total` (rupiah) are over all lines of the file: what the SP2D is held against.
    """

    lines: pl.DataFrame
    refused: pl.DataFrame
    warned: pl.DataFrame
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`lines` as given, with `family` and `person` (uuid text) added; and how many were new."""

    lines: pl.DataFrame
    new_families: int
    new_persons: int
    new_cards: int


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    nik: str
    sex: str
    born: date | None
    relation: str
    is_manager: bool


@dataclass(frozen=True, slots=True)
class Family:
    id: UUID
    village: str | None
    village_code: str
    office: str | None
    address: str
    banjar: str
    rt: str
    rw: str
    postcode: str
    needs: tuple[str, ...]
    persons: tuple[Person, ...]
    card: str

    @property
    def manager(self) -> Person:
        """The registered person in whose name the aid stands; the first known one if the list named none."""
        return next((p for p in self.persons if p.is_manager), self.persons[0])

    @property
    def name(self) -> str:
        return self.manager.name

    @property
    def nik_tail(self) -> str:
        return self.manager.nik[-4:]

    @property
    def kk_tail(self) -> str:
        return self.card[-4:]


class TagKind(StrEnum):
    """Who says where a home is."""

    VISIT = "visit"
    """The payer's phone, at a payment."""
    GEOTAG = "geotag"
    """A visit that only marks the home: nobody is paid, so nobody is called together."""
    LIST = "list"
    """Given with a list or by an earlier stage."""
    OFFICE = "office"
    """Set right by the office: what was believed before is history."""


@dataclass(frozen=True, slots=True)
class Home:
    """One tag: where a home was said to be. `accuracy_m`: 68 % radius. `phone` and `day`: of the visit, if any."""

    family: UUID
    lat: float
    lng: float
    accuracy_m: float
    at: datetime
    visit: UUID | None
    kind: TagKind = TagKind.VISIT
    phone: UUID | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """One thing the office said of a home, or took back: by whom, why, when."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HomeTold:
    """A tag as the home's history shows it. `word`: of an office's tag; `taken_back`: where it no longer counts."""

    id: UUID
    tag: Home
    word: OfficeWord | None
    taken_back: OfficeWord | None


class Untrusted(StrEnum):
    """Why a home's place isn't trusted."""

    NEVER_TAGGED = "never_tagged"
    PAYING_POINT = "paying_point"
    """Only tagged where many families are paid: a hall, a counter."""
    POOR = "poor"
    DISAGREE = "disagree"


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """Where a family lives, from all its tags. `accuracy_m`: 68 % radius, all we don't know included.

    `at`: since when (first tag of this place); `visit`: of the newest tag that counts; `used` of `tags` days' tags
    count (one a day). `moved_from`: (lat, lng) of the place before, where two days' tags or more had spoken for it.
    """

    family: UUID
    lat: float
    lng: float
    accuracy_m: float
    at: datetime
    visit: UUID | None
    tags: int
    used: int
    untrusted: Untrusted | None
    moved_from: tuple[float, float] | None
    rule: str

    @property
    def is_trusted(self) -> bool:
        return self.untrusted is None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A family whose home has no trusted place, and why. `place`: the best guess, where there is one."""

    family: UUID
    village: str | None
    why: Untrusted
    place: KnownPlace | None


class Source(StrEnum):
    """Where a reference comes from."""

    LIST = "list"
    """Imported with the ministry's list."""
    FIRST_VISIT = "first_visit"
    """The face at the door of a family without a reference, which was that of its KTP."""
    WEBCAM = "webcam"
    """Taken at the office."""
    KTP = "ktp"
    """The portrait on the KTP, photographed at the door: small and laminated, with a threshold of its own."""
    FIELD = "field"
    """The face of a later visit that nothing spoke against."""


@dataclass(frozen=True, slots=True)
class ReferenceNoted:
    """A reference without its template. `quality` 0-100, None where it was never measured; `photo` a SHA-256.

    `at`: when the photo came to the house; a photo of a list is older by an unknown time.
    """

    id: UUID
    family: UUID
    model: str
    photo: str
    source: str
    at: datetime
    quality: int | None


@dataclass(frozen=True, slots=True)
class Reference(ReferenceNoted):
    """`template`: bytes of the server's profile under `model`."""

    template: bytes = field(repr=False)


class PhotoLost(StrEnum):
    """Why a kept photo can't be looked at again, whatever the model."""

    DESTROYED = "photo_destroyed"
    BROKEN = "photo_seal_broken"


@dataclass(frozen=True, slots=True)
class ToRemake:
    """How far a change of models has got, in photos. `refused`: reason -> how many can't have a template of `model`."""

    model: str
    made: int
    waiting: int
    refused: dict[str, int]


@dataclass(frozen=True, slots=True)
class HazardTold:
    """One time that somebody noted a hazard, or that it is gone. `helped`: what helped against it."""

    family: UUID
    kind: str
    note: str
    helped: str
    gone: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class HazardNote:
    """A hazard as it stands: first noted, last confirmed, and the newest words about it."""

    family: UUID
    kind: str
    note: str
    noted_at: datetime
    helped: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoRefused:
    file: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class ReferencesRead:
    """What a zip of reference photos brought."""

    files: int
    enrolled: int
    already: int
    refused: tuple[PhotoRefused, ...]


Row = dict[str, Any]

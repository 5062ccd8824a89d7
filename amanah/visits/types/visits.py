"""What is made of events: a visit folded from them, its ending, its settlements and judgement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from amanah.values.money import Money
from amanah.visits.types.doubts import Doubt
from amanah.visits.types.events import Face, Item, OtherWay, Photo, Place
from amanah.visits.types.letters import LetterMarked, LetterShown
from amanah.visits.types.words import How, Met, Next, Reason, ReceivedBy


@dataclass(frozen=True, slots=True)
class Paid:
    """Cash was handed over: a fact, whatever else is doubted."""

    payment: UUID
    items: tuple[Item, ...]
    total: Money
    received_by: ReceivedBy
    receipt: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was handed over, and why."""

    entitlements: tuple[UUID, ...]
    reason: Reason
    note: str
    next: Next
    at: datetime


@dataclass(frozen=True, slots=True)
class Tagged:
    """The home was marked; nobody meant to pay."""

    met: Met
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The door was reached; how it ended isn't known yet."""


Ending = Paid | Failed | Tagged | Unfinished
EndingWord = Literal["paid", "failed", "tagged", "unfinished"]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as its phone's events tell it, in order of seq.

    `seqs` are the events it was folded from; `ended_seq` is that of its ending (0 while unfinished).
    """

    id: UUID
    phone: UUID
    family: UUID
    day: date
    started_at: datetime
    how: How | None
    place: Place | None
    face: Face | None
    other_way: OtherWay | None
    photos: tuple[Photo, ...]
    ending: Ending
    intended: bool
    voided: bool
    also_failed: bool
    clock_off: bool
    received_at: datetime
    ended_seq: int
    letter: LetterShown | None = None
    grant: UUID | None = None
    marked: LetterMarked | None = None


class Suspended(StrEnum):
    """Why a payment's money went to suspense."""

    DOUBLE_PAID = "double_paid"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True)
class Settlement:
    """One entitlement's share of one payment. `why` is None where it settles the entitlement."""

    id: UUID
    payment: UUID
    entitlement: UUID
    visit: UUID
    family: UUID
    phone: UUID
    office: str
    day: date
    amount: Money
    why: Suspended | None
    doubts: frozenset[Doubt]
    event: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaseOf:
    """A lease as the settling rules see it, its history included."""

    entitlement: UUID
    phone: UUID
    fence: int
    taken_at: datetime
    ended_at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What an entitlement owes to whom, as far as settling cares."""

    entitlement: UUID
    family: UUID
    amount: Money
    is_due: bool
    programme: str = ""
    village: str | None = None
    stage: UUID | None = None


@dataclass(frozen=True, slots=True)
class KnownHome:
    lat: float
    lng: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Against:
    """What a visit was judged against; kept with the judgement so that it can be made again."""

    home: KnownHome | None
    outside_m: float | None
    """Metres outside the family's village; 0 inside; None when place or area is unknown."""
    second_likeness: float | None = None
    house_elsewhere: bool = False
    """The very same house photo was named by a visit to another family."""
    second_band: str | None = None
    """What the house's own look said, on its own scale; None before it looked or when it saw nothing to compare."""
    second_live: float | None = None
    """How alive the face looked to the house, 0-1; None before it looked, or when it couldn't say."""
    by_card: bool = False
    """The phone held the face against a portrait photographed off a KTP, which has a threshold of its own."""
    code_right: bool | None = None
    """Whether the supervisor's code told was that family's code of that day; None where none was told."""
    contested: Literal["proven", "unproven"] | None = None
    """Another phone might have paid: whether the unmarked letter or the house's grant spoke for paying. None: it
    wasn't contested."""
    letter_right: bool | None = None
    """Whether the receipt code told is that of this family's letter; None where no letter was told."""
    letter_twice: bool = False
    """Another payment named the very same letter before."""
    approval_right: bool | None = None
    """Whether a supervisor's phone of the office signed what was shown, for this visit and day; None: none shown."""
    edition: int | None = None
    """The newest load of areas when `outside_m` was measured; None without an area, or judged before it was kept."""


@dataclass(frozen=True, slots=True)
class Look:
    """The house's own look at a visit's photos."""

    visit: UUID
    likeness: float | None
    band: str
    live: float | None
    quality: float | None
    model: str
    reference: UUID | None
    note: str
    at: datetime
    reference_kind: str = ""
    calibration: str = ""
    engine: str = "house"


@dataclass(frozen=True, slots=True)
class Held:
    """An event put aside. `id` is None when not even that could be read."""

    id: UUID | None
    code: str
    id_text: str
    en_text: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The house's answer to a batch: everything up to `ack_seq` is stored for good."""

    ack_seq: int
    head_hash: str
    held: tuple[Held, ...]
    missing_media: tuple[str, ...]
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class VisitSeen:
    """A visit for pages: the fact, its doubts, and what the second look saw."""

    visit: Visit
    office: str
    village: str | None
    stage: UUID | None
    doubts: frozenset[Doubt]
    policy: str
    second_look: Look | None
    settlements: tuple[Settlement, ...]
    against: Against | None

    @property
    def ending_word(self) -> EndingWord:
        return ending_word(self.visit.ending)


def ending_word(ending: Ending) -> EndingWord:
    match ending:
        case Paid():
            return "paid"
        case Failed():
            return "failed"
        case Tagged():
            return "tagged"
        case Unfinished():
            return "unfinished"


@dataclass(frozen=True, slots=True)
class VillageProgress:
    village: str
    due: int
    paid: int
    failed: int


@dataclass(frozen=True, slots=True)
class PayerDay:
    """One payer's day: stops done and left, the bag in rupiah by the ledger, the last place heard of."""

    round: UUID
    payer: UUID
    payer_name: str
    phone: UUID | None
    state: str
    stops: int
    paid: int
    failed: int
    float: Money
    bag: int
    last_place: Place | None
    last_heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Today:
    """An office's day in figures; `yesterday` the same figures a day earlier. Families, not entitlements."""

    office: str
    day: date
    paid: int
    paid_total: Money
    waiting: int
    failed: int
    doubted: int
    yesterday: dict[str, int]
    villages: tuple[VillageProgress, ...]
    payers: tuple[PayerDay, ...] = field(default_factory=tuple)

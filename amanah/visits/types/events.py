"""The facts a phone may send, as frozen values: one dataclass an event type (protocol, "Events")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.geo.types import P95_OF_P68
from amanah.values.money import Money
from amanah.visits.types.days import CashReturned, DayClosed, DayOpened, LeaseReleased
from amanah.visits.types.letters import LetterMarked, LetterShown, ReceiptGiven
from amanah.visits.types.words import (
    Band,
    HazardKind,
    How,
    Met,
    Movement,
    Next,
    PartOfDay,
    PhotoKind,
    Reason,
    ReceivedBy,
    Way,
    WitnessRole,
)

GENESIS = "0" * 64
"""`prev` of a phone's first event."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the phone says it was: WGS84 degrees. `accuracy_m` is the 95 % radius that the phone makes of its fixes
    (times 1.62) and shows; `spread_m` the largest distance of a fix from their middle."""

    lat: float
    lng: float
    accuracy_m: float
    spread_m: float
    fixes: int
    taken_at: datetime | None

    @property
    def radius68_m(self) -> float:
        """What homes, standings and movement reckon with: the 68 % radius in metres."""
        return self.accuracy_m / P95_OF_P68


@dataclass(frozen=True, slots=True)
class Challenge:
    """The movement a face was asked for, whether it came, and after how many milliseconds."""

    asked: Movement
    passed: bool
    ms: int


@dataclass(frozen=True, slots=True)
class Face:
    """The phone's own comparison: cosine likeness, or None when nothing could be compared.

    `reference`: the id of the one it matched best, or "ktp". `quality` 0-100; `calibration`: what the thresholds it
    used rest on; `challenge` None when no movement was asked. An older phone tells none of these three.
    """

    likeness: float | None
    band: Band
    model: str
    reference: str | None
    attempts: int
    live: float | None
    quality: int | None = None
    calibration: str | None = None
    challenge: Challenge | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    name: str
    role: WitnessRole


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A rung of the ladder and its evidence. `note` says why something is missing.

    `code`: a supervisor's, as typed; `approval`: the same, signed by a supervisor's phone (`AMANAH-OK2:…`, or whole);
    `member`: the representative's name on the card; `letter`: its QR was scanned.
    """

    way: Way
    note: str
    witness: Witness | None = None
    code: str | None = None
    member: str | None = None
    letter: bool = False
    approval: str | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo by name: SHA-256 in lower-case hex; the bytes follow later."""

    kind: PhotoKind
    sha256: str
    size_bytes: int
    thumb: str | None


@dataclass(frozen=True, slots=True)
class Item:
    entitlement: UUID
    amount: Money
    fence: int


@dataclass(frozen=True, slots=True)
class VisitStarted:
    visit: UUID
    family: UUID
    how: How


@dataclass(frozen=True, slots=True)
class VisitEvidence:
    visit: UUID
    family: UUID
    place: Place | None
    face: Face | None
    other_way: OtherWay | None
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class PaymentIntended:
    """`grant`: the house's word, asked online, that a contested entitlement may be paid."""

    payment: UUID
    visit: UUID
    family: UUID
    items: tuple[Item, ...]
    total: Money
    letter: LetterShown | None = None
    grant: UUID | None = None


@dataclass(frozen=True, slots=True)
class PaymentPaid:
    payment: UUID
    visit: UUID
    family: UUID
    items: tuple[Item, ...]
    total: Money
    received_by: ReceivedBy
    receipt: str
    signature: str | None
    letter: LetterMarked | None = None


@dataclass(frozen=True, slots=True)
class PaymentVoided:
    payment: UUID
    visit: UUID
    family: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class VisitFailed:
    visit: UUID
    family: UUID
    entitlements: tuple[UUID, ...]
    reason: Reason
    note: str
    next: Next
    place: Place | None
    photos: tuple[Photo, ...]
    letter_left: bool = False
    again_on: date | None = None
    again_part: PartOfDay | None = None


@dataclass(frozen=True, slots=True)
class HomeTagged:
    """A home was found and marked; no money, no face. The place is the point of it, so it is never missing."""

    visit: UUID
    family: UUID
    place: Place
    photos: tuple[Photo, ...]
    met: Met
    note: str


@dataclass(frozen=True, slots=True)
class HazardNoted:
    """Noting the same kind again confirms it; `gone` ends it. `helped`: what helped against it."""

    family: UUID
    kind: HazardKind
    note: str
    helped: str = ""
    gone: bool = False


Body = (
    DayOpened
    | VisitStarted
    | VisitEvidence
    | PaymentIntended
    | PaymentPaid
    | PaymentVoided
    | VisitFailed
    | HomeTagged
    | HazardNoted
    | LeaseReleased
    | CashReturned
    | DayClosed
    | ReceiptGiven
)

TYPE_OF: dict[str, type[Body]] = {
    "day.opened": DayOpened,
    "visit.started": VisitStarted,
    "visit.evidence": VisitEvidence,
    "payment.intended": PaymentIntended,
    "payment.paid": PaymentPaid,
    "payment.voided": PaymentVoided,
    "visit.failed": VisitFailed,
    "home.tagged": HomeTagged,
    "hazard.noted": HazardNoted,
    "lease.released": LeaseReleased,
    "cash.returned": CashReturned,
    "day.closed": DayClosed,
    "receipt.given": ReceiptGiven,
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every event carries. `prev` and the chain are hex SHA-256 of exact bytes; `at` is the phone's claim."""

    id: UUID
    phone: UUID
    seq: int
    prev: str
    type: str
    at: datetime
    elapsed_ms: int
    server_seen: datetime | None
    day: date


@dataclass(frozen=True, slots=True)
class Event:
    """One fact: envelope and body. `body` is None when the envelope reads but the body says nothing we know."""

    envelope: Envelope
    body: Body | None

    @property
    def visit(self) -> UUID | None:
        return getattr(self.body, "visit", None)


@dataclass(frozen=True, slots=True)
class Sent:
    """As it came over the wire: exact text, and the signature as base64url of 64 bytes r||s."""

    text: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Exact text as it came, its hash, and the raw 64-byte signature."""

    text: str
    hash: str
    signature: bytes
    event: Event

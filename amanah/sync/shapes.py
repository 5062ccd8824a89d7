"""What crosses the wire beside events, as shapes: requests, answers, the pack. A default marks what came after 1.0.

They hold no behaviour; contract/*.schema.json and the OpenAPI are made of them, and tests hold real bodies to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.values.money import Money
from amanah.visits.types import HazardKind, PartOfDay


@dataclass(frozen=True, slots=True)
class SentEvent:
    """`e`: an event's exact text; `s`: the phone's signature over its UTF-8, base64url of 64 bytes r||s."""

    e: str
    s: str


@dataclass(frozen=True, slots=True)
class Enrol:
    """`public_key`: P-256 as SPKI, base64url. `had_seq`: how far a chain reached that this phone's browser lost."""

    code: str
    public_key: str
    name: str
    device: str = ""
    contract: str = "1.0"
    had_seq: int = 0


@dataclass(frozen=True, slots=True)
class Events:
    phone: UUID
    epoch: int
    events: tuple[SentEvent, ...]
    contract: str = "1.0"


@dataclass(frozen=True, slots=True)
class Carried:
    """`for`: the phone that signed these; the token is that of the phone which brings them."""

    for_: UUID
    epoch: int
    events: tuple[SentEvent, ...]
    contract: str = "1.1"


@dataclass(frozen=True, slots=True)
class AskGrant:
    entitlement: UUID
    fence: int


@dataclass(frozen=True, slots=True)
class Payer:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    nopen: str
    name: str
    hotline: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    phone: UUID
    token: str
    house_key: str
    payer: Payer
    office: Office
    epoch: int
    server_time: datetime


@dataclass(frozen=True, slots=True)
class HeldEvent:
    id: UUID | None
    code: str
    id_text: str
    en_text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer to events; `for` only where another phone brought them."""

    ack_seq: int
    head_hash: str
    epoch: int
    server_time: datetime
    held: tuple[HeldEvent, ...]
    missing_media: tuple[str, ...]
    for_: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    for_: UUID
    kept: bool


@dataclass(frozen=True, slots=True)
class Granted:
    grant: UUID
    entitlement: UUID
    fence: int
    server_time: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """Every refusal; a revoked phone's alone says `wipe` and `kept`, and is signed."""

    code: str
    id: str
    en: str
    wipe: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    id: UUID
    day: date
    float: Money
    opened: bool


@dataclass(frozen=True, slots=True)
class PolicyFace:
    model: str
    same_above: float
    different_below: float
    ktp_same_above: float | None
    calibration: str = ""
    ktp_calibration: str = ""
    retakes: int = 3


@dataclass(frozen=True, slots=True)
class PolicyPlace:
    home_far_m: int
    village_slack_m: int
    poor_accuracy_m: int
    fixes: int


@dataclass(frozen=True, slots=True)
class PolicyPhoto:
    max_px: int
    max_bytes: int
    thumb_bytes: int


@dataclass(frozen=True, slots=True)
class PackPolicy:
    version: str
    face: PolicyFace
    place: PolicyPlace
    photo: PolicyPhoto


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Home:
    lat: float
    lng: float
    accuracy_m: float


@dataclass(frozen=True, slots=True)
class Tag:
    lat: float
    lng: float
    accuracy_m: float
    day: date


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class Hazard:
    kind: HazardKind
    note: str
    noted: date
    helped: str = ""
    confirmed: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    id: UUID
    model: str
    template: str
    kind: str
    taken: date


@dataclass(frozen=True, slots=True)
class Item:
    entitlement: UUID
    programme: str
    label: str
    amount: Money
    fence: int
    contested: bool = False


@dataclass(frozen=True, slots=True)
class LastFailed:
    day: date
    reason: str
    again_on: date | None
    again_part: PartOfDay | None


@dataclass(frozen=True, slots=True)
class PackFamily:
    family: UUID
    order: int
    name: str
    born_year: int | None
    sex: str
    nik_tail: str
    kk_tail: str
    address: str
    banjar: str
    village: Village
    needs: tuple[str, ...]
    members: tuple[Member, ...]
    home: Home | None
    house_thumb: str | None
    hazards: tuple[Hazard, ...]
    references: tuple[Known, ...]
    items: tuple[Item, ...]
    tags: tuple[Tag, ...] = ()
    last_failed: LastFailed | None = None


@dataclass(frozen=True, slots=True)
class Approver:
    phone: UUID
    name: str
    public_key: str


@dataclass(frozen=True, slots=True)
class DayKey:
    day: date
    key: str


@dataclass(frozen=True, slots=True)
class Supervisor:
    keys: tuple[DayKey, ...]


@dataclass(frozen=True, slots=True)
class MapFile:
    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Pack:
    """`face_secret` turns the templates (faces/disguise). `supervisor` is sent to a supervisor's own phone alone."""

    v: int
    pack: UUID
    made_at: datetime
    server_time: datetime
    epoch: int
    phone: UUID
    payer: Payer
    office: Office
    round: Round | None
    policy: PackPolicy
    letter_key: str | None
    families: tuple[PackFamily, ...]
    language: str = "id"
    face_secret: str | None = None
    contract: str = "1.0"
    approvers: tuple[Approver, ...] = ()
    supervisor: Supervisor | None = None
    seal_key: str | None = None
    map: tuple[MapFile, ...] = ()


REQUESTS: dict[str, type] = {"enrol": Enrol, "events": Events, "carried": Carried, "grants": AskGrant}
ANSWERS: dict[str, type] = {
    "enrolled": Enrolled,
    "heard": Heard,
    "kept": Kept,
    "granted": Granted,
    "refused": Refused,
}

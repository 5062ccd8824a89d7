"""The pack as a shape: what phones were promised of it (contract/pack.schema.json); defaults mark what came later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.sync.shapes import Office, Payer
from amanah.values.money import Money
from amanah.visits.types import HazardKind, PartOfDay, RoundKind


@dataclass(frozen=True, slots=True)
class Round:
    id: UUID
    day: date
    float: Money
    opened: bool
    kind: RoundKind = RoundKind.PAY


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

"""Who works here and what they may do, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from amanah.access import rules


class Role(StrEnum):
    MINISTRY = "ministry"
    HQ = "hq"
    OFFICE_HEAD = "office_head"
    SUPERVISOR = "supervisor"
    CASHIER = "cashier"
    PAYER = "payer"
    GEOTAGGER = "geotagger"
    COMPANION = "companion"
    AUDITOR = "auditor"
    ADMIN = "admin"


class OfficeKind(StrEnum):
    """Main, branch and sub-branch office."""

    KCU = "KCU"
    KC = "KC"
    KCP = "KCP"


class PhoneState(StrEnum):
    ACTIVE = "active"
    REVOKED = "revoked"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in an area: `*`, `nopen:80000` (with its sub-offices), or a region such as `51.71`.

    `offices` and `villages` are what the area reaches today, spelled out when the actor is read;
    empty for `*`, which reaches everything.
    """

    role: Role
    area: str
    offices: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is logged in, with everything needed to answer "may they?" without asking the database."""

    id: UUID
    username: str
    name: str
    grants: tuple[Grant, ...]
    language: str = "id"

    @property
    def label(self) -> str:
        """How the journal calls them: `user:<username>`."""
        return f"user:{self.username}"

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def may(self, roles: set[Role], *, office: str | None = None, village: str | None = None) -> bool:
        """Does one of these roles reach this place? With neither place: do they hold the role anywhere?

        With both places, reaching either is enough: they say where one and the same thing lies.
        """
        return any(
            grant.role in roles
            and rules.reaches(grant.area, grant.offices, grant.villages, office=office, village=village)
            for grant in self.grants
        )

    def offices(self, roles: set[Role]) -> frozenset[str] | None:
        """The offices one of these roles reaches; None for every office."""
        return rules.union_or_all((g.area, g.offices) for g in self.grants if g.role in roles)

    def villages(self, roles: set[Role]) -> frozenset[str] | None:
        """The villages one of these roles reaches; None for every village."""
        return rules.union_or_all((g.area, g.villages) for g in self.grants if g.role in roles)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, as others see them."""

    id: UUID
    username: str
    name: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Office:
    nopen: str
    name: str
    kind: OfficeKind
    parent: str | None = None
    lat: float | None = None
    lng: float | None = None
    hotline: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """`area`: polygon or polygons of (lng, lat), holes and all; `is_approximate` when it isn't official."""

    code: str
    name: str
    lat: float
    lng: float
    office: str | None = None
    area: BaseGeometry | None = None
    is_approximate: bool = True


@dataclass(frozen=True, slots=True)
class Edition:
    """Where a load of areas came from. `sha256` of the file, hex; `number` once it is kept."""

    sha256: str
    source: str
    licence: str = ""
    is_approximate: bool = True
    faults: Mapping[str, int] = field(default_factory=dict)
    number: int | None = None
    villages: int = 0
    loaded_by: str = ""
    loaded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A payer's phone. `public_key` is SPKI base64url; `label` is how the journal calls it."""

    id: UUID
    payer: Person
    office: str
    name: str
    public_key: str
    state: PhoneState
    enrolled_at: datetime
    last_seen_at: datetime | None = None
    device: str = ""
    """Its model as it told when enrolled, such as `SM-A155F`; empty when it didn't."""
    had_seq: int = 0
    """How many events a vault held that this device had lost before it was enrolled, as it told; 0 for none."""
    replaces: UUID | None = None
    """The phone whose work it goes on with."""
    tags_only: bool = False
    """A geotagger's: it marks homes and never moves money, for as long as it lives."""

    @property
    def is_active(self) -> bool:
        return self.state is PhoneState.ACTIVE

    @property
    def label(self) -> str:
        return f"phone:{self.id}"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Answer to a phone that enrolled. `token` is said this once and kept nowhere here."""

    phone: Phone
    token: str
    house_key: str
    office: Office

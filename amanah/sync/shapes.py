"""What crosses the wire beside events and packs, as shapes: requests and answers. Defaults mark what came after 1.0.

They hold no behaviour; contract/*.schema.json and the OpenAPI are made of them, and tests hold real bodies to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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
    """The answer to events; `for` and `brought` only where another phone brought them.

    `brought`: SHA-256 over the SHA-256 (hex, sorted, joined by line feeds) of every text of the batch that is
    answered: all of them are kept here, in the chain or put aside. So a carrier may end with a chain that has a hole.
    """

    ack_seq: int
    head_hash: str
    epoch: int
    server_time: datetime
    held: tuple[HeldEvent, ...]
    missing_media: tuple[str, ...]
    for_: UUID | None = None
    brought: str | None = None


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


REQUESTS: dict[str, type] = {"enrol": Enrol, "events": Events, "carried": Carried, "grants": AskGrant}
ANSWERS: dict[str, type] = {
    "enrolled": Enrolled,
    "heard": Heard,
    "kept": Kept,
    "granted": Granted,
    "refused": Refused,
}

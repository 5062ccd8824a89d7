"""A supervisor's word from phone to phone: a visit's six digits, and the signed text of an approval. Pure.

`AMANAH-OK1:` + base64url(JSON {v, visit, day, phone, at}) + `.` + base64url(signature r||s over those very bytes).
In the evidence of that visit and day it is told in brief, `AMANAH-OK2:PHONE/AT/SIGNATURE`: the same JSON, put together
again in that order without spaces, is what was signed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from amanah.vault.signing import from_b64url

_OK = "AMANAH-OK1:"
_BRIEF = "AMANAH-OK2:"


@dataclass(frozen=True, slots=True)
class Approval:
    """What a supervisor's phone says it allowed: a claim until `signature` over `signed` is checked."""

    visit: UUID
    day: date
    phone: UUID
    signed: bytes
    signature: str


def request_number(visit: UUID) -> str:
    """Six digits that name a visit over the telephone: short to say, not secret, and not unique in the world."""
    return f"{int.from_bytes(sha256(str(visit).encode()).digest()[:8], 'big') % 10**6:06d}"


def read(text: str, *, visit: UUID, day: date) -> Approval | None:
    """What was shown at this visit of this day. None for any other text: a phone may send what it likes."""
    return _whole(text) or _brief(text, visit, day)


def _brief(text: str, visit: UUID, day: date) -> Approval | None:
    parts = text.removeprefix(_BRIEF).split("/")
    if not text.startswith(_BRIEF) or len(parts) != 3:
        return None
    phone, at, signature = parts
    said = {"v": 1, "visit": str(visit), "day": day.isoformat(), "phone": phone, "at": at}
    try:
        return Approval(visit, day, UUID(phone), json.dumps(said, separators=(",", ":")).encode(), signature)
    except ValueError:
        return None


def _whole(text: str) -> Approval | None:
    coded, dot, signature = text.removeprefix(_OK).partition(".")
    if not text.startswith(_OK) or not dot:
        return None
    try:
        signed = from_b64url(coded)
        said = json.loads(signed)
        if not isinstance(said, dict) or said.get("v") != 1:
            return None
        visit, phone = UUID(str(said["visit"])), UUID(str(said["phone"]))
        return Approval(visit, date.fromisoformat(str(said["day"])), phone, signed, signature)
    except (ValueError, KeyError, RecursionError):
        return None

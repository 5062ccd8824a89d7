"""Parsing at the door: bytes from a phone into values, or a Problem with its status. Nothing inside checks again."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amanah.values.problem import Problem, Sentence
from amanah.visits.types import Batch, Unreadable, read_batch

MOST_BODY_BYTES = 512 * 1024
MOST_EVENTS = 100
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Enrolment:
    code: str
    public_key: str
    name: str
    device: str = ""
    had_seq: int = 0
    """How far the chain reached that this phone's browser has thrown away; 0: nothing was lost."""


@dataclass(frozen=True, slots=True)
class PhotoNamed:
    sha256: str
    kind: str
    visit: UUID | None
    size_bytes: int


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body as it was before gzip; never more than MOST_BODY_BYTES, however well it was packed."""
    if encoding in ("", "identity"):
        return _small_enough(body)
    if encoding != "gzip":
        raise _bad("encoding_unknown", "Format kiriman tidak dikenal.", "The body's encoding isn't known.")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, MOST_BODY_BYTES + 1)
    except zlib.error as error:
        raise _bad("body_unreadable", "Kiriman rusak. Kirim ulang.", "The body is damaged. Send it again.") from error
    if not unpacker.eof and len(plain) <= MOST_BODY_BYTES:
        raise _bad("body_unreadable", "Kiriman terpotong. Kirim ulang.", "The body is cut off. Send it again.")
    return _small_enough(plain)


def batch(body: bytes) -> Batch:
    try:
        read = read_batch(body)
    except Unreadable as error:
        raise _bad("batch_unreadable", "Kiriman tidak terbaca.", "The batch can't be read.") from error
    if len(read.events) > MOST_EVENTS:
        raise too_large()
    return read


def enrolment(body: bytes) -> Enrolment:
    raw = _object(body)
    values = [raw.get(name) for name in ("code", "public_key", "name")]
    if not all(isinstance(v, str) and 0 < len(v) <= 500 and "\x00" not in v and _is_text(v) for v in values):
        raise _bad("enrolment_unreadable", "Pendaftaran tidak terbaca.", "The enrolment can't be read.")
    code, public_key, name = map(str, values)
    had = raw.get("had_seq")
    return Enrolment(
        code, public_key, name, _device(raw.get("device")), had if type(had) is int and 0 < had < 2**53 else 0
    )


@dataclass(frozen=True, slots=True)
class Asking:
    entitlement: UUID
    fence: int


def asking(body: bytes) -> Asking:
    """Which contested lease a grant is asked for."""
    raw = _object(body)
    entitlement, fence = raw.get("entitlement"), raw.get("fence")
    if (
        not isinstance(entitlement, str)
        or not _UUID.fullmatch(entitlement)
        or type(fence) is not int
        or not 0 <= fence < 2**31
    ):
        raise _bad("grant_unreadable", "Permintaan izin tidak terbaca.", "The request for a grant can't be read.")
    return Asking(UUID(entitlement), fence)


def carried(body: bytes) -> tuple[UUID, Batch]:
    """Whose events these are (`for`), and the batch as that phone itself would send it."""
    raw = _object(body)
    of = raw.get("for")
    if not isinstance(of, str) or not _UUID.fullmatch(of):
        raise _bad(
            "carried_unreadable", "Tidak jelas dari HP mana catatan ini.", "It isn't clear which phone these are from."
        )
    return UUID(of), batch(json.dumps({**raw, "phone": of}).encode())


def phone_in(header: str) -> UUID | None:
    """From the header `Amanah-For`: whose photo is brought; None for one's own."""
    if header == "":
        return None
    if not _UUID.fullmatch(header):
        raise _bad(
            "carried_unreadable", "Tidak jelas dari HP mana foto ini.", "It isn't clear which phone this photo is from."
        )
    return UUID(header)


def _device(told: object) -> str:
    """A hint and no more: one that doesn't read is none."""
    return told if isinstance(told, str) and len(told) <= 500 and "\x00" not in told and _is_text(told) else ""


def photo_named(headers: Mapping[str, str]) -> PhotoNamed:
    """From the tus headers Upload-Length and Upload-Metadata (`name base64,name base64`)."""
    said = dict(_metadata(headers.get("Upload-Metadata", "")))
    visit = said.get("visit", "")
    if not _SHA256.fullmatch(said.get("sha256", "")):
        raise _bad("media_unreadable", "Nama foto tidak terbaca.", "The photo's name can't be read.")
    return PhotoNamed(
        sha256=said["sha256"],
        kind=said.get("kind", "")[:12].replace("\x00", ""),
        visit=UUID(visit) if _UUID.fullmatch(visit) else None,
        size_bytes=count_in(headers, "Upload-Length", least=1),
    )


def _metadata(header: str) -> list[tuple[str, str]]:
    found = []
    for pair in header.split(",")[:20]:
        name, _, value = pair.strip().partition(" ")
        try:
            found.append((name, b64decode(value, validate=True).decode()))
        except ValueError:
            continue
    return found


def count_in(headers: Mapping[str, str], name: str, *, least: int = 0) -> int:
    value = headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
        raise _bad("media_unreadable", f"{name} tidak terbaca.", f"{name} can't be read.")
    return int(value)


def sha256_in(text: str) -> str:
    if not _SHA256.fullmatch(text):
        raise _bad("media_unreadable", "Nama foto tidak terbaca.", "The photo's name can't be read.")
    return text


def too_large() -> Problem:
    return Problem(
        "body_too_large",
        Sentence("Kiriman terlalu besar. Kirim separuhnya.", "The body is too large. Send half of it."),
        status=413,
    )


def _small_enough(body: bytes) -> bytes:
    if len(body) > MOST_BODY_BYTES:
        raise too_large()
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _bad("body_unreadable", "Kiriman tidak terbaca.", "The body can't be read.") from error
    if not isinstance(raw, dict):
        raise _bad("body_unreadable", "Kiriman tidak terbaca.", "The body can't be read.")
    return raw


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _bad(code: str, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(id_, en))

"""What an entry's text is, and how one follows another. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from amanah.journal.types import Break, Note
from amanah.values.money import Money

GENESIS = bytes(32)


def line(note: Note, entry_id: UUID) -> str:
    """The canonical text of an entry: JSON, keys sorted, no spaces. Kept as it is, and hashed as UTF-8."""
    said = {
        "id": str(entry_id),
        "at": note.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "word": note.word,
        "by": note.by,
        "about": note.about,
        "details": _plain(note.details),
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def link(prev: bytes, line: str) -> bytes:
    return sha256(prev + line.encode()).digest()


def broken(
    prev_seq: int, prev: bytes, *, seq: int, claimed_prev: bytes, claimed_hash: bytes, line: str
) -> Break | None:
    """Does link `seq` follow from the one before, and its hash from its text?"""
    if seq != prev_seq + 1:
        return Break.GAP
    if claimed_prev != prev:
        return Break.LINK
    if claimed_hash != link(prev, line):
        return Break.HASH
    return None


def _plain(value: object) -> object:
    """Only what JSON and Postgres can hold. Raises TypeError for a value we wouldn't recognise later."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():  # neither a NUL nor half a surrogate pair can be kept
            return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
        case UUID():
            return str(value)
        case Money():
            return value.rupiah
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(_plain(str(key))): _plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            items = [_plain(item) for item in value]
            return sorted(items, key=str) if isinstance(value, set | frozenset) else items
        case _:
            raise TypeError(f"the journal can't keep a {type(value).__name__}")

"""Entries, and what a check of the chain found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Break(StrEnum):
    """How a chain is broken at a place."""

    HASH = "hash"  # an entry's text isn't what was hashed
    LINK = "link"  # a link doesn't follow from the one before
    GAP = "gap"  # a number is missing
    UNCHAINED = "unchained"  # an entry was put in beside the chain


@dataclass(frozen=True, slots=True)
class Note:
    """Something to append: a word (`room.verb_in_past`), who, about what, and what else to remember.

    `details` is personal-data-free by convention: the journal is read widely and kept for ever.
    """

    word: str
    by: str
    about: str
    details: Mapping[str, object]
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal. `seq` and `hash` are None until its transaction commits."""

    id: UUID
    seq: int | None
    at: datetime
    word: str
    by: str
    about: str
    details: Mapping[str, object]
    hash: str | None


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """`checked` links were followed; `head` is the hash of the last good one, 64 zeros for an empty journal.

    `broken_at` is the seq of the first bad link (0 for an entry beside the chain), None when all is well.
    """

    ok: bool
    checked: int
    broken_at: int | None
    head: str
    why: Break | None = None

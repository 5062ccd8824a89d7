"""Appending to the journal: within the transaction of what is told, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from amanah.journal import rules
from amanah.journal.types import Note
from amanah.values.ids import new_id

_INSERT = """
INSERT INTO journal_entry (id, at, word, by, about, line)
SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[])
"""


def append(word: str, *, by: str, about: str, details: Mapping[str, object], now: datetime) -> None:
    """Says that something was done: `word` is `room.verb_in_past`, `by` such as `user:<username>`, `about` such
    as `family:<uuid>`. No personal data in `details`. Joins the chain when the caller's transaction commits.
    """
    append_all([Note(word, by, about, details, now)])


def append_all(notes: Sequence[Note]) -> None:
    """Several at once, in this order, in one statement."""
    if not notes:
        return
    ids = [new_id() for _ in notes]
    columns: list[list[Any]] = [
        ids,
        [note.at for note in notes],
        [note.word for note in notes],
        [note.by for note in notes],
        [note.about for note in notes],
        [rules.line(note, entry_id) for note, entry_id in zip(notes, ids, strict=True)],
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_INSERT, columns)

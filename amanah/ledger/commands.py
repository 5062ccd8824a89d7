"""Posting: the one verb of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from amanah.ledger import models, queries, rules
from amanah.ledger.types import Conflict, Transfer

# In order of ids, so that two posts of the same transfers never wait for each other in a ring.
_INSERT = """
INSERT INTO ledger_transfer (id, giver, receiver, amount, word, about, at, by)
SELECT id, giver, receiver, amount, word, about, at, %s
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::timestamptz[])
     AS asked(id, giver, receiver, amount, word, about, at)
ORDER BY id
ON CONFLICT (id) DO NOTHING
"""


def post(transfers: Sequence[Transfer], *, by: str) -> int:
    """Books all of them, or none. The same transfer again is quiet. Gives how many were new.

    Raises Conflict when an id is already used for something else.
    """
    if not transfers:
        return 0
    asked, torn = rules.once_each(transfers)
    if torn:
        raise Conflict(torn)
    with transaction.atomic():
        new = _insert(asked, by=by)
        if new < len(asked):
            _refuse_contradictions(asked)
    return new


def _insert(asked: Sequence[Transfer], *, by: str) -> int:
    columns: list[list[Any]] = [
        [t.id for t in asked],
        [t.giver for t in asked],
        [t.receiver for t in asked],
        [t.amount.rupiah for t in asked],
        [t.word for t in asked],
        [t.about for t in asked],
        [t.at for t in asked],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [by, *columns])
        return int(cursor.rowcount)


def _refuse_contradictions(asked: Sequence[Transfer]) -> None:
    rows = models.Transfer.objects.filter(id__in=[t.id for t in asked])
    wrong = rules.contradicted(asked, {row.id: queries.as_transfer(row) for row in rows})
    if wrong:
        raise Conflict(wrong)

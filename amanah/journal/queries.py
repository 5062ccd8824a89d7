"""Reading the journal, and checking its chain."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db import connection
from django.db.models import F
from django.db.models.expressions import OrderBy

from amanah.journal import models, rules
from amanah.journal.types import Break, ChainCheck, Entry


def entries(
    *,
    word: str | None = None,
    by: str | None = None,
    about: str | None = None,
    after: int | None = None,
    before: int | None = None,
    limit: int = 100,
    newest_first: bool = False,
) -> list[Entry]:
    """Entries in the order of the chain; those of the running transaction count as last.

    `word` may end in `.` for all words of a room (`access.`). `after` and `before` are seqs, for turning pages.
    """
    found = models.Entry.objects.select_related("link")
    if word is not None:
        found = found.filter(word__startswith=word) if word.endswith(".") else found.filter(word=word)
    if by is not None:
        found = found.filter(by=by)
    if about is not None:
        found = found.filter(about=about)
    if after is not None:
        found = found.filter(link__seq__gt=after)
    if before is not None:
        found = found.filter(link__seq__lt=before)
    seq = F("link__seq")
    order: list[str | OrderBy] = (
        [seq.desc(nulls_first=True), "-id"] if newest_first else [seq.asc(nulls_last=True), "id"]
    )
    return [_entry(row) for row in found.order_by(*order)[:limit]]


def count(*, word: str | None = None) -> int:
    found = models.Entry.objects.all()
    return (found.filter(word=word) if word else found).count()


def check() -> ChainCheck:
    """Follows the whole chain, link by link. About 100,000 a second; streams, so any length fits in memory."""
    _chain_what_is_pending()
    seq, prev = 0, rules.GENESIS
    for row_seq, row_prev, row_hash, line in _links():
        why = rules.broken(seq, prev, seq=row_seq, claimed_prev=row_prev, claimed_hash=row_hash, line=line)
        if why:
            return ChainCheck(False, seq, row_seq, prev.hex(), why)
        seq, prev = row_seq, row_hash
    if models.Entry.objects.filter(link=None).exists():
        return ChainCheck(False, seq, 0, prev.hex(), Break.UNCHAINED)
    return ChainCheck(True, seq, None, prev.hex())


def _chain_what_is_pending() -> None:
    """Inside a transaction, its own entries join the chain now rather than at commit, so they can be checked."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS journal_chain IMMEDIATE; SET CONSTRAINTS journal_chain DEFERRED")


def _links() -> Iterator[tuple[int, bytes, bytes, str]]:
    rows = models.Link.objects.order_by("seq").values_list("seq", "prev", "hash", "entry__line")
    for seq, prev, hash_, line in rows.iterator(chunk_size=5_000):
        yield seq, bytes(prev), bytes(hash_), line


def _entry(row: models.Entry) -> Entry:
    link = getattr(row, "link", None)
    return Entry(
        id=row.id,
        seq=link.seq if link else None,
        at=row.at,
        word=row.word,
        by=row.by,
        about=row.about,
        details=json.loads(row.line)["details"],
        hash=bytes(link.hash).hex() if link else None,
    )

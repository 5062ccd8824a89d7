"""Balances, transfers, and two questions whose answers must always be 0 and []."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Q, Sum

from amanah.ledger import models
from amanah.ledger.types import Transfer
from amanah.values.money import Money

_DRIFT = """
SELECT coalesce(kept.name, added.name)
FROM ledger_account AS kept
FULL JOIN (
    SELECT name, sum(received) AS received, sum(given) AS given
    FROM (
        SELECT receiver AS name, amount AS received, 0 AS given FROM ledger_transfer
        UNION ALL
        SELECT giver, 0, amount FROM ledger_transfer
    ) AS sides
    GROUP BY name
) AS added ON added.name = kept.name
WHERE (kept.received, kept.given) IS DISTINCT FROM (added.received, added.given)
ORDER BY 1
"""


def balance(name: str) -> int:
    """Whole rupiah: received - given. 0 for an account nothing ever touched; the treasury's is below zero."""
    return balances_of([name])[name]


def balances_of(names: Iterable[str]) -> dict[str, int]:
    """Balances of exactly these accounts, in one question."""
    wanted = list(names)
    found = dict(_balances(Q(name__in=wanted)))
    return {name: found.get(name, 0) for name in wanted}


def balances(prefix: str = "") -> dict[str, int]:
    """Balances of all accounts whose name begins so (`bag:<phone>:`), by name."""
    return dict(_balances(Q(name__startswith=prefix)))


def total() -> int:
    """Whole rupiah over all accounts, received - given: 0 when the books are sound."""
    sums = models.Account.objects.aggregate(total=Sum(F("received") - F("given")))
    return int(sums["total"] or 0)


def drift() -> list[str]:
    """Accounts whose kept balance isn't what their transfers add up to. [] when the books are sound."""
    with connection.cursor() as cursor:
        cursor.execute(_DRIFT)
        return [name for (name,) in cursor.fetchall()]


def transfers(
    *, account: str | None = None, about: str | None = None, word: str | None = None, limit: int | None = None
) -> list[Transfer]:
    """Transfers in the order they happened; `account` on either side."""
    found = models.Transfer.objects.order_by("at", "id")
    if account is not None:
        found = found.filter(Q(giver=account) | Q(receiver=account))
    if about is not None:
        found = found.filter(about=about)
    if word is not None:
        found = found.filter(word=word)
    return [as_transfer(row) for row in found[:limit]]


def as_transfer(row: models.Transfer) -> Transfer:
    return Transfer(row.id, row.giver, row.receiver, Money(row.amount), row.word, row.about, row.at)


def _balances(which: Q) -> Iterable[tuple[str, int]]:
    rows = models.Account.objects.filter(which).order_by("name")
    return rows.values_list("name", F("received") - F("given"))

"""Transfers, and the names of accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence


def treasury() -> str:
    """Where all money comes from and unspent money goes back to: the one account that is meant to be in debt."""
    return "treasury"


def office(nopen: str) -> str:
    """The cash box of a post office."""
    return f"office:{nopen}"


def bag(phone: UUID | str, day: date | str) -> str:
    """The cash one phone's payer carries on one working day."""
    return f"bag:{phone}:{day}"


def family(family_id: UUID | str) -> str:
    """What a family received."""
    return f"family:{family_id}"


def suspense(nopen: str) -> str:
    """Cash that was handed over but can't be booked against an entitlement yet."""
    return f"suspense:{nopen}"


def shortage(nopen: str) -> str:
    """Cash an office must make good: missing from a bag, or paid out wrongly."""
    return f"shortage:{nopen}"


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money went from one account to another. The asker mints `id`; `about` names what it was for (`payment:<uuid>`).

    Two transfers with one id are the same when giver, receiver, amount, word and about agree; `at` is when it
    happened, and a retry may say it differently.
    """

    id: UUID
    giver: str
    receiver: str
    amount: Money
    word: str
    about: str
    at: datetime

    def says_the_same(self, other: Transfer) -> bool:
        return (self.giver, self.receiver, self.amount, self.word, self.about) == (
            other.giver,
            other.receiver,
            other.amount,
            other.word,
            other.about,
        )


class Conflict(Problem):
    """A transfer's id is already used for something else. Nothing of the post was booked."""

    def __init__(self, ids: Collection[UUID]) -> None:
        self.ids = frozenset(ids)
        named = ", ".join(sorted(map(str, self.ids)))
        super().__init__(
            "transfer_conflict",
            Sentence(
                id=f"Nomor transfer sudah dipakai untuk transfer lain: {named}. Tidak ada yang dibukukan.",
                en=f"A transfer's number is already used for another transfer: {named}. Nothing was booked.",
            ),
            status=409,
        )

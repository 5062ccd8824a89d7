"""Which transfers of a post contradict each other or what is booked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from amanah.ledger.types import Transfer


def once_each(transfers: Sequence[Transfer]) -> tuple[list[Transfer], set[UUID]]:
    """Each id once, in order of first appearance; and the ids that came twice with different content."""
    first: dict[UUID, Transfer] = {}
    torn = {t.id for t in transfers if not first.setdefault(t.id, t).says_the_same(t)}
    return list(first.values()), torn


def contradicted(asked: Iterable[Transfer], booked: Mapping[UUID, Transfer]) -> set[UUID]:
    """Ids under which something else is booked already."""
    return {t.id for t in asked if t.id in booked and not booked[t.id].says_the_same(t)}

"""Where an event belongs in its phone's chain, or why it is put aside. Pure.

Events may come in any order, twice, or with gaps. A gap is waited for; only a contradiction is put aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from amanah.visits.types import GENESIS, Signed


class Aside(StrEnum):
    """Why an event is put aside. Every code has its sentence in `rules.held`."""

    UNREADABLE = "unreadable"
    BAD_SIGNATURE = "bad_signature"
    OTHER_PHONE = "other_phone"
    ID_REUSED = "id_reused"
    SEQ_TAKEN = "seq_taken"
    CHAIN_BROKEN = "chain_broken"
    BODY_UNKNOWN = "body_unknown"
    TAGS_ONLY = "tags_only"
    PHOTO_NOT_AN_IMAGE = "photo_not_an_image"


@dataclass(frozen=True, slots=True)
class Link:
    """A stored event, as far as the chain cares."""

    id: UUID
    seq: int
    hash: str
    prev: str
    visit: UUID | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain is stored without a gap, and its furthest event."""

    ack_seq: int = 0
    hash: str = GENESIS
    max_seq: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    fresh: tuple[Signed, ...]
    aside: tuple[tuple[Signed, Aside], ...]
    head: Head
    visits: frozenset[UUID]
    """Visits to look at anew: those of fresh events, and those whose gap has closed."""


def place(sent: Iterable[Signed], *, phone: UUID, head: Head, stored: Iterable[Link]) -> Placed:
    """Sorts a batch into fresh events and those put aside; repeats are in neither.

    `stored`: links with an id or seq of the batch, their neighbours, and all beyond `head.ack_seq`.
    """
    by_seq, by_id = _indexed(stored)
    fresh: list[Signed] = []
    aside: list[tuple[Signed, Aside]] = []
    for one in sorted(sent, key=lambda s: s.event.envelope.seq):
        envelope = one.event.envelope
        if (known := by_id.get(envelope.id)) is not None and known.hash == one.hash:
            continue
        why = _objection(one, phone=phone, by_seq=by_seq, by_id=by_id)
        if why:
            aside.append((one, why))
            continue
        link = Link(envelope.id, envelope.seq, one.hash, envelope.prev, one.event.visit)
        by_seq[link.seq], by_id[link.id] = link, link
        fresh.append(one)
    now_at = _advanced(head, by_seq)
    return Placed(tuple(fresh), tuple(aside), now_at, _touched(fresh, by_seq, head.ack_seq, now_at.ack_seq))


def _indexed(stored: Iterable[Link]) -> tuple[dict[int, Link], dict[UUID, Link]]:
    links = list(stored)
    return {link.seq: link for link in links}, {link.id: link for link in links}


def _objection(one: Signed, *, phone: UUID, by_seq: dict[int, Link], by_id: dict[UUID, Link]) -> Aside | None:
    envelope = one.event.envelope
    if envelope.phone != phone:
        return Aside.OTHER_PHONE
    if envelope.id in by_id:
        return Aside.ID_REUSED
    if envelope.seq in by_seq:
        return Aside.SEQ_TAKEN
    return None if _fits(one, by_seq) else Aside.CHAIN_BROKEN


def _fits(one: Signed, by_seq: dict[int, Link]) -> bool:
    envelope = one.event.envelope
    before, after = by_seq.get(envelope.seq - 1), by_seq.get(envelope.seq + 1)
    expected = GENESIS if envelope.seq == 1 else before.hash if before else envelope.prev
    return envelope.prev == expected and (after is None or after.prev == one.hash)


def _advanced(head: Head, by_seq: dict[int, Link]) -> Head:
    ack_seq, hash_ = head.ack_seq, head.hash
    while (following := by_seq.get(ack_seq + 1)) is not None:
        ack_seq, hash_ = ack_seq + 1, following.hash
    return Head(ack_seq, hash_, max([head.max_seq, ack_seq, *by_seq]))


def _touched(fresh: Iterable[Signed], by_seq: dict[int, Link], before: int, after: int) -> frozenset[UUID]:
    closed = {link.visit for seq, link in by_seq.items() if before < seq <= after}
    return frozenset(visit for visit in closed | {one.event.visit for one in fresh} if visit)


@dataclass(frozen=True, slots=True)
class ChainFault:
    seq: int
    why: str


def faults(links: Sequence[Link]) -> list[ChainFault]:
    """Every gap and every broken link of one phone's whole chain, links in order of seq."""
    found: list[ChainFault] = []
    hash_, seq = GENESIS, 0
    for link in links:
        if link.seq != seq + 1:
            found.append(ChainFault(link.seq, "gap"))
        elif link.prev != hash_:
            found.append(ChainFault(link.seq, "broken"))
        seq, hash_ = link.seq, link.hash
    return found

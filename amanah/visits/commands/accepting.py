"""Accepting a batch of events: read, think, write. The one door through which the field's facts come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from psycopg.errors import DeadlockDetected

from amanah.access.types import Phone
from amanah.vault import queries as vault
from amanah.vault.signing import from_b64url
from amanah.visits.commands.later import book_or_keep
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.queries.policies import in_force
from amanah.visits.rules import chain, tagging
from amanah.visits.rules.chain import Aside
from amanah.visits.rules.held import held
from amanah.visits.store import chain as stored
from amanah.visits.store import visits as kept
from amanah.visits.store.books import constraint_of
from amanah.visits.types import Accepted, Policy, Sent, Signed, Unreadable, read_event

_Result = TypeVar("_Result")
_TRIES = 4
Asides = list[tuple[str, UUID | None, Aside]]


def accept(phone: Phone, sent: Sequence[Sent], *, now: datetime, policy: Policy | None = None) -> Accepted:
    """Stores every event that can be one, books what it says, judges what has ended; puts the rest aside.

    The same batch again gets the same answer. Never refuses a payment: a second one lands in suspense, and what an
    error of ours keeps from being booked is stored and answered, and booked later (`later`).
    `policy`: the one in force unless given.
    """
    signed, asides = read(phone, sent)
    held_to = policy or in_force()
    return _again_after_deadlock(lambda: _accept(phone, signed, asides, now=now, policy=held_to))


def read(phone: Phone, sent: Sequence[Sent]) -> tuple[list[Signed], Asides]:
    """Parses and checks signatures, before any lock is taken."""
    signed: list[Signed] = []
    asides: Asides = []
    for one in sent:
        try:
            event, raw = read_event(one.text), one.text.encode()
        except (Unreadable, UnicodeEncodeError):  # half of a surrogate pair is no text, wherever it stands
            asides.append((one.text, None, Aside.UNREADABLE))
            continue
        if not vault.is_signed(raw, signature=one.signature, by=phone.public_key):
            asides.append((one.text, event.envelope.id, Aside.BAD_SIGNATURE))
            continue
        signed.append(Signed(one.text, sha256(raw).hexdigest(), from_b64url(one.signature), event))
    return signed, asides


@transaction.atomic
def _accept(phone: Phone, signed: Sequence[Signed], asides: Asides, *, now: datetime, policy: Policy) -> Accepted:
    barred = {s.event.envelope.id for s in signed if phone.tags_only and tagging.moves_money(s.event)}
    signed = [tagging.unsaid(s) if s.event.envelope.id in barred else s for s in signed]
    head = stored.lock(phone.id)
    links = stored.links(phone.id, signed, ack_seq=head.ack_seq) if signed else []

    placed = chain.place(signed, phone=phone.id, head=head, stored=links)
    aside = [*asides, *((one.text, one.event.envelope.id, why) for one, why in placed.aside)]
    contradicting = {id(one) for one, _ in placed.aside}
    unknown = [
        (s.text, s.event.envelope.id, Aside.TAGS_ONLY if s.event.envelope.id in barred else Aside.BODY_UNKNOWN)
        for s in signed
        if s.event.body is None and id(s) not in contradicting
    ]

    kept.expect_photos(phone.id, [s.event for s in placed.fresh])
    told = book_or_keep(phone, placed, now=now, policy=policy)
    stored.add(phone.id, placed.fresh, now=now)
    if placed.head != head:
        stored.advance(phone.id, placed.head)
    incidents = stored.put_aside(phone.id, [*aside, *unknown], now=now)
    tell(_told(phone, placed, incidents) + told, by=phone.label, now=now)
    return Accepted(
        ack_seq=placed.head.ack_seq,
        head_hash=placed.head.hash,
        held=tuple(held(event, why) for _, event, why in [*aside, *unknown]),
        missing_media=kept.missing_photos(phone.id),
        fresh=len(placed.fresh),
    )


def _told(phone: Phone, placed: chain.Placed, incidents: list[tuple[UUID, str, UUID | None]]) -> list[Told]:
    told = []
    if placed.fresh:
        details = {"events": len(placed.fresh), "ack_seq": placed.head.ack_seq, "head": placed.head.hash}
        told.append(Told("visits.accepted", phone.label, details))
    if incidents:
        raised = [{"incident": str(i), "code": code, "office": phone.office} for i, code, _ in incidents]
        told.append(followed("visits.incident_raised", phone.label, {"incidents": raised}))
    return told


def _again_after_deadlock(work: Callable[[], _Result]) -> _Result:
    """Two batches may still wait for each other in a ring, or bring one event id at once: the loser begins again.

    The second time it sees what the winner wrote, and puts its own aside.
    """
    for _ in range(_TRIES - 1):
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
        except IntegrityError as error:
            if constraint_of(error) != "visits_event_pkey":
                raise
    return work()

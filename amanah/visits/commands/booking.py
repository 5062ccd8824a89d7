"""What follows from fresh events in the books: settlements, cash, leases, visits and their judgements.

Each payment is booked when it arrives, whatever is still missing before it: cash is a fact. A visit is judged once
everything up to its ending is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.ledger import commands as ledger
from amanah.registry import queries as registry
from amanah.visits.commands import judging
from amanah.visits.commands.telling import Told, followed
from amanah.visits.rules import cash, fold, settle
from amanah.visits.rules.chain import Placed
from amanah.visits.rules.fold import Heard
from amanah.visits.store import books as stored
from amanah.visits.store import chain as chains
from amanah.visits.store import rounds
from amanah.visits.store import visits as kept
from amanah.visits.types import (
    CashReturned,
    DayClosed,
    DayOpened,
    Event,
    HazardNoted,
    Owed,
    PaymentPaid,
    Policy,
    ReceiptGiven,
    Settlement,
    Tagged,
    Visit,
)

_TRIES = 5


def book(phone: Phone, placed: Placed, *, now: datetime, policy: Policy) -> list[Told]:
    """Books the fresh events of one phone, within its lock and before they are stored; gives what is to be told."""
    fresh = [s.event for s in placed.fresh if s.event.body is not None]
    heard = chains.heard(phone.id, placed.visits) + [Heard(event, now) for event in fresh if event.visit]
    return book_heard(phone, fresh, heard, ack_seq=placed.head.ack_seq, now=now, policy=policy)


def book_heard(
    phone: Phone, fresh: Sequence[Event], heard: Sequence[Heard], *, ack_seq: int, now: datetime, policy: Policy
) -> list[Told]:
    """Books `fresh`, and judges the visits that `heard` has whole up to `ack_seq`."""
    if not fresh and not heard:
        return []
    events = [one.event for one in heard]
    settlements, owed = _settle(phone, fresh, events, now=now)
    differing = _move_cash(phone, fresh, settlements, now=now)
    stored.end_leases(phone.id, fresh, settlements, now=now)
    if phone.tags_only:
        rounds.close_tagging(phone.id, fresh)
    visits = list(fold.visits_in(heard, policy=policy).values())
    villages = _villages([v for v in visits if phone.tags_only or isinstance(v.ending, Tagged)])
    mine = kept.keep(visits, phone=phone.id, office=phone.office, owed=owed, villages=villages)
    ended = [v for v in visits if v.id in mine and 0 < v.ended_seq <= ack_seq]
    judged = judging.judge(ended, owed=owed, phone=phone.id, policy=policy, now=now, villages=villages)
    return [
        *judging.told(judged, about=phone.label),
        *_suspense_told(phone, settlements),
        *_cash_told(phone, fresh, differing),
        *_late_told(phone, fresh, settlements),
        *_hazards_told(phone, fresh),
        *_receipts_told(phone, fresh, events),
    ]


def _settle(
    phone: Phone, fresh: Sequence[Event], events: Sequence[Event], *, now: datetime
) -> tuple[list[Settlement], Mapping[UUID, Owed]]:
    """Settles, and thinks again each time another phone was first to an entitlement."""
    for _ in range(_TRIES):
        books, owed = stored.books([*fresh, *events])
        settlements = settle.settle(fresh, books, office=phone.office, now=now)
        try:
            with transaction.atomic():
                stored.add_settlements(settlements)
            return settlements, owed
        except IntegrityError as error:
            if stored.constraint_of(error) != "entitlement_paid_once":
                raise
    raise RuntimeError(f"settling for {phone.label} met a new winner {_TRIES} times")


def _move_cash(
    phone: Phone, fresh: Sequence[Event], settlements: Sequence[Settlement], *, now: datetime
) -> list[cash.FloatDiffers]:
    opened = [event.body.round for event in fresh if isinstance(event.body, DayOpened)]
    days = {event.envelope.day for event in fresh if isinstance(event.body, DayOpened)}
    returns = any(isinstance(event.body, CashReturned) for event in fresh)
    handed = stored.handed(opened) if opened else {}
    offices = {office.nopen for office in access.offices()} if returns else set()
    claimed = {transfer.id for day in days for transfer in stored.claims(phone.id, day)}
    claims, differing = cash.of_openings(fresh, handed, claimed=claimed, own=phone.office, now=now)
    ledger.post(
        [
            *claims,
            *cash.of_settlements(settlements),
            *cash.of_returns(fresh, offices=offices, own=phone.office, now=now),
        ],
        by=phone.label,
    )
    return differing


def _villages(visits: Sequence[Visit]) -> dict[UUID, str]:
    """Family -> its village, for visits that name no entitlement."""
    known = registry.families({visit.family for visit in visits}) if visits else {}
    return {id_: family.village or family.village_code for id_, family in known.items()}


def _suspense_told(phone: Phone, settlements: Sequence[Settlement]) -> list[Told]:
    suspended = [
        {
            "settlement": str(s.id),
            "entitlement": str(s.entitlement),
            "family": str(s.family),
            "visit": str(s.visit),
            "office": s.office,
            "why": s.why.value,
            "amount": s.amount.rupiah,
        }
        for s in settlements
        if s.why
    ]
    return [followed("visits.suspended", phone.label, {"suspended": suspended})] if suspended else []


def _cash_told(phone: Phone, fresh: Sequence[Event], differing: Sequence[cash.FloatDiffers]) -> list[Told]:
    floats = [
        {
            "round": str(d.round),
            "office": phone.office,
            "claimed": d.claimed.rupiah,
            "handed": d.handed.rupiah,
        }
        for d in differing
    ]
    closed = [
        {"round": str(c.round), "office": phone.office, "variance": c.variance, "note": bool(c.note)}
        for event in fresh
        if isinstance(c := event.body, DayClosed)
    ]
    told = [followed("visits.float_differed", phone.label, {"floats": floats})] if floats else []
    if closed:
        told.append(Told("visits.day_closed", phone.label, {"days": closed}))
    return told


def _late_told(phone: Phone, fresh: Sequence[Event], settlements: Sequence[Settlement]) -> list[Told]:
    """Cash that moved in a bag which was counted already: it must be counted again."""
    returned = {event.envelope.day for event in fresh if isinstance(event.body, CashReturned)}
    late = stored.closed_rounds(phone.id, returned | {s.day for s in settlements})
    floats = [{"round": str(round_), "office": phone.office} for round_ in late]
    return [followed("visits.bag_moved_late", phone.label, {"floats": floats})] if floats else []


def _hazards_told(phone: Phone, fresh: Sequence[Event]) -> list[Told]:
    hazards = [str(event.envelope.id) for event in fresh if isinstance(event.body, HazardNoted)]
    # ids alone: a payer's words may name people, and neither the journal nor the jobs should keep them
    return [followed("visits.hazards_noted", phone.label, {"events": hazards})] if hazards else []


def _receipts_told(phone: Phone, fresh: Sequence[Event], heard: Sequence[Event]) -> list[Told]:
    """Told when the payment comes too: the wish for a receipt may arrive before it. Told twice, it is sent once."""
    touched = {event.visit for event in fresh if isinstance(event.body, PaymentPaid | ReceiptGiven)}
    given = [(event, event.body) for event in heard if isinstance(event.body, ReceiptGiven)]
    asked = [str(event.envelope.id) for event, body in given if body.is_sent and event.visit in touched]
    return [followed("visits.receipts_asked", phone.label, {"events": asked})] if asked else []

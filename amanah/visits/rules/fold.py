"""A visit as its events tell it, whatever order they came in. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from amanah.visits.types import (
    Ending,
    Event,
    Failed,
    HomeTagged,
    Paid,
    PaymentIntended,
    PaymentPaid,
    PaymentVoided,
    Policy,
    Tagged,
    Unfinished,
    Visit,
    VisitEvidence,
    VisitFailed,
    VisitStarted,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An event and when the house received it."""

    event: Event
    received_at: datetime


def visits_in(heard: Iterable[Heard], *, policy: Policy) -> dict[UUID, Visit]:
    """All visits that these events of one phone tell of, by id."""
    by_visit: dict[UUID, list[Heard]] = defaultdict(list)
    for one in heard:
        if one.event.visit is not None:
            by_visit[one.event.visit].append(one)
    return {visit: fold(visit, events, policy=policy) for visit, events in by_visit.items()}


def fold(visit: UUID, heard: Sequence[Heard], *, policy: Policy) -> Visit:
    """One visit from its events (at least one), ordered by seq."""
    ordered = sorted(heard, key=lambda one: one.event.envelope.seq)
    events = [one.event for one in ordered]
    bodies = [event.body for event in events]
    first, started = events[0], next((b for b in bodies if isinstance(b, VisitStarted)), None)
    evidence = next((b for b in reversed(bodies) if isinstance(b, VisitEvidence)), None)
    failed = next((b for b in bodies if isinstance(b, VisitFailed)), None)
    tagged = next((b for b in reversed(bodies) if isinstance(b, HomeTagged)), None)
    ending, ended_seq = _ending(events)
    intended, paid = _intended(bodies, ending), _paid(bodies)
    return Visit(
        id=visit,
        phone=first.envelope.phone,
        family=_family(bodies),
        day=first.envelope.day,
        started_at=first.envelope.at,
        how=started.how if started else None,
        place=next((b.place for b in (tagged, evidence, failed) if b and b.place), None),
        face=evidence.face if evidence else None,
        other_way=evidence.other_way if evidence else None,
        photos=tuple(photo for b in (evidence, failed, tagged) if b for photo in b.photos),
        ending=ending,
        intended=_was_intended(events, ending),
        voided=isinstance(ending, Paid) and _was_voided(bodies, ending),
        also_failed=isinstance(ending, Paid) and failed is not None,
        clock_off=any(clock_is_off(one.event.envelope.at, one.received_at, policy=policy) for one in ordered),
        received_at=max(one.received_at for one in ordered),
        ended_seq=ended_seq,
        letter=intended.letter if intended else None,
        grant=intended.grant if intended else None,
        marked=paid.letter if paid else None,
    )


def _family(bodies: Sequence[object]) -> UUID:
    return next(family for body in bodies if isinstance(family := getattr(body, "family", None), UUID))


def _ending(events: Sequence[Event]) -> tuple[Ending, int]:
    """Cash handed over outweighs a failure told of the same visit."""
    for event in events:
        if isinstance(b := event.body, PaymentPaid):
            at = event.envelope.at
            return Paid(b.payment, b.items, b.total, b.received_by, b.receipt, at), event.envelope.seq
    for event in reversed(events):
        if isinstance(t := event.body, HomeTagged):
            return Tagged(t.met, t.note, event.envelope.at), event.envelope.seq
        if isinstance(f := event.body, VisitFailed):
            return Failed(f.entitlements, f.reason, f.note, f.next, event.envelope.at), event.envelope.seq
    return Unfinished(), 0


def _paid(bodies: Sequence[object]) -> PaymentPaid | None:
    return next((body for body in bodies if isinstance(body, PaymentPaid)), None)


def _intended(bodies: Sequence[object], ending: Ending) -> PaymentIntended | None:
    """What was shown before this very money was offered."""
    if not isinstance(ending, Paid):
        return None
    return next((b for b in bodies if isinstance(b, PaymentIntended) and b.payment == ending.payment), None)


def _was_intended(events: Sequence[Event], ending: Ending) -> bool:
    if not isinstance(ending, Paid):
        return False
    for event in events:
        if isinstance(event.body, PaymentIntended) and event.body.payment == ending.payment:
            return True
        if isinstance(event.body, PaymentPaid) and event.body.payment == ending.payment:
            return False
    return False


def _was_voided(bodies: Sequence[object], paid: Paid) -> bool:
    return any(isinstance(body, PaymentVoided) and body.payment == paid.payment for body in bodies)


def clock_is_off(phone_time: datetime, received_at: datetime, *, policy: Policy) -> bool:
    """After the house's time by more than the slack, or longer ago than any phone stays out."""
    late = received_at + timedelta(seconds=policy.clock_slack_s)
    early = received_at - timedelta(days=policy.clock_oldest_days)
    return not early <= phone_time <= late

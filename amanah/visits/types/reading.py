"""Reads the exact text of an event into values; whatever doesn't fit raises Unreadable, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from amanah.visits.types import days
from amanah.visits.types import events as e
from amanah.visits.types import letters as papers
from amanah.visits.types import words as w
from amanah.visits.types.fields import (
    MOST_RUPIAH,
    Json,
    Unreadable,
    choice,
    count,
    day_of,
    field,
    moment,
    money,
    note,
    number,
    number_or_none,
    part,
    parts,
    sha256,
    text_of,
    uuid,
    yes_or_no,
)


def read_event(text: str) -> e.Event:
    """The event in `text`. A body we can't read gives `body=None`: the fact that it was sent still counts.

    Raises Unreadable when the envelope itself doesn't read.
    """
    raw = _json(text)
    envelope = _envelope(raw)
    return e.Event(envelope, _body_or_none(envelope.type, raw))


def _json(text: str) -> Json:
    try:
        raw = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(raw, dict):
        raise Unreadable("json")
    return raw


def _no_constant(name: str) -> None:
    raise Unreadable(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)  # made once: `json.loads` would make one an event


def _envelope(raw: Json) -> e.Envelope:
    if raw.get("v") != 1:
        raise Unreadable("v")
    return e.Envelope(
        id=uuid(raw, "id"),
        phone=uuid(raw, "phone"),
        seq=count(raw, "seq", least=1),
        prev=sha256(raw, "prev"),
        type=text_of(raw, "type", longest=40),
        at=moment(raw, "at"),
        elapsed_ms=count(raw, "elapsed_ms"),
        server_seen=None if raw.get("server_seen") is None else moment(raw, "server_seen"),
        day=day_of(raw, "day"),
    )


def _body_or_none(type_: str, raw: Json) -> e.Body | None:
    read, body = _BODIES.get(type_), raw.get("body")
    if read is None or not isinstance(body, dict):
        return None
    try:
        return read(body)
    except Unreadable:
        return None


def _place(raw: Json) -> e.Place | None:
    if raw.get("place") is None:
        return None
    p = part(raw, "place")
    return e.Place(
        lat=number(p, "lat", least=-90, most=90),
        lng=number(p, "lng", least=-180, most=180),
        accuracy_m=number(p, "accuracy_m", least=0),
        spread_m=number(p, "spread_m", least=0) if p.get("spread_m") is not None else 0.0,
        fixes=count(p, "fixes", most=10_000) if p.get("fixes") is not None else 1,
        taken_at=moment(p, "taken_at") if p.get("taken_at") is not None else None,
    )


def _known_place(raw: Json) -> e.Place:
    place = _place(raw)
    if place is None:
        raise Unreadable("place")
    return place


def _face(raw: Json) -> e.Face | None:
    if raw.get("face") is None:
        return None
    f = part(raw, "face")
    return e.Face(
        likeness=number_or_none(f, "likeness"),
        band=choice(f, "band", w.Band),
        model=note(f, "model"),
        reference=None if f.get("reference") is None else text_of(f, "reference", longest=64),
        attempts=count(f, "attempts", most=10_000) if f.get("attempts") is not None else 0,
        live=number_or_none(f, "live"),
        quality=None if f.get("quality") is None else count(f, "quality", most=100),
        calibration=None if f.get("calibration") is None else text_of(f, "calibration", longest=40),
        challenge=_challenge(f),
    )


def _challenge(raw: Json) -> e.Challenge | None:
    if raw.get("challenge") is None:
        return None
    c = part(raw, "challenge")
    return e.Challenge(choice(c, "asked", w.Movement), yes_or_no(c, "passed"), count(c, "ms"))


def _other_way(raw: Json) -> e.OtherWay | None:
    if raw.get("other_way") is None:
        return None
    other = part(raw, "other_way")
    return e.OtherWay(
        way=choice(other, "way", w.Way),
        note=note(other),
        witness=_witness(other),
        code=None if other.get("code") is None else text_of(other, "code", longest=16),
        member=None if other.get("member") is None else text_of(other, "member", longest=200),
        letter=_told(other, "letter"),
        approval=None if other.get("approval") is None else text_of(other, "approval", longest=800),
    )


def _witness(raw: Json) -> e.Witness | None:
    if raw.get("witness") is None:
        return None
    witness = part(raw, "witness")
    return e.Witness(text_of(witness, "name", longest=200), choice(witness, "role", w.WitnessRole))


def _photos(raw: Json) -> tuple[e.Photo, ...]:
    return tuple(
        e.Photo(
            kind=choice(p, "kind", w.PhotoKind),
            sha256=sha256(p, "sha256"),
            size_bytes=count(p, "bytes"),
            thumb=None if p.get("thumb") is None else sha256(p, "thumb"),
        )
        for p in parts(raw, "photos")
    )


def _items(raw: Json) -> tuple[e.Item, ...]:
    items = tuple(e.Item(uuid(i, "entitlement"), money(i, "amount"), count(i, "fence")) for i in parts(raw, "items"))
    named = {item.entitlement for item in items}
    if not items or len(named) != len(items) or any(item.amount.rupiah == 0 for item in items):
        raise Unreadable("items")
    if sum(item.amount.rupiah for item in items) != money(raw, "total").rupiah:
        raise Unreadable("total")
    return items


def _uuids(raw: Json, name: str) -> tuple[UUID, ...]:
    value = field(raw, name)
    if not isinstance(value, list) or len(value) > 50:
        raise Unreadable(name)
    return tuple(uuid({name: one}, name) for one in value)


def _told(raw: Json, name: str) -> bool:
    """False where it isn't told: an older phone doesn't know of it."""
    return False if raw.get(name) is None else yes_or_no(raw, name)


def _shown(b: Json) -> papers.LetterShown | None:
    if b.get("letter") is None:
        return None
    letter = part(b, "letter")
    return papers.LetterShown(uuid(letter, "letter"), _told(letter, "unmarked"))


def _marked(b: Json) -> papers.LetterMarked | None:
    if b.get("letter") is None:
        return None
    letter = part(b, "letter")
    return papers.LetterMarked(uuid(letter, "letter"), text_of(letter, "code", longest=16), _told(letter, "written"))


def _door(b: Json) -> tuple[UUID, UUID]:
    return uuid(b, "visit"), uuid(b, "family")


def _signature(b: Json) -> str | None:
    return None if b.get("signature") is None else sha256(b, "signature")


def _variance(b: Json) -> int:
    """The one amount that may lie below zero."""
    value = field(b, "variance")
    if type(value) is not int or abs(value) > MOST_RUPIAH:
        raise Unreadable("variance")
    return value


_BODIES: dict[str, Callable[[Json], e.Body]] = {
    "day.opened": lambda b: days.DayOpened(uuid(b, "round"), money(b, "float")),
    "visit.started": lambda b: e.VisitStarted(*_door(b), choice(b, "how", w.How)),
    "visit.evidence": lambda b: e.VisitEvidence(*_door(b), _place(b), _face(b), _other_way(b), _photos(b)),
    "payment.intended": lambda b: e.PaymentIntended(
        uuid(b, "payment"),
        *_door(b),
        _items(b),
        money(b, "total"),
        _shown(b),
        None if b.get("grant") is None else uuid(b, "grant"),
    ),
    "payment.paid": lambda b: e.PaymentPaid(
        uuid(b, "payment"),
        *_door(b),
        _items(b),
        money(b, "total"),
        choice(b, "received_by", w.ReceivedBy),
        text_of(b, "receipt", longest=32),
        _signature(b),
        _marked(b),
    ),
    "payment.voided": lambda b: e.PaymentVoided(uuid(b, "payment"), *_door(b), note(b, "reason")),
    "visit.failed": lambda b: e.VisitFailed(
        *_door(b),
        _uuids(b, "entitlements"),
        choice(b, "reason", w.Reason),
        note(b),
        choice(b, "next", w.Next),
        _place(b),
        _photos(b),
        _told(b, "letter_left"),
        None if b.get("again_on") is None else day_of(b, "again_on"),
        None if b.get("again_part") is None else choice(b, "again_part", w.PartOfDay),
    ),
    "home.tagged": lambda b: e.HomeTagged(*_door(b), _known_place(b), _photos(b), choice(b, "met", w.Met), note(b)),
    "hazard.noted": lambda b: e.HazardNoted(
        uuid(b, "family"), choice(b, "kind", w.HazardKind), note(b), note(b, "helped"), _told(b, "gone")
    ),
    "lease.released": lambda b: days.LeaseReleased(uuid(b, "entitlement"), count(b, "fence"), note(b, "reason")),
    "cash.returned": lambda b: days.CashReturned(money(b, "amount"), text_of(b, "office", longest=16)),
    "day.closed": lambda b: days.DayClosed(
        uuid(b, "round"),
        money(b, "float"),
        money(b, "paid"),
        money(b, "returned"),
        _variance(b),
        note(b),
        count(b, "visits"),
        count(b, "failed"),
    ),
    "receipt.given": lambda b: papers.ReceiptGiven(
        uuid(b, "payment"),
        *_door(b),
        choice(b, "how", w.ReceiptWay),
        None if b.get("to") is None else text_of(b, "to", longest=400),
    ),
}

"""A phone's chain in the database: its lock, its links, new events, what is put aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection

from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.visits.rules.chain import Aside, Head, Link
from amanah.visits.rules.fold import Heard
from amanah.visits.types import Event, Signed, read_event

_OPEN = """
INSERT INTO visits_phonechain (phone_id, ack_seq, head_hash, max_seq, pack_print) VALUES (%s, 0, %s, 0, '')
ON CONFLICT DO NOTHING
"""
_LOCK = "SELECT ack_seq, head_hash, max_seq FROM visits_phonechain WHERE phone_id = %s FOR UPDATE"
_LINKS = """
SELECT id, seq, hash, prev_hash, visit FROM visits_event WHERE phone_id = %(phone)s AND seq = ANY(%(seqs)s)
UNION
SELECT id, seq, hash, prev_hash, visit FROM visits_event WHERE phone_id = %(phone)s AND seq > %(ack)s
UNION
-- an id stored under another phone: its seq says nothing about this chain
SELECT id, CASE WHEN phone_id = %(phone)s THEN seq ELSE 0 END, hash, prev_hash,
       CASE WHEN phone_id = %(phone)s THEN visit END
FROM visits_event WHERE id = ANY(%(ids)s)
"""
# COPY: quoting events' JSON as array literals cost a third of the whole batch. `arrival` is numbered by the database.
_ADD = """
COPY visits_event (id, phone_id, seq, prev_hash, hash, type, visit, day, text, signature, is_read, received_at)
FROM STDIN
"""
_ADVANCE = "UPDATE visits_phonechain SET ack_seq = %s, head_hash = %s, max_seq = %s WHERE phone_id = %s"
_ASIDE = """
INSERT INTO visits_incident (id, phone_id, code, event_id, print, body, at)
SELECT id, %s, code, event_id, print, body, %s
FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::bytea[]) AS aside(id, code, event_id, print, body)
ON CONFLICT ON CONSTRAINT incident_raised_once DO NOTHING
RETURNING id, code, event_id
"""
# Materialized: by the visits alone, of which there are few. By its phone a chain would be read from its beginning.
_HEARD = """
WITH told AS MATERIALIZED (
    SELECT text, received_at, phone_id, seq FROM visits_event WHERE visit = ANY(%s) AND is_read
)
SELECT text, received_at FROM told WHERE phone_id = %s ORDER BY seq
"""
_EVENTS = "SELECT text FROM visits_event WHERE id = ANY(%s) AND is_read ORDER BY seq"


def lock(phone: UUID) -> Head:
    """Lets one batch a phone in at a time; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [phone])
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_OPEN, [phone, Head().hash])
            cursor.execute(_LOCK, [phone])
            row = cursor.fetchone()
    return Head(*row)


def links(phone: UUID, sent: Sequence[Signed], *, ack_seq: int) -> list[Link]:
    """Stored links that a batch may meet: same id or seq, neighbours, and all beyond the gap."""
    seqs = {s.event.envelope.seq + beside for s in sent for beside in (-1, 0, 1)}
    asked: dict[str, Any] = {
        "phone": phone,
        "seqs": list(seqs),
        "ack": ack_seq,
        "ids": [s.event.envelope.id for s in sent],
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, asked)
        return [Link(*row) for row in cursor.fetchall()]


def add(phone: UUID, fresh: Sequence[Signed], *, now: datetime) -> None:
    if not fresh:
        return
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(_ADD) as copy:
        for one in fresh:
            e = one.event.envelope
            copy.write_row((
                e.id, phone, e.seq, e.prev, one.hash, e.type, one.event.visit, e.day, one.text, one.signature,
                one.event.body is not None, now,
            ))  # fmt: skip


def advance(phone: UUID, head: Head) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [head.ack_seq, head.hash, head.max_seq, phone])


def put_aside(
    phone: UUID, asides: Iterable[tuple[str, UUID | None, Aside]], *, now: datetime
) -> list[tuple[UUID, str, UUID | None]]:
    """Keeps what was sent, sealed. Gives (incident, code, event) of those not seen before."""
    kept = list(asides)
    if not kept:
        return []
    raw = [text.encode("utf-8", "surrogatepass") for text, _, _ in kept]
    columns: list[list[object]] = [
        [new_id() for _ in kept],
        [why.value for _, _, why in kept],
        [event for _, event, _ in kept],
        [sha256(one).hexdigest() for one in raw],
        [vault.seal(one, where="visits_incident.body") for one in raw],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ASIDE, [phone, now, *columns])
        return list(cursor.fetchall())


def heard(phone: UUID, visits: Iterable[UUID]) -> list[Heard]:
    """What is stored already of these visits."""
    wanted = list(visits)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [wanted, phone])
        return [Heard(read_event(text), received_at) for text, received_at in cursor.fetchall()]


def events(ids: Sequence[UUID]) -> list[Event]:
    """Stored events by id, in their phone's order; those whose body can't be read aren't among them."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [list(ids)])
        return [read_event(text) for (text,) in cursor.fetchall()]


def next_turn() -> int:
    """A place in the order of arrivals, for what is booked later than it came."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('visits_arrival')")
        return int(cursor.fetchone()[0])

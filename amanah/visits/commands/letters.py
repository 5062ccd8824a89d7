"""Letters from phones that may not speak: kept sealed, since they may hold real payments, and opened by a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.accepting import accept
from amanah.visits.commands.photos import tell_whole
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.types import Accepted, Event, Sent, Unreadable, read_batch, read_event

MOST_UNOPENED = 2_000
"""Unknown senders can't fill the house: beyond this they are told to wait."""


@transaction.atomic
def keep_for_later(body: bytes, *, phone: Phone | None, now: datetime) -> None:
    """Seals what came. The same letter again is quiet. Problem `inbox_full` (429) for strangers alone."""
    print_ = sha256(body).hexdigest()
    if models.Inbox.objects.filter(print=print_).exists():
        return
    strangers = models.Inbox.objects.filter(phone__isnull=True, opened_at__isnull=True)
    if phone is None and strangers.count() >= MOST_UNOPENED:
        raise Problem("inbox_full", Sentence("Coba lagi nanti.", "Try again later."), status=429)
    row = models.Inbox.objects.create(phone_id=phone.id if phone else None, print=print_, body=body, received_at=now)
    by = phone.label if phone else "phone:unknown"
    details = {"letter": str(row.id), "office": phone.office if phone else None}
    tell([followed("visits.letter_kept", by, details)], by=by, now=now)


@transaction.atomic
def open_letter(letter: UUID, *, reason: str, by: str, now: datetime) -> Accepted | None:
    """Opens a letter for good. What a known phone sent is accepted as any batch; None for a stranger's.

    The reason goes on record. Photos the phone had brought meanwhile are looked at now. Problems `reason_missing`,
    `letter_unknown`.
    """
    if not reason.strip():
        raise Problem(
            "reason_missing",
            Sentence(
                "Tulis alasan membuka kiriman ini; alasannya dicatat.",
                "Write why this letter is opened; the reason goes on record.",
            ),
        )
    row = models.Inbox.objects.select_for_update().filter(id=letter, opened_at__isnull=True).first()
    if row is None:
        raise Problem("letter_unknown", Sentence("Kiriman ini tidak ada.", "There is no such letter."), status=404)
    row.opened_at, row.opened_by = now, by
    row.save(update_fields=["opened_at", "opened_by"])
    tell([Told("visits.letter_opened", f"letter:{letter}", {"reason": reason.strip()})], by=by, now=now)
    phone = access.phone(row.phone_id) if row.phone_id else None
    if phone is None:
        return None
    sent = read_batch(bytes(row.body)).events
    done = accept(phone, sent, now=now)
    tell_whole(phone, {event.visit for event in _readable(sent) if event.visit}, by=by, now=now)
    return done


def _readable(sent: Sequence[Sent]) -> Iterator[Event]:
    for one in sent:
        with suppress(Unreadable):
            yield read_event(one.text)

"""What a phone wrote, brought by somebody else: another payer's phone, or a sealed export opened in the office.

Each event proves itself by its own phone's signature, so who carries it changes nothing but a line in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256 as hash_of
from uuid import UUID

from django.db import transaction

from amanah.access import queries as access
from amanah.access.types import Phone, PhoneState
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.accepting import accept
from amanah.visits.commands.letters import keep_for_later
from amanah.visits.commands.photos import Coming, begin_photo, take_piece
from amanah.visits.commands.telling import Told, followed, tell
from amanah.visits.types import Accepted, Sent

CHAIN_GAP = "chain_gap"
"""An incident's code: events were brought beyond some that were never heard. Who brought them had no more."""


def carried_phone(office: str, phone_id: UUID) -> Phone:
    """The phone something is brought for, of the carrier's own office. Problem `phone_unknown` (404)."""
    phone = access.phone(phone_id)
    if phone is None or phone.office != office:
        raise Problem(
            "phone_unknown",
            Sentence(
                "HP pemilik catatan ini tidak ada di kantor Anda. Hubungi kantor.",
                "The phone these notes belong to isn't your office's. Call the office.",
            ),
            status=404,
        )
    return phone


def accept_carried(phone: Phone, sent: Sequence[Sent], *, by: str, now: datetime) -> Accepted | None:
    """Hears `phone` as if it spoke itself; None when it is revoked: then its events lie in the sealed inbox.

    `by`: who carried them, such as `phone:<uuid>` or `user:<name>`; on record before anything is heard. What lies
    beyond a hole is stored and booked like the rest; the hole is an incident of its office, once.
    """
    tell([Told("visits.carried", phone.label, {"events": len(sent)})], by=by, now=now)
    if phone.state is PhoneState.REVOKED:
        keep_for_later(_letter(phone, sent), phone=phone, now=now)
        return None
    done = accept(phone, sent, now=now)
    _raise_gap(phone, done.ack_seq, by=by, now=now)
    return done


def kept_whole(sent: Sequence[Sent]) -> str:
    """What a signed answer says of a batch that was brought: each of these texts is here, in its chain or put aside.

    SHA-256 over their SHA-256 in hex, sorted, joined by line feeds: it names these bytes and no others, so that a
    carrier may let go of events whose chain will never close.
    """
    prints = sorted(hash_of(one.text.encode("utf-8", "surrogatepass")).hexdigest() for one in sent)
    return hash_of("\n".join(prints).encode()).hexdigest()


def carry_photo(
    phone: Phone, photo: bytes, *, sha256: str, kind: str, visit: UUID | None, by: str, now: datetime
) -> Coming:
    """One whole photo of `phone`; who brought it is on record once. Here already: quiet. Problem `photo_too_large`."""
    coming = begin_photo(phone, sha256=sha256, size_bytes=len(photo), kind=kind, visit=visit)
    if coming.offset == coming.size_bytes:
        return coming
    rest = photo[coming.offset :]
    return take_piece(phone, sha256=sha256, offset=coming.offset, piece=rest, now=now, carrier=by)


@transaction.atomic
def _raise_gap(phone: Phone, ack_seq: int, *, by: str, now: datetime) -> None:
    """One incident a hole, that of the first: a person asks the payer where the rest is."""
    beyond = models.Event.objects.filter(phone=phone.id, seq__gt=ack_seq).order_by("seq").first()
    if beyond is None:
        return
    row, is_new = models.Incident.objects.get_or_create(
        phone_id=phone.id,
        code=CHAIN_GAP,
        print=hash_of(f"{phone.id} {ack_seq}".encode()).hexdigest(),
        defaults={"body": json.dumps({"after": ack_seq, "before": beyond.seq}).encode(), "at": now},
    )
    if is_new:
        raised = {"incident": str(row.id), "code": CHAIN_GAP, "office": phone.office}
        tell([followed("visits.incident_raised", phone.label, {"incidents": [raised]})], by=by, now=now)


def _letter(phone: Phone, sent: Sequence[Sent]) -> bytes:
    """The batch as the phone itself would have sent it: whoever carries it, the same letter is kept once."""
    events = [{"e": one.text, "s": one.signature} for one in sent]
    return json.dumps({"phone": str(phone.id), "epoch": 0, "events": events}).encode()

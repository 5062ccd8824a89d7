"""What a phone wrote, brought by somebody else: another payer's phone, or a sealed export opened in the office.

Each event proves itself by its own phone's signature, so who carries it changes nothing but a line in the journal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from amanah.access import queries as access
from amanah.access.types import Phone, PhoneState
from amanah.values.problem import Problem, Sentence
from amanah.visits.commands.accepting import accept
from amanah.visits.commands.letters import keep_for_later
from amanah.visits.commands.photos import Coming, begin_photo, take_piece
from amanah.visits.commands.telling import Told, tell
from amanah.visits.types import Accepted, Sent


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

    `by`: who carried them, such as `phone:<uuid>` or `user:<name>`; on record before anything is heard.
    """
    tell([Told("visits.carried", phone.label, {"events": len(sent)})], by=by, now=now)
    if phone.state is PhoneState.REVOKED:
        keep_for_later(_letter(phone, sent), phone=phone, now=now)
        return None
    return accept(phone, sent, now=now)


def carry_photo(
    phone: Phone, photo: bytes, *, sha256: str, kind: str, visit: UUID | None, by: str, now: datetime
) -> Coming:
    """One whole photo of `phone`; who brought it is on record once. Here already: quiet. Problem `photo_too_large`."""
    coming = begin_photo(phone, sha256=sha256, size_bytes=len(photo), kind=kind, visit=visit)
    if coming.offset == coming.size_bytes:
        return coming
    rest = photo[coming.offset :]
    return take_piece(phone, sha256=sha256, offset=coming.offset, piece=rest, now=now, carrier=by)


def _letter(phone: Phone, sent: Sequence[Sent]) -> bytes:
    """The batch as the phone itself would have sent it: whoever carries it, the same letter is kept once."""
    events = [{"e": one.text, "s": one.signature} for one in sent]
    return json.dumps({"phone": str(phone.id), "epoch": 0, "events": events}).encode()

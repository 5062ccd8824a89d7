"""The house's word that a contested entitlement may be paid: asked online, by the phone that holds its lease."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from amanah.access.types import Phone
from amanah.values.problem import Problem, Sentence
from amanah.visits import models
from amanah.visits.commands.telling import Told, tell
from amanah.visits.store import books


@transaction.atomic
def grant(phone: Phone, entitlement: UUID, *, fence: int, now: datetime) -> UUID:
    """The grant's id; asked again it is the same one. Whoever held the lease before may still bring a payment: the
    second to be heard then lands in suspense, as ever.

    Problems: `lease_not_yours`, `entitlement_settled` (409).
    """
    lease = models.Lease.objects.select_for_update().filter(entitlement=entitlement, ended_at__isnull=True).first()
    if books.settled([entitlement]):
        raise _no(
            "entitlement_settled",
            "Bantuan ini sudah dibayar. Jangan serahkan uang.",
            "This aid has been paid. Hand over no money.",
        )
    if lease is None or lease.phone_id != phone.id or lease.fence != fence:
        raise _no(
            "lease_not_yours",
            "Bantuan ini bukan tugas HP ini lagi. Ambil data terbaru.",
            "This aid isn't this phone's any more. Fetch fresh data.",
        )
    row, is_new = models.Grant.objects.get_or_create(
        entitlement_id=entitlement, fence=fence, defaults={"phone_id": phone.id, "at": now}
    )
    if is_new:
        tell([Told("visits.granted", f"entitlement:{entitlement}", {"fence": fence})], by=phone.label, now=now)
    return row.id


def _no(code: str, id_: str, en: str) -> Problem:
    return Problem(code, Sentence(id_, en), status=409)

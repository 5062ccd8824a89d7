"""What the house knows of its phones: how far it heard them, what is still out there, what they hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from amanah.visits import models
from amanah.visits.queries.contested import contested


@dataclass(frozen=True, slots=True)
class PhoneHeard:
    """`missing_events`: seqs below one already heard that never came. What a phone never told of nobody can count."""

    phone: UUID
    ack_seq: int = 0
    missing_events: int = 0
    missing_photos: int = 0
    leases: int = 0
    contested: int = 0
    letters: int = 0
    """Sealed letters nobody has opened."""

    @property
    def unsent(self) -> int:
        return self.missing_events + self.missing_photos


@dataclass(frozen=True, slots=True)
class LetterKept:
    id: UUID
    received_at: datetime


def phones_heard(phones: Collection[UUID]) -> dict[UUID, PhoneHeard]:
    """One for each phone asked for, heard or not."""
    chains = {row.phone_id: row for row in models.PhoneChain.objects.filter(phone__in=phones)}
    photos = _count(models.Media.objects.filter(phone__in=phones).exclude(state__in=["complete", "aside"]))
    letters = _count(models.Inbox.objects.filter(phone__in=phones, opened_at__isnull=True))
    held: dict[UUID, dict[UUID, int]] = {}
    for lease in models.Lease.objects.filter(phone__in=phones, ended_at__isnull=True):
        held.setdefault(lease.phone_id, {})[lease.entitlement_id] = lease.fence
    disputed = contested({entitlement: fence for leases in held.values() for entitlement, fence in leases.items()})
    return {
        phone: PhoneHeard(
            phone=phone,
            ack_seq=chains[phone].ack_seq if phone in chains else 0,
            missing_events=_missing(chains[phone]) if phone in chains else 0,
            missing_photos=photos.get(phone, 0),
            leases=len(held.get(phone, {})),
            contested=len(disputed & held.get(phone, {}).keys()),
            letters=letters.get(phone, 0),
        )
        for phone in phones
    }


def letters_kept(phone: UUID) -> list[LetterKept]:
    """A phone's sealed letters nobody has opened, oldest first."""
    rows = models.Inbox.objects.filter(phone=phone, opened_at__isnull=True).order_by("received_at", "id")
    return [LetterKept(row.id, row.received_at) for row in rows.only("id", "received_at")]


def letter_is_of(letter: UUID, phone: UUID) -> bool:
    return models.Inbox.objects.filter(id=letter, phone=phone).exists()


def contested_of(phone: UUID) -> list[UUID]:
    """The entitlements this phone holds that another may have paid."""
    held = models.Lease.objects.filter(phone=phone, ended_at__isnull=True)
    return sorted(contested({lease.entitlement_id: lease.fence for lease in held}))


def _missing(chain: models.PhoneChain) -> int:
    beyond = models.Event.objects.filter(phone=chain.phone_id, seq__gt=chain.ack_seq).count()
    return chain.max_seq - chain.ack_seq - beyond


def _count(rows: QuerySet[models.Media] | QuerySet[models.Inbox]) -> dict[UUID, int]:
    return dict(rows.values_list("phone").annotate(Count("id")).order_by())

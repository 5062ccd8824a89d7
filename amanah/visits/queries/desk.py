"""What an office's desk asks: whose a photo is, what should be in a bag now, what of a visit lies in suspense."""

from __future__ import annotations

from uuid import UUID

from amanah.ledger import queries as balances
from amanah.ledger import types as accounts
from amanah.visits import models
from amanah.visits.rules.cash import Bag, bag_of
from amanah.visits.store.visits import as_settlement
from amanah.visits.types import PaymentPaid, Round, Settlement, read_event


def families_of_photo(sha256: str) -> set[UUID]:
    """The families of the visits that named this photo, as their own phone told it."""
    named = models.Media.objects.filter(sha256=sha256, visit__isnull=False).values_list("visit", "phone_id")
    visits = dict(named)
    rows = models.Visit.objects.filter(id__in=[visit for visit in visits if visit]).values_list(
        "id", "phone_id", "family"
    )
    return {family for visit, phone, family in rows if visits[visit] == phone}


def kind_of_photo(sha256: str) -> str:
    """`face`, `house`, `ktp`, …; empty for a photo no phone named."""
    found = models.Media.objects.filter(sha256=sha256).exclude(kind="").values_list("kind", flat=True).first()
    return found or ""


def signature_of(visit: UUID) -> str | None:
    """The photo of a signature, or of a thumb print on paper, as the payment of this visit's own phone named it.

    Asked of the event: one photo may serve as two, and is then kept under the kind it was first named by.
    """
    phone = models.Visit.objects.filter(id=visit).values("phone_id")
    paid = models.Event.objects.filter(visit=visit, phone_id__in=phone, type="payment.paid", is_read=True)
    for text in paid.order_by("seq").values_list("text", flat=True):
        body = read_event(text).body
        if isinstance(body, PaymentPaid) and body.signature:
            return body.signature
    return None


def phones_of(sha256: str) -> set[UUID]:
    """The phones that named this photo."""
    return set(models.Media.objects.filter(sha256=sha256).values_list("phone_id", flat=True))


def bag(found: Round) -> Bag:
    """The bag as the books have it now; without a phone, only what the office handed out."""
    if found.phone is None:
        return Bag(handed=found.float.rupiah, paid=0, suspended=0, returned=0, variance=0)
    account = accounts.bag(found.phone, found.day)
    return bag_of(account, balances.transfers(account=account))


def in_suspense(visit: UUID) -> list[Settlement]:
    """Money of this visit that still waits in suspense, oldest first."""
    rows = models.Settlement.objects.filter(visit=visit, is_paid=False, resolution__isnull=True)
    return [as_settlement(row) for row in rows.order_by("at", "id")]


def counters_of(visit: UUID) -> set[str]:
    """Who ever counted the bag this visit was paid from, as the journal calls them."""
    row = models.Visit.objects.filter(id=visit).values("phone_id", "day").first()
    if row is None:
        return set()
    counted = models.CashClosing.objects.filter(round__phone=row["phone_id"], round__day=row["day"])
    return set(counted.values_list("by", flat=True))

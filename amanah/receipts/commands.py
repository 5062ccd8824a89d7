"""Taking up what a phone asked to be sent, and sending it: nothing at the door ever waits for this."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from amanah.access import queries as access
from amanah.journal import commands as journal
from amanah.receipts import models, rules
from amanah.receipts.types import Outcome, Outgoing, Refusal, Sender, SendFailed
from amanah.vault import queries as vault
from amanah.vault.types import SealBroken
from amanah.visits import queries as visits
from amanah.visits.queries.given import ReceiptAsked
from amanah.visits.types import Paid, VisitSeen

_LOG = logging.getLogger("amanah.receipts")


@transaction.atomic
def take_up(asked: ReceiptAsked, *, by: str, now: datetime) -> UUID | None:
    """Keeps the message to be sent; gives its id. None when it was taken up before, or can never be sent."""
    seen, number = visits.visit(asked.visit), _number(asked.to)
    if seen is None or not _is_of(seen, asked):
        _refuse(asked, Refusal.NO_PAYMENT, by=by, now=now)
        return None
    if number is None:
        _refuse(asked, Refusal.NO_NUMBER, by=by, now=now)
        return None
    message = models.Message(
        payment=asked.payment, visit=asked.visit, how=asked.how, number=number, text=_text(seen), event_id=asked.event,
        at=now,
    )  # fmt: skip
    models.Message.objects.bulk_create([message], ignore_conflicts=True)
    if not models.Message.objects.filter(pk=message.pk).exists():
        return None  # the same payment and way: a job that ran twice, or a payer who tapped twice
    details = {"payment": str(asked.payment), "how": asked.how, "to": rules.masked(number)}
    journal.append("receipts.taken_up", by=by, about=f"visit:{asked.visit}", details=details, now=now)
    return UUID(str(message.pk))


def send(message_id: UUID, *, by: str, now: datetime, sender: Sender | None = None) -> float | None:
    """Tries once. Gives the seconds until it should be tried again; None when it is sent or given up. Again: quiet.

    A sender that took the message and died before we noted it gets it twice, with the same id.
    """
    with transaction.atomic():
        message = models.Message.objects.select_for_update().get(pk=message_id)
        tried = list(message.tries.values_list("outcome", flat=True))
        if Outcome.SENT in tried or rules.wait_s(len(tried) or 1) is None:
            return None
        carrier = sender or chosen()
        why = _carried(carrier, Outgoing(message.pk, message.how, message.number, message.text))
        outcome, number = Outcome.SENT if why is None else Outcome.FAILED, len(tried) + 1
        models.Try.objects.create(
            message=message, number=number, outcome=outcome, sender=carrier.name[:40], why=(why or "")[:200], at=now
        )
        wait_s = rules.wait_s(number) if why is not None else None
        if wait_s is None:
            word = "receipts.sent" if why is None else "receipts.given_up"
            details = {"payment": str(message.payment), "how": message.how, "tries": number}
            journal.append(word, by=by, about=f"visit:{message.visit}", details=details, now=now)
    if why is not None:
        _LOG.warning("receipt %s to %s not sent (try %d): %s", message.pk, rules.masked(message.number), number, why)
    return wait_s


@transaction.atomic
def forget(message_id: UUID) -> None:
    """Lets go of a message with its tries; again: quiet. That one was sent stays in the journal, without the number."""
    models.Try.objects.filter(message=message_id).delete()
    models.Message.objects.filter(pk=message_id).delete()


def chosen() -> Sender:
    """The plug-in that AMANAH_RECEIPTS_SENDER names."""
    return cast("Sender", import_string(settings.AMANAH_RECEIPTS_SENDER)())


def _carried(carrier: Sender, message: Outgoing) -> str | None:
    try:
        carrier.send(message)
    except SendFailed as failed:
        return str(failed).replace(message.number, rules.masked(message.number)) or "no reason given"
    return None


def _is_of(seen: VisitSeen, asked: ReceiptAsked) -> bool:
    ending = seen.visit.ending
    return seen.visit.phone == asked.phone and isinstance(ending, Paid) and ending.payment == asked.payment


def _number(sealed: str) -> str | None:
    try:
        return rules.number_of(vault.open_box(sealed).decode())
    except (SealBroken, UnicodeDecodeError):
        return None


def _text(seen: VisitSeen) -> str:
    office, paid = access.office(seen.office), seen.visit.ending
    assert isinstance(paid, Paid)
    return rules.text(
        code=paid.receipt, amount=paid.total, day=seen.visit.day, hotline=office.hotline if office else "",
        language="en" if settings.AMANAH_RECEIPTS_LANGUAGE == "en" else "id",
    )  # fmt: skip


def _refuse(asked: ReceiptAsked, why: Refusal, *, by: str, now: datetime) -> None:
    details = {"payment": str(asked.payment), "how": asked.how, "why": why}
    journal.append("receipts.refused", by=by, about=f"visit:{asked.visit}", details=details, now=now)

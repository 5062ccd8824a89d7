"""Messages and the tries to send them. Both are only ever added (migration 0002); how it stands is read from them."""

from __future__ import annotations

from django.db import models

from amanah.receipts.types import Outcome
from amanah.values.ids import new_id
from amanah.vault.fields import SealedTextField


class Message(models.Model):
    """One receipt to one telephone. `number` and `text` are sealed; `event`: the fact that asked for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.UUIDField()  # a claim of the phone, as everywhere
    visit = models.UUIDField()
    how = models.CharField(max_length=10)
    number = SealedTextField()
    text = SealedTextField()
    event = models.ForeignKey("visits.Event", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "how"], name="receipt_sent_once_a_payment_and_way"),
            models.CheckConstraint(condition=models.Q(how__in=["whatsapp", "sms"]), name="receipt_goes_a_known_way"),
        ]
        indexes = [models.Index(fields=["visit"], name="receipt_by_visit")]


class Try(models.Model):
    """One try to send a message. The sender's reason, which names no number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="tries", db_index=False)
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Outcome])
    sender = models.CharField(max_length=40)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="receipt_tried_once_a_number"),
            models.UniqueConstraint(fields=["message"], condition=models.Q(outcome="sent"), name="receipt_sent_once"),
        ]

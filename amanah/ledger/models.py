"""Transfers are only ever added; accounts are added up by the database in the same statement (migration 0002)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from amanah.values.ids import new_id

ACCOUNT_NAME = (
    r"^(treasury|(office|suspense|shortage):[0-9]{5}"
    r"|bag:[0-9a-f-]{36}:[0-9]{4}-[0-9]{2}-[0-9]{2}|family:[0-9a-f-]{36})$"
)


class Account(models.Model):
    """Whole rupiah that an account received and gave, ever. Its balance is received - given."""

    name = models.CharField(primary_key=True, max_length=80)
    received = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["name"], name="account_by_prefix", opclasses=["text_pattern_ops"])]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=ACCOUNT_NAME), name="account_is_of_a_known_kind"),
            models.CheckConstraint(condition=Q(received__gte=0, given__gte=0), name="account_counts_upwards"),
        ]


class Transfer(models.Model):
    """Money from one account to another, whole rupiah."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.CharField(max_length=80)
    receiver = models.CharField(max_length=80)
    amount = models.BigIntegerField()
    word = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["giver"], name="transfer_by_giver"),
            models.Index(fields=["receiver"], name="transfer_by_receiver"),
            models.Index(fields=["about"], name="transfer_by_about"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="transfer_has_two_sides"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_moves_money"),
        ]

"""What the house makes of events: visits, settlements, judgements, second looks. All can be made again from events.

A key has no index of its own where another index begins with it: each would be written with every event, and asked
for a phone that the statistics don't know yet it would read all that the phone ever said.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id


class Visit(models.Model):
    """One visit as its phone's events tell it. Ids come from the phone: claims, not keys, save for the phone."""

    id = models.UUIDField(primary_key=True, editable=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.UUIDField()
    village = models.CharField(max_length=13, blank=True)
    stage = models.UUIDField(null=True)
    day = models.DateField()
    started_at = models.DateTimeField()
    ending = models.CharField(max_length=10)
    reason = models.CharField(max_length=24, blank=True)
    band = models.CharField(
        max_length=10, blank=True, default=""
    )  # the phone's own word for the face; empty: it told of none
    compared = models.CharField(max_length=10, blank=True, default="")  # with what: reference, ktp, or nothing
    way = models.CharField(max_length=16, blank=True, default="")
    total = models.BigIntegerField(default=0)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    ended_seq = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ending__in=["paid", "failed", "tagged", "unfinished"]), name="visit_ends_in_a_known_way"
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-received_at"], name="visit_by_family"),
            models.Index(fields=["office", "day"], name="visit_by_office_and_day"),
            models.Index(fields=["phone", "day"], name="visit_by_phone_and_day"),
        ]


class Settlement(models.Model):
    """One entitlement's share of one payment. The law of the house: an entitlement is paid once."""

    id = models.UUIDField(primary_key=True, editable=False)
    payment = models.UUIDField()
    entitlement = models.UUIDField()
    visit = models.UUIDField()
    family = models.UUIDField()
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    amount = models.BigIntegerField()
    is_paid = models.BooleanField()
    why = models.CharField(max_length=12, blank=True)
    doubts = ArrayField(models.CharField(max_length=24), default=list)
    event = models.ForeignKey("visits.Event", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entitlement"], condition=Q(is_paid=True), name="entitlement_paid_once"),
            models.UniqueConstraint(fields=["phone", "payment", "entitlement"], name="payment_settles_an_item_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="settlement_moves_money"),
            models.CheckConstraint(
                condition=Q(is_paid=True, why="") | Q(is_paid=False, why__in=["double_paid", "not_owed"]),
                name="suspense_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["visit"], name="settlement_by_visit"),
            models.Index(fields=["office", "day"], name="settlement_by_office_and_day"),
            models.Index(fields=["entitlement"], name="settlement_by_entitlement"),
        ]


class Resolution(models.Model):
    """How money in suspense was resolved: another transfer, never an edit."""

    settlement = models.OneToOneField(Settlement, primary_key=True, on_delete=models.PROTECT, related_name="resolution")
    how = models.CharField(max_length=12)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["returned", "shortage", "family"]), name="suspense_is_resolved_in_a_known_way"
            )
        ]


class Policy(models.Model):
    """Thresholds that were once in force, whole, under their version. Only added (migration 0003)."""

    version = models.CharField(primary_key=True, max_length=20)
    content = models.JSONField()
    at = models.DateTimeField()


class Judgement(models.Model):
    """What was doubted about a visit, by which policy, against what. Made again it is added, not changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="judgements")
    doubts = ArrayField(models.CharField(max_length=24), default=list)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_column="policy", db_index=False)
    against = models.JSONField()
    at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(is_current=True), name="visit_has_one_current_judgement"
            )
        ]


class SecondLook(models.Model):
    """The house's own look at a visit's photos: with what model, thresholds and reference.

    `calibration`: what the thresholds rest on. `reference_kind`: where the reference came from (registry's Source);
    empty where nothing was compared.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="looks", db_index=False)
    likeness = models.FloatField(null=True)
    band = models.CharField(max_length=10)
    live = models.FloatField(null=True)
    quality = models.FloatField(null=True)
    model = models.CharField(max_length=40)
    reference = models.UUIDField(null=True)
    reference_kind = models.CharField(max_length=16, blank=True, default="")
    calibration = models.CharField(max_length=40, blank=True, default="")
    engine = models.CharField(max_length=40, default="house")
    note = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "engine", "model"], name="visit_looked_at_once_an_engine_and_model"
            )
        ]

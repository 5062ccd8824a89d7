"""The day before and the evening after: rounds, stops, leases, the counting of bags."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id


class Round(models.Model):
    """One payer's day, or a geotagger's. `float` is the cash the office handed out, in rupiah."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=3, default="pay")
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, null=True, related_name="+")
    payer = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+")
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, null=True, related_name="+")
    float = models.BigIntegerField(default=0)
    handed_by = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, default="planned")
    km = models.FloatField(null=True)  # as planned, on the way; null where nobody measured
    hours = models.FloatField(null=True)
    # the round it goes on with, whose phone was replaced: a bag of its own, so that both are counted
    goes_on = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "day", "stage"], condition=Q(goes_on__isnull=True), name="round_once_a_payer_and_day"
            ),
            models.UniqueConstraint(
                fields=["payer", "day"],
                condition=Q(kind="tag", goes_on__isnull=True),
                name="tagging_round_once_a_person_and_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="pay", stage__isnull=False) | Q(kind="tag", stage__isnull=True, float=0),
                name="tagging_round_has_no_money",
            ),
            models.UniqueConstraint(fields=["phone", "day"], name="bag_belongs_to_one_round"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "out", "closed"]), name="round_is_in_a_known_state"
            ),
            models.CheckConstraint(condition=Q(float__gte=0), name="float_is_not_below_zero"),
        ]
        indexes = [models.Index(fields=["office", "day"], name="round_by_office_and_day")]


class Stop(models.Model):
    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stops")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "family"], name="family_is_one_stop_of_a_round"),
            models.UniqueConstraint(fields=["round", "order"], name="stop_has_its_own_place_in_the_order"),
        ]


class PlanMade(models.Model):
    """The families of a round in their order, as it first went out. Only added (migration 0014)."""

    round = models.OneToOneField(Round, primary_key=True, on_delete=models.PROTECT, related_name="plan_made")
    families = ArrayField(models.UUIDField())
    at = models.DateTimeField()


class LeftOut(models.Model):
    """Whom a day's plan couldn't hold, and why (routes' words). Planning again makes it anew."""

    id = models.BigAutoField(primary_key=True)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    stage = models.ForeignKey("programs.Stage", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "stage", "family"], name="family_left_out_once_a_plan")
        ]


class TravelTimes(models.Model):
    """What finished visits taught about the ways, whole, under its version. Only added (migration 0013)."""

    version = models.CharField(primary_key=True, max_length=40)
    content = models.JSONField()
    at = models.DateTimeField()


class Lease(models.Model):
    """The right to pay one entitlement, held by one phone. Never expires into other hands: it is ended.

    Taken from a phone (`how` = `taken`) only while nothing of it is paid or begun: a trigger asks (migration 0013).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey("programs.Entitlement", on_delete=models.PROTECT, related_name="+", db_index=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="leases")
    fence = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement"], condition=Q(ended_at__isnull=True), name="lease_held_by_one_phone"
            ),
            models.UniqueConstraint(fields=["entitlement", "fence"], name="fence_rises_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, how="")
                | Q(ended_at__isnull=False, how__in=["settled", "released", "day_closed", "lost", "taken"]),
                name="lease_says_how_it_ended",
            ),
        ]
        indexes = [models.Index(fields=["phone"], condition=Q(ended_at__isnull=True), name="lease_open_by_phone")]


class Grant(models.Model):
    """The house's word, asked online, that the holder of a contested lease may pay it. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entitlement = models.ForeignKey("programs.Entitlement", on_delete=models.PROTECT, related_name="+", db_index=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+")
    fence = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entitlement", "fence"], name="grant_given_once_a_lease")]


class CashClosing(models.Model):
    """A counting of a bag, in rupiah; counted again when something arrives late. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="closings")
    handed = models.BigIntegerField()
    paid = models.BigIntegerField()
    suspended = models.BigIntegerField()
    returned = models.BigIntegerField()
    counted = models.BigIntegerField()
    variance = models.BigIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

"""Tables of what is owed. The law of this room: one family is owed once a programme, stage and tranche."""

from __future__ import annotations

from django.db import models

from amanah.values.ids import new_id


class Programme(models.Model):
    code = models.CharField(primary_key=True, max_length=12)
    label = models.CharField(max_length=80)
    law = models.CharField(max_length=200, blank=True)


class Stage(models.Model):
    """A payment period (tahap) of a year, usually a quarter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="stage_once_a_year")]


class Sp2d(models.Model):
    """The treasury's disbursement order: so many lines, so much money."""

    number = models.CharField(primary_key=True, max_length=40)
    lines = models.PositiveIntegerField()
    total = models.BigIntegerField()


class Batch(models.Model):
    """One list as it was sent. A refused one is kept too, with its reason, and brought no rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sp2d = models.ForeignKey(Sp2d, on_delete=models.PROTECT, null=True, related_name="batches")
    state = models.CharField(max_length=8)
    lines = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    accepted_total = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    problem_id = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["taken", "refused"]), name="batch_taken_or_refused"),
            models.UniqueConstraint(fields=["sha256"], condition=models.Q(state="taken"), name="list_taken_once"),
            models.UniqueConstraint(fields=["sp2d"], condition=models.Q(state="taken"), name="sp2d_spent_once"),
        ]


class Remark(models.Model):
    """A line refused, or taken with a warning: its number in the file, and why (codes of registry.types)."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="remarks")
    line = models.PositiveIntegerField()
    id_salur = models.CharField(max_length=40, blank=True)
    is_refusal = models.BooleanField()
    codes = models.CharField(max_length=200)
    amount = models.BigIntegerField(default=0)


class Entitlement(models.Model):
    """Programme, stage and batch are held by a check a statement (migration 0004): a list names the same few a
    hundred thousand times, and one check a row is a fifth of its intake.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    id_salur = models.CharField(max_length=40)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+", db_index=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, related_name="entitlements", db_index=False, db_constraint=False
    )
    tranche = models.PositiveSmallIntegerField(default=1)
    wave = models.PositiveSmallIntegerField(default=1)
    amount = models.BigIntegerField()
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    village = models.ForeignKey("access.Village", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # As the list said it: a claim, not a key.
    village_code = models.CharField(max_length=13, blank=True)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, related_name="entitlements", db_index=False, db_constraint=False
    )
    state = models.CharField(max_length=10, default="due")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id_salur"], name="id_salur_once"),
            models.UniqueConstraint(
                fields=["family", "programme", "stage", "tranche"], name="entitlement_once_a_stage"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="entitlement_owes_money"),
            # planned: carried on by decisions, its money not yet here; no batch brought it
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "due", "withdrawn"]), name="entitlement_state_known"
            ),
        ]
        # Keys have no index of their own: a list is copied in whole, and these are what anybody asks by.
        indexes = [
            models.Index(fields=["office", "stage"], name="entitlement_by_office"),
            models.Index(fields=["batch"], name="entitlement_without_office", condition=models.Q(office=None)),
        ]


class Exclusion(models.Model):
    """A family left out of a stage by the ministry's decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="exclusions")
    reason = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "stage"], name="excluded_once_a_stage")]

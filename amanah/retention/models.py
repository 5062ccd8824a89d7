"""Tables: a run names what must go, a certificate says that all of it is gone. Both are only ever added."""

from __future__ import annotations

from django.db import models

from amanah.retention.types import Due, What
from amanah.values.ids import new_id


class Run(models.Model):
    """One round of destroying. Without a certificate it was interrupted: the next round takes it up again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    policy = models.JSONField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class Order(models.Model):
    """One thing named for destruction, written before it is touched."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="orders")
    what = models.CharField(max_length=10, choices=[(what.value, what.value) for what in What])
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "what", "name"], name="destroyed_once_a_run")]
        indexes = [models.Index(fields=["name"], name="destroyed_by_name")]


class Certificate(models.Model):
    """Signed when everything its run named was seen to be gone."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, primary_key=True, related_name="certificate")
    at = models.DateTimeField()
    counts = models.JSONField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    signature = models.CharField(max_length=120)


def due_of(row: Order) -> Due:
    return Due(What(row.what), row.name, row.kind, row.rule)

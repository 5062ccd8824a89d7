"""Tables: Case and its closing. A case is opened once a subject; closing is a row of its own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.values.ids import new_id


class Case(models.Model):
    """`about` names the subject (`visit:<uuid>`, `settlement:<uuid>`, `round:<uuid>`, `incident:<uuid>`)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in CaseKind])
    about = models.TextField()
    office = models.ForeignKey("access.Office", models.PROTECT, related_name="+")
    family = models.ForeignKey("registry.Family", models.PROTECT, null=True, related_name="+")
    visit = models.UUIDField(null=True)
    doubts = ArrayField(models.TextField(), default=list)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "opened_at"], name="case_oldest_first")]
        constraints = [models.UniqueConstraint(fields=["kind", "about"], name="case_opened_once")]


class Closing(models.Model):
    """Who closed a case, how and why."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="closing")
    outcome = models.TextField(choices=[(outcome.value, outcome.value) for outcome in CaseOutcome])
    note = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="closing_has_a_note")]

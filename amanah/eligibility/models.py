"""Tables: Ruleset, Verdict, Decision. All three are only ever added to."""

from __future__ import annotations

from django.db import models

from amanah.eligibility.types import Outcome
from amanah.values.ids import new_id

_OUTCOMES = [(outcome.value, outcome.value) for outcome in Outcome]


class Ruleset(models.Model):
    """A version of the ministry's rules, kept for ever so that old verdicts replay."""

    version = models.TextField(primary_key=True)
    law = models.TextField()
    rules = models.JSONField()
    loaded_at = models.DateTimeField()


class Verdict(models.Model):
    """One recommendation; the newest of a family and stage is the one in force."""

    id = models.UUIDField(primary_key=True, default=new_id)
    family = models.ForeignKey("registry.Family", models.PROTECT, related_name="+")
    stage = models.ForeignKey("programs.Stage", models.PROTECT, related_name="+")
    ruleset = models.ForeignKey(Ruleset, models.PROTECT, related_name="+")
    outcome = models.TextField(choices=_OUTCOMES)
    spoke = models.JSONField(help_text="ids of the rules that held, in the ruleset's order")
    facts = models.JSONField()
    digest = models.TextField(help_text="SHA-256 of facts and ruleset version")
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["stage", "family", "-at"], name="verdict_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=[o.value for o in Outcome]), name="verdict_outcome_is_known"
            )
        ]


class Decision(models.Model):
    """What a person decided on a verdict: once a verdict, with a reason."""

    id = models.UUIDField(primary_key=True, default=new_id)
    verdict = models.OneToOneField(Verdict, models.PROTECT, related_name="decision")
    outcome = models.TextField(choices=_OUTCOMES)
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[Outcome.ELIGIBLE.value, Outcome.NOT_ELIGIBLE.value]),
                name="decision_is_yes_or_no",
            ),
        ]

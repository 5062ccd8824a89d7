"""Askings of an outside verifier: facts, whatever came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id
from amanah.visits.types.verifying import Answer, Outcome


class OutsideAsk(models.Model):
    """One asking about one visit. Neither the number nor the face that was sent is kept here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="asks")
    verifier = models.CharField(max_length=40)
    outcome = models.CharField(max_length=12)
    answer = models.CharField(max_length=10, blank=True)
    score = models.FloatField(null=True)
    ref = models.CharField(max_length=80, blank=True)
    took_ms = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="ask_ends_in_a_known_way"
            ),
            models.CheckConstraint(
                condition=Q(outcome="answered", answer__in=[one.value for one in Answer])
                | (~Q(outcome="answered") & Q(answer="")),
                name="ask_has_an_answer_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="ask_scores_from_0_to_1"
            ),
            models.UniqueConstraint(
                fields=["visit", "verifier"], condition=Q(outcome="answered"), name="visit_is_verified_once"
            ),
        ]
        indexes = [models.Index(fields=["verifier", "-at"], name="ask_newest_first")]

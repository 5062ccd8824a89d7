"""Faces as they were seen at the door, kept for finding one person under two families."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id


class FieldFace(models.Model):
    """The face of a visit's photo, as one model sees it. Added, never changed; retention deletes.

    `template` is sealed in the regency, for this row (store/faces.py). `family` is the phone's claim, as in Visit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="faces")
    family = models.UUIDField()
    template = models.BinaryField()
    regency = models.CharField(max_length=4)
    model = models.CharField(max_length=40)
    photo = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "photo", "model"], name="field_face_kept_once_a_model"),
            models.CheckConstraint(condition=Q(regency__regex=r"^[0-9]{4}$"), name="field_face_has_a_regency"),
            models.CheckConstraint(
                condition=Q(quality__isnull=True) | Q(quality__lte=100), name="field_face_quality_is_of_100"
            ),
        ]
        indexes = [models.Index(fields=["regency", "model", "id"], name="field_face_by_regency")]


class FieldFaceNotRemade(models.Model):
    """A visit's photo from which a model could make no template, and why: it isn't tried again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="+", db_index=False)
    photo = models.CharField(max_length=64)
    model = models.CharField(max_length=40)
    why = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "photo", "model"], name="field_face_not_remade_once"),
        ]

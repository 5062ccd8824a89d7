"""Two tables: what was said, and the chain that binds it. Neither is ever changed (migration 0002)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id


class Entry(models.Model):
    """What was said. `line` is the canonical text; the other columns repeat it for finding."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    word = models.CharField(max_length=60)
    by = models.CharField(max_length=120)
    about = models.CharField(max_length=120)
    line = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["word", "at"], name="entry_by_word"),
            models.Index(fields=["about"], name="entry_by_about"),
            models.Index(fields=["by"], name="entry_by_whom"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(word__regex=r"^[a-z_]+\.[a-z_]+$"), name="entry_word_is_room_and_verb"),
        ]


class Link(models.Model):
    """The place of an entry in the chain: hash = sha256(prev || line). Made at commit by the database itself."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    prev = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

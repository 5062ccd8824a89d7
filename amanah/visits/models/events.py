"""What came from phones, exactly as it came: the chain of events, what was put aside, photos on their way."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from amanah.values.ids import new_id
from amanah.vault.fields import SealedBytesField


class PhoneChain(models.Model):
    """How far a phone's chain is stored without a gap. Its row lock lets one batch a phone in at a time."""

    phone = models.OneToOneField("access.Phone", primary_key=True, on_delete=models.PROTECT, related_name="+")
    ack_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)
    max_seq = models.BigIntegerField(default=0)
    pack_print = models.CharField(max_length=64, blank=True)  # of the last pack's content: unchanged is not sent again

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(max_seq__gte=models.F("ack_seq")), name="chain_ends_after_its_head")
        ]


class Event(models.Model):
    """A fact. `text` holds the exact signed text; a trigger refuses every change (migration 0002).

    `visit` is a claim, not a key: the phone may name one we have never heard of. `is_read` is false where the
    envelope reads but its body doesn't: kept, counted, not applied.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    type = models.CharField(max_length=40)
    visit = models.UUIDField(null=True)
    day = models.DateField()
    text = models.TextField()
    signature = models.BinaryField(max_length=64)
    is_read = models.BooleanField(default=True)
    arrival = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone", "seq"], name="event_has_its_own_seq"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="seq_starts_at_one"),
        ]
        indexes = [models.Index(fields=["visit"], condition=Q(visit__isnull=False), name="event_by_visit")]


class Unbooked(models.Model):
    """Events that are stored and answered, but whose booking met an error of ours: booked later, never refused.

    `visits`: those to look at anew then. `turn`: their place among arrivals (`Event.arrival`) once they are booked,
    since who was first to an entitlement is decided by the order of booking. A trigger lets a row be booked once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+")
    events = ArrayField(models.UUIDField())
    visits = ArrayField(models.UUIDField(), default=list)
    error = models.CharField(max_length=200)
    at = models.DateTimeField()
    booked_at = models.DateTimeField(null=True)
    turn = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(booked_at__isnull=True, turn__isnull=True) | Q(booked_at__isnull=False, turn__isnull=False),
                name="booked_later_has_its_turn",
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(booked_at__isnull=True), name="unbooked_oldest_first")]


class Incident(models.Model):
    """An event put aside: its bytes sealed, the reason named. `print` makes a replay quiet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    event_id = models.UUIDField(null=True)
    print = models.CharField(max_length=64)
    body = SealedBytesField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phone", "code", "print"], name="incident_raised_once")]


class Inbox(models.Model):
    """What an unknown or revoked phone sent, sealed: it may hold real payments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, null=True, related_name="+")
    print = models.CharField(max_length=64, unique=True)
    body = SealedBytesField()
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=80, blank=True)


class Media(models.Model):
    """A photo by its SHA-256: named by an event (`expected`), on its way, complete, or put aside."""

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    phone = models.ForeignKey("access.Phone", on_delete=models.PROTECT, related_name="+", db_index=False)
    visit = models.UUIDField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    received_bytes = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="expected")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone", "sha256"], name="photo_named_once_a_phone"),
            models.CheckConstraint(
                condition=Q(state__in=["expected", "coming", "complete", "aside"]), name="photo_is_in_a_known_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["phone", "sha256"], condition=~Q(state__in=["complete", "aside"]), name="photo_missing"
            ),
            models.Index(fields=["visit"], condition=Q(visit__isnull=False), name="photo_by_visit"),
            models.Index(fields=["sha256"], name="photo_by_hash"),
        ]


class MediaPiece(models.Model):
    """Bytes of a photo still on its way, sealed; gone once it is complete, or when nothing more came for a month."""

    id = models.BigAutoField(primary_key=True)
    media = models.ForeignKey(Media, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveIntegerField()
    piece = SealedBytesField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["media", "offset"], name="piece_lies_at_one_place")]

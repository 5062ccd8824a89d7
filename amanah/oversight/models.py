"""Tables: Case and its closing; pairs of faces and their adjudication; faces of people who work here; searches.
Patterns across visits: Flag and Complaint; PhotoPrint and FrontWords, what a house photo shows as bits.

A case is opened once a subject; closing is a row of its own. Migrations 0002, 0004 to 0008 hold what must never change.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from amanah.oversight.types import VERDICTS, Asked, CaseKind, CaseOutcome, Said
from amanah.values.ids import new_id
from amanah.vault.fields import SealedBytesField


class Case(models.Model):
    """`about` names the subject: `visit:<uuid>`, `settlement:<uuid>`, `round:<uuid>`, `incident:<uuid>`, `pair:<uuid>`,
    `fairness:<by>:<name>:<month>`, `payer:<uuid>:<day>:<pattern>`.

    `office` is null for a case that only the ministry may see.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in CaseKind])
    about = models.TextField()
    office = models.ForeignKey("access.Office", models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", models.PROTECT, null=True, related_name="+")
    visit = models.UUIDField(null=True)
    doubts = ArrayField(models.TextField(), default=list)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["office", "opened_at"], name="case_oldest_first")]
        constraints = [models.UniqueConstraint(fields=["kind", "about"], name="case_opened_once")]


class Closing(models.Model):
    """Who closed a case, how and why. Of a pair: the second of two people who agree (held by a trigger)."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="closing")
    outcome = models.TextField(choices=[(outcome.value, outcome.value) for outcome in CaseOutcome])
    note = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(note=""), name="closing_has_a_note")]


class FacePair(models.Model):
    """Two photos above the review line. Keyed by families and photos, not by model or threshold: known once, for ever.

    Two families stand in the order of their ids. `case` is set once: a pair without one waits for its turn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey("registry.Family", models.PROTECT, related_name="+")
    photo = models.CharField(max_length=64)
    other_family = models.ForeignKey("registry.Family", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("access.User", models.PROTECT, null=True, related_name="+")
    other_photo = models.CharField(max_length=64)
    likeness = models.FloatField()
    line = models.FloatField()
    model = models.CharField(max_length=40)
    calibration = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="pairs")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family", "photo", "other_family", "other_photo"], condition=Q(other_family__isnull=False),
                name="pair_of_families_found_once",
            ),
            models.UniqueConstraint(
                fields=["family", "photo", "staff", "other_photo"], condition=Q(staff__isnull=False),
                name="pair_with_staff_found_once",
            ),
            models.CheckConstraint(
                condition=Q(other_family__isnull=True, staff__isnull=False)
                | Q(other_family__isnull=False, staff__isnull=True, other_family__gt=F("family")),
                name="pair_is_of_two",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-likeness"], condition=Q(case__isnull=True), name="pair_waiting_likest_first")]


class Adjudication(models.Model):
    """One person's verdict on a case of two faces: once a person and case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="adjudications")
    by = models.TextField()
    verdict = models.TextField(choices=[(each, each) for each in sorted(VERDICTS)])
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "by"], name="face_judged_once_a_person"),
            models.CheckConstraint(condition=~Q(note=""), name="adjudication_has_a_reason"),
            models.CheckConstraint(condition=Q(verdict__in=sorted(VERDICTS)), name="adjudication_is_known"),
        ]


class StaffFace(models.Model):
    """Sealed under the master key, not a regency's: people who work here work anywhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    template = SealedBytesField()
    model = models.CharField(max_length=40)
    photo = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "photo", "model"], name="staff_face_kept_once")]


class FaceSearch(models.Model):
    """A search that was made, and what it found; the next one of its scope takes up where it began."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.CharField(max_length=6)
    model = models.CharField(max_length=40)
    calibration = models.CharField(max_length=40)
    line = models.FloatField()
    faces = models.PositiveIntegerField()
    searched = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField()
    recall = models.FloatField(null=True)
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "model", "-began_at"], name="search_newest_first")]


class Flag(models.Model):
    """A doubt across visits, with its numbers and sentence, by rules of a version. Only added (migration 0006).

    `print`: SHA-256 of what it says, so that looking again adds nothing. A later look that sees more of the day adds
    another flag of the same kind.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    payer = models.ForeignKey("access.User", models.PROTECT, related_name="+")
    office = models.ForeignKey("access.Office", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    visits = ArrayField(models.UUIDField())
    numbers = models.JSONField()
    id_text = models.TextField()
    en_text = models.TextField()
    version = models.CharField(max_length=20)
    print = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="flags")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["print"], name="flag_raised_once")]
        indexes = [models.Index(fields=["office", "day"], name="flag_by_office_and_day")]


class Complaint(models.Model):
    """What a family says it received of a visit, in rupiah, beside what was recorded. Only added."""

    id = models.UUIDField(primary_key=True, editable=False)
    visit = models.UUIDField()
    family = models.ForeignKey("registry.Family", models.PROTECT, related_name="+")
    due = models.BigIntegerField()
    received = models.BigIntegerField()
    note = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=0, received__gte=0), name="complaint_is_not_below_zero"),
        ]
        indexes = [models.Index(fields=["visit"], name="complaint_by_visit")]


class PhotoPrint(models.Model):
    """PDQ prints of a house photo (`photos.prints`: rows of 32 bytes), made once. Bits that show no face."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    prints = models.BinaryField()
    at = models.DateTimeField()


class FrontWords(models.Model):
    """The words of a house photo's corners (`photos.words`: sorted little-endian uint32), made once."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    words = models.BinaryField()
    at = models.DateTimeField()


class SampleSeal(models.Model):
    """A sample announced: of which visits, how many, and the SHA-256 of the seed that will draw it (migration 0007)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    office = models.ForeignKey("access.Office", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    size = models.PositiveIntegerField()
    seed_sha256 = models.CharField(max_length=64)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seed_sha256__regex=r"^[0-9a-f]{64}$"), name="sample_seed_is_sealed"),
            models.CheckConstraint(condition=Q(size__gt=0) & Q(last__gte=F("first")), name="sample_is_of_something"),
        ]


class SampleDraw(models.Model):
    """The seed revealed, and all that was drawn from: [[visit, weight], …]. A trigger holds the seed to its seal."""

    seal = models.OneToOneField(SampleSeal, models.PROTECT, primary_key=True, related_name="draw")
    seed = models.CharField(max_length=64)
    frame = models.JSONField()
    by = models.TextField()
    at = models.DateTimeField()


class CallBack(models.Model):
    """What a family of a drawn visit said when it was asked, in rupiah where short. Only added (migration 0008)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="call_backs")
    said = models.CharField(max_length=12, choices=[(said.value, said.value) for said in Said])
    how = models.CharField(max_length=9, choices=[(how.value, how.value) for how in Asked])
    due = models.BigIntegerField()
    received = models.BigIntegerField(null=True)
    note = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(said__in=[said.value for said in Said], how__in=[how.value for how in Asked]),
                name="call_back_is_known",
            ),
            models.CheckConstraint(
                condition=Q(said=Said.SHORT.value, received__isnull=False, received__gt=0, received__lt=F("due"))
                | (~Q(said=Said.SHORT.value) & Q(received__isnull=True)),
                name="call_back_says_how_short",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="call_back_has_a_note"),
        ]

"""Tables of families. What the field learnt (home, face, hazard) is appended, never edited."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amanah.values.ids import new_id
from amanah.vault.fields import SealedTextField


class Family(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey("access.Village", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    # As the list said it: a claim, not a key; may name a village nobody knows.
    village_code = models.CharField(max_length=13, blank=True)
    office = models.ForeignKey("access.Office", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    address = SealedTextField()
    banjar = models.CharField(max_length=80, blank=True)
    rt = models.CharField(max_length=4, blank=True)
    rw = models.CharField(max_length=4, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    needs = ArrayField(models.CharField(max_length=20), default=list)
    known_since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["village", "id"], name="family_by_village")]


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="persons")
    nik = SealedTextField()
    nik_print = models.BinaryField(max_length=32)
    name = SealedTextField()
    sex = models.CharField(max_length=1)
    born = models.DateField(null=True)
    relation = models.CharField(max_length=30, blank=True)
    is_manager = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nik_print"], name="person_known_once"),
            models.CheckConstraint(condition=models.Q(sex__in=["F", "M"]), name="person_has_a_sex"),
        ]


class FamilyCard(models.Model):
    """A number the family held from a date on: cards change on moving, death, divorce, split."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="cards")
    number = SealedTextField()
    number_print = models.BinaryField(max_length=32)
    held_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_print", "family"], name="card_noted_once_a_family"),
        ]


class ColumnName(models.Model):
    """A sender's own heading for one of our columns, mapped once and remembered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sender = models.CharField(max_length=80)
    heading = models.CharField(max_length=120)
    column = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "heading"], name="heading_mapped_once_a_sender")]


class HomeTag(models.Model):
    """One place told for a family's home. Accuracy is a 68 % radius in metres. Added, never changed nor deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="homes")
    lat = models.FloatField()
    lng = models.FloatField()
    accuracy_m = models.FloatField()
    # A claim upwards, not a key: visits live above this room. Empty for tags of earlier stages.
    visit = models.UUIDField(null=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, default="list")
    # Of the visit: whose phone, and which day. Many families at one place by one phone on one day were called there.
    phone = models.UUIDField(null=True)
    day = models.DateField(null=True)
    # Of the office's own word; empty for all else.
    by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], name="home_learnt_once_a_visit"),
            models.CheckConstraint(
                condition=~models.Q(kind="office") | ~(models.Q(by="") | models.Q(reason="")),
                name="office_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["visit", "geotag"], visit__isnull=False)
                | models.Q(kind__in=["list", "office"], visit__isnull=True),
                name="home_says_its_source",
            ),
            models.CheckConstraint(condition=models.Q(accuracy_m__gt=0), name="home_has_an_accuracy"),
            models.CheckConstraint(
                condition=models.Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180), name="home_is_on_earth"
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-at"], name="home_newest_first"),
            models.Index(fields=["day", "phone"], name="home_by_day_and_phone"),
        ]


class HomeTakenBack(models.Model):
    """The office takes back its own word about a home: it counts as never said. A trigger holds it to kind `office`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.OneToOneField(HomeTag, on_delete=models.PROTECT, related_name="taken_back")
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~(models.Q(by="") | models.Q(reason="")), name="taking_back_says_who_and_why"
            ),
        ]


class FaceReference(models.Model):
    """One photo a family is known by, as one model sees it. Added, never changed; retention deletes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="references")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="references")
    # Sealed in the regency, for this row: see store/references.py. The family may live elsewhere by now.
    template = models.BinaryField()
    regency = models.CharField(max_length=4)
    model = models.CharField(max_length=40)
    photo = models.CharField(max_length=64)
    source = models.CharField(max_length=12)
    quality = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "photo", "model"], name="reference_enrolled_once"),
            models.CheckConstraint(
                condition=models.Q(source__in=["list", "first_visit", "webcam", "ktp", "field"]),
                name="reference_says_its_source",
            ),
            models.CheckConstraint(condition=models.Q(regency__regex=r"^[0-9]{4}$"), name="reference_has_a_regency"),
            models.CheckConstraint(
                condition=models.Q(quality__isnull=True) | models.Q(quality__lte=100),
                name="reference_quality_is_of_100",
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-at"], name="reference_newest_first"),
            models.Index(fields=["regency", "model", "id"], name="reference_by_regency"),
            models.Index(fields=["photo"], name="reference_by_photo"),
        ]


class FaceNotRemade(models.Model):
    """A photo from which a model could make no template, and why: it isn't tried again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", db_index=False)
    photo = models.CharField(max_length=64)
    model = models.CharField(max_length=40)
    why = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "photo", "model"], name="face_not_remade_once"),
        ]


class Hazard(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="hazards")
    kind = models.CharField(max_length=10)
    note = models.CharField(max_length=300, blank=True)
    helped = models.CharField(max_length=300, blank=True, default="")
    gone = models.BooleanField(default=False)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "kind", "note", "noted_at"], name="hazard_noted_once"),
        ]

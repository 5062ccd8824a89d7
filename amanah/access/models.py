"""Tables of people who work here, the places they work in, and the phones they carry."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from amanah.access.types import OfficeKind, PhoneState, Role
from amanah.values.ids import new_id


class User(AbstractBaseUser):
    """Somebody who logs in. What they may do stands in Grant, never in a flag here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    hired_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]*$"), name="user_has_a_plain_name"
            ),
            models.CheckConstraint(condition=Q(language__in=["id", "en"]), name="user_reads_a_language_we_speak"),
        ]


class Office(models.Model):
    """A post office. `nopen` is five digits, kept as text."""

    nopen = models.CharField(primary_key=True, max_length=5)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=3, choices=[(k, k) for k in OfficeKind])
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    hotline = models.CharField(max_length=40, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(nopen__regex=r"^[0-9]{5}$"), name="office_number_has_five_digits"),
            models.CheckConstraint(condition=Q(kind__in=list(OfficeKind)), name="office_is_of_a_known_kind"),
            models.CheckConstraint(condition=~Q(parent=models.F("nopen")), name="office_is_not_its_own_parent"),
        ]


class Village(models.Model):
    """A village by Kemendagri code and the office that serves it. Its area stands in VillageArea."""

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=120)
    lat = models.FloatField()
    lng = models.FloatField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="villages")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"), name="village_has_a_region_code"
            ),
        ]


class AreaEdition(models.Model):
    """One load of village boundaries: from which file, by whom. Added, never changed (migration 0005)."""

    number = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=64)  # of the file; of the areas where they came as values
    source = models.CharField(max_length=200)
    licence = models.CharField(max_length=200, default="")
    is_approximate = models.BooleanField()
    villages = models.PositiveIntegerField()
    faults = models.JSONField(default=dict)  # how many features of each kind of fault: {"crossed": 3}
    loaded_by = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="edition_names_its_file"),
        ]


class VillageArea(models.Model):
    """A village's area in one edition, WKB of (lng, lat). The newest edition that knows a village is used."""

    edition = models.ForeignKey(AreaEdition, on_delete=models.PROTECT, related_name="areas")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="areas")
    wkb = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["village", "edition"], name="area_once_an_edition"),
        ]


class Grant(models.Model):
    """One role in one area: `*`, `nopen:80000` or a region such as `51.71`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(r, r) for r in Role])
    area = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "area"], name="grant_given_once"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="grant_is_of_a_known_role"),
            models.CheckConstraint(
                condition=Q(area__regex=r"^(\*|nopen:[0-9]{5}|[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?)$"),
                name="grant_names_an_area",
            ),
        ]


class Phone(models.Model):
    """A payer's phone. Of its token only a SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="phones")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="phones")
    name = models.CharField(max_length=80)
    device = models.CharField(max_length=80, blank=True, default="")  # its model, as it told when enrolled
    public_key = models.CharField(max_length=200)
    token_hash = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=[(s, s) for s in PhoneState], default=PhoneState.ACTIVE)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)
    had_seq = models.BigIntegerField(default=0)  # events in a vault the browser had lost, as it told when enrolled
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    tags_only = models.BooleanField(default=False)  # for as long as it lives: a trigger (migration 0004)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_key"], name="phone_key_enrolled_once"),
            models.CheckConstraint(condition=Q(state__in=list(PhoneState)), name="phone_is_in_a_known_state"),
        ]


class EnrolmentTicket(models.Model):
    """Lets one phone enrol once, within minutes. The code itself is nowhere kept."""

    code_print = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    opened_by = models.CharField(max_length=80)
    replaces = models.ForeignKey(Phone, on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

"""Who works here, where, and with which phone."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from amanah.access import editions, models, rules
from amanah.access.types import Actor, Edition, Grant, Office, OfficeKind, Person, Phone, PhoneState, Role, Village
from amanah.vault.signing import from_b64url

_PAYING = (Role.PAYER, Role.SUPERVISOR, Role.OFFICE_HEAD)
"""Roles whose phone may move money, or speak for those that do."""


def actor(user: AbstractBaseUser | AnonymousUser) -> Actor | None:
    """The logged-in user as an Actor; None for nobody, and for somebody who no longer works here."""
    if not isinstance(user, models.User) or not user.is_active:
        return None
    return _actor(user)


def actor_named(username: str) -> Actor | None:
    user = models.User.objects.filter(username=username, is_active=True).first()
    return _actor(user) if user else None


def _actor(user: models.User) -> Actor:
    return Actor(
        id=user.id,
        username=user.username,
        name=user.name,
        language=user.language,
        grants=tuple(Grant(Role(g.role), g.area, *_reach(g.area)) for g in user.grants.order_by("role", "area")),
    )


def _reach(area: str) -> tuple[frozenset[str], frozenset[str]]:
    """Reads only what lies in the area: this is asked with every page."""
    if area == rules.EVERYWHERE:
        return rules.reach(area, {}, {})
    if area.startswith("nopen:"):
        parents = _below(area.removeprefix("nopen:"))
        served = models.Village.objects.filter(office__in=parents)
        return rules.reach(area, parents, dict(served.values_list("code", "office_id")))
    served = models.Village.objects.filter(Q(code=area) | Q(code__startswith=area + "."))
    return rules.reach(area, {}, dict(served.values_list("code", "office_id")))


_BELOW = """
WITH RECURSIVE below AS (
    SELECT nopen, parent_id FROM access_office WHERE nopen = %s
    UNION
    SELECT office.nopen, office.parent_id FROM access_office AS office JOIN below ON office.parent_id = below.nopen
)
SELECT nopen, parent_id FROM below
"""


def _below(nopen: str) -> dict[str, str | None]:
    """An office and all below it, each with the one above. UNION drops what it has seen: a ring ends too."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [nopen])
        return dict(cursor.fetchall())


def people() -> list[tuple[Person, tuple[Grant, ...]]]:
    """Everybody with their grants (areas not spelled out), by username."""
    users = models.User.objects.order_by("username").prefetch_related("grants")
    return [(_person(u), tuple(Grant(Role(g.role), g.area) for g in u.grants.all())) for u in users]


def person(person_id: UUID) -> Person | None:
    user = models.User.objects.filter(pk=person_id).first()
    return _person(user) if user else None


def person_named(username: str) -> Person | None:
    user = models.User.objects.filter(username=username).first()
    return _person(user) if user else None


def payers(nopen: str) -> list[Person]:
    """Active payers of this very office (not of its sub-offices), by name."""
    users = models.User.objects.filter(is_active=True, grants__role=Role.PAYER, grants__area=f"nopen:{nopen}")
    return [_person(user) for user in users.order_by("name", "username").distinct()]


def geotaggers(nopen: str) -> list[Person]:
    """Active people of this very office who mark homes and whose phone never pays (`tags_only`), by name."""
    grants = models.Grant.objects.filter(area=f"nopen:{nopen}")
    paying = grants.filter(role__in=_PAYING).values("user")
    users = models.User.objects.filter(is_active=True, id__in=grants.filter(role=Role.GEOTAGGER).values("user"))
    return [_person(user) for user in users.exclude(id__in=paying).order_by("name", "username")]


def carriers(nopen: str) -> list[Person]:
    """Who may carry a phone of this very office: its payers, its geotaggers, and the supervisors whose own phone
    helps at the door.
    """
    roles = (*_PAYING, Role.GEOTAGGER)
    users = models.User.objects.filter(is_active=True, grants__role__in=roles, grants__area=f"nopen:{nopen}")
    return [_person(user) for user in users.order_by("name", "username").distinct()]


def offices() -> list[Office]:
    return [_office(row) for row in models.Office.objects.order_by("nopen")]


def office(nopen: str) -> Office | None:
    row = models.Office.objects.filter(pk=nopen).first()
    return _office(row) if row else None


def office_tree(nopen: str) -> set[str]:
    """The office and all offices below it; empty for an unknown one."""
    return set(_below(nopen))


def villages() -> list[Village]:
    areas = editions.areas()
    return [_village(row, areas.get(row.code)) for row in models.Village.objects.order_by("code")]


def office_villages(nopen: str) -> list[Village]:
    """The villages an office serves, by name, with their areas."""
    rows = list(models.Village.objects.filter(office=nopen).order_by("name", "code"))
    areas = editions.areas([row.code for row in rows])
    return [_village(row, areas.get(row.code)) for row in rows]


def village(code: str) -> Village | None:
    row = models.Village.objects.filter(pk=code).first()
    return _village(row, editions.areas([code]).get(code)) if row else None


def regency_villages(code: str, *, edition: int | None = None) -> list[Village]:
    """All villages of this village's regency, with their areas: the neighbours of one, at little cost.

    `edition`: as they were when it was the newest; None: today's.
    """
    rows = list(models.Village.objects.filter(code__startswith=code[:6]).order_by("code"))
    areas = editions.areas([row.code for row in rows], upto=edition)
    return [_village(row, areas.get(row.code)) for row in rows]


def area_of(code: str, *, edition: int) -> BaseGeometry | None:
    """The area a village had when this edition was the newest: a judgement can be made again."""
    found = editions.areas([code], upto=edition).get(code)
    return found.shape if found else None


def newest_area_edition() -> int | None:
    """Its number; None before any area was loaded."""
    return models.AreaEdition.objects.order_by("-number").values_list("number", flat=True).first()


def area_editions() -> list[Edition]:
    """Every load of areas, the newest first."""
    return [editions.as_value(row) for row in models.AreaEdition.objects.order_by("-number")]


def phone(phone_id: UUID) -> Phone | None:
    row = models.Phone.objects.select_related("user").filter(pk=phone_id).first()
    return _phone(row) if row else None


def phone_by_token(token: str) -> Phone | None:
    """The phone that carries this token, whatever its state: ask `is_active`. None for an unknown token."""
    try:
        token_hash = sha256(from_b64url(token)).digest()
    except ValueError:
        return None
    row = models.Phone.objects.select_related("user").filter(token_hash=token_hash).first()
    return _phone(row) if row else None


def phones(nopen: str) -> list[Phone]:
    """All phones of this very office, newest first."""
    rows = models.Phone.objects.select_related("user").filter(office=nopen).order_by("-enrolled_at")
    return [_phone(row) for row in rows]


def supervisors_phones(nopen: str) -> list[Phone]:
    """Phones in use of this very office whose holder works here as a supervisor or head, oldest first."""
    roles = (Role.SUPERVISOR, Role.OFFICE_HEAD)
    rows = models.Phone.objects.select_related("user").filter(
        office=nopen, state=PhoneState.ACTIVE, user__is_active=True, user__grants__role__in=roles
    )
    return [_phone(row) for row in rows.order_by("enrolled_at", "id").distinct()]


def phones_of(payer_id: UUID) -> list[Phone]:
    """A payer's phones, newest first."""
    rows = models.Phone.objects.select_related("user").filter(user=payer_id).order_by("-enrolled_at")
    return [_phone(row) for row in rows]


def _person(row: models.User) -> Person:
    return Person(id=row.id, username=row.username, name=row.name, is_active=row.is_active)


def _office(row: models.Office) -> Office:
    return Office(row.nopen, row.name, OfficeKind(row.kind), row.parent_id, row.lat, row.lng, row.hotline)


def _village(row: models.Village, area: editions.Kept | None) -> Village:
    shape, near = (area.shape, area.is_approximate) if area else (None, True)
    return Village(row.code, row.name, row.lat, row.lng, row.office_id, shape, near)


def _phone(row: models.Phone) -> Phone:
    return Phone(
        id=row.id,
        payer=_person(row.user),
        office=row.office_id,
        name=row.name,
        public_key=row.public_key,
        state=PhoneState(row.state),
        enrolled_at=row.enrolled_at,
        last_seen_at=row.last_seen_at,
        device=row.device,
        had_seq=row.had_seq,
        replaces=row.replaces_id,
        tags_only=row.tags_only,
    )

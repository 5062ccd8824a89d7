"""A geotagger carries a phone that never becomes one that pays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import IntegrityError

from amanah.access import commands, models, queries
from amanah.access.types import Grant, Person, Phone, Role
from amanah.vault import signing
from amanah.visits.store.books import constraint_of

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
PASSWORD = "sepeda-biru-di-renon"


def hired(name: str, *roles: Role) -> Person:
    return commands.hire(name, name.title(), PASSWORD, [Grant(role, "nopen:80100") for role in roles], by="test")


def phone_of(person: Person) -> Phone:
    code = commands.open_enrolment(person.id, office="80100", by="user:sari", now=NOW)
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    return commands.enrol_phone(code, public_key=key, name="Samsung A05", now=NOW).phone


def test_a_geotagger_carries_a_phone_that_only_tags(offices: None) -> None:
    dewi = hired("dewi", Role.GEOTAGGER)

    assert dewi in queries.geotaggers("80100")
    assert dewi not in queries.payers("80100")
    assert phone_of(dewi).tags_only


def test_whoever_also_pays_carries_a_phone_that_pays(offices: None) -> None:
    both = hired("dewi", Role.GEOTAGGER, Role.PAYER)

    assert both not in queries.geotaggers("80100")
    assert not phone_of(both).tags_only


def test_a_payers_phone_pays(payer: Person) -> None:
    assert not phone_of(payer).tags_only


def test_a_phone_keeps_its_duty_even_by_hand(offices: None) -> None:
    phone = phone_of(hired("dewi", Role.GEOTAGGER))

    with pytest.raises(IntegrityError) as refused:
        models.Phone.objects.filter(id=phone.id).update(tags_only=False)

    assert constraint_of(refused.value) == "phone_keeps_its_duty"

"""The benchmark's filling keeps step with the tables: a house so filled takes a batch in as any other."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef

from amanah.access import queries as phones
from amanah.visits import models
from amanah.visits.commands.accepting import accept
from amanah.visits.queries.policies import in_force
from bench.sync_fill import Filling, fill
from tests.visits import cast


def of_a_superuser() -> str:
    held = connection.settings_dict
    return f"postgresql://postgres@/{held['NAME']}?host={held['HOST']}"


def a_batch(name: str, number: int) -> int:
    """A phone's paid visit, taken in; gives how far its chain is stored."""
    phone, handset = cast.a_phone(name)
    debt = cast.a_debt(number)
    cast.pays(handset, debt)
    known = phones.phone(phone.id)
    assert known is not None
    return accept(known, handset.said, now=cast.NOW).ack_seq


def orphans() -> list[str]:
    """Keys that name a row which isn't there."""
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model:
                named = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
                rows = model._base_manager.filter(**{f"{field.attname}__isnull": False})
                found += [f"{model.__name__}.{field.name}"] if rows.filter(~Exists(named)).exists() else []
    return found


@pytest.mark.slow
def test_a_filled_house_takes_batches_in(transactional_db: None) -> None:
    cast.an_office()
    a_batch("satu", 1)
    fill(of_a_superuser(), Filling("isi", 1, cast.a_stage(), in_force().version, days_ago=30), events=400)
    counted = {
        model: model.objects.count() for model in (models.Event, models.Visit, models.Settlement, models.Judgement)
    }
    assert counted == {models.Event: 404, models.Visit: 101, models.Settlement: 101, models.Judgement: 101}
    assert not orphans()  # though triggers rested while it was filled
    assert a_batch("dua", 2) == 4

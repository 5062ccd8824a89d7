"""The pack: what it holds, and that it stays light enough for a poor network."""

from __future__ import annotations

import json
import os
import time
from base64 import urlsafe_b64encode
from uuid import UUID

import pytest
from django.apps import apps

from amanah.sync import answers
from amanah.values.money import Money
from amanah.visits import commands, queries
from amanah.visits.queries import pack as packs
from tests.registry.faces import a_reference
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE
from tests.visits.conftest import Field

FAMILIES = 150
MOST_BYTES = 600_000
THUMB_BYTES = 1_800  # as house fronts measure at 128 pixels


def test_a_pack_of_150_families_is_light(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    def thumbs(families: list[UUID]) -> dict[UUID, str]:
        return {family: urlsafe_b64encode(os.urandom(THUMB_BYTES)).decode() for family in families}

    monkeypatch.setattr(packs, "house_thumbs", thumbs)
    phone, _ = cast.a_phone("ketut")
    debts = [cast.a_debt(number) for number in range(100, 100 + FAMILIES)]
    for debt in debts:
        cast.a_home(debt)
        a_reference(debt.family, at=NOW)
    planned = commands.plan_rounds(OFFICE, DAY, [phone.payer.id], field.stage, by="user:head", now=NOW)
    commands.lease_round(planned.rounds[0], phone.id, by="user:head", now=NOW)
    begun = time.process_time()
    pack = queries.pack_for(phone, now=NOW, epoch=1)
    took_s = time.process_time() - begun
    assert pack is not None
    assert len(pack["families"]) == FAMILIES
    answer = answers.packed(answers.signed(pack), accepts="gzip")
    assert len(answer.content) <= MOST_BYTES
    assert took_s < 1.0


def test_a_new_float_brings_a_new_pack(field: Field) -> None:
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack is not None
    leases = packs.lease_hash(list(apps.get_model("visits", "Lease").objects.filter(phone=field.phone.id)))
    assert queries.pack_for(field.phone, now=NOW, epoch=1, leases=leases) is None
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    again = queries.pack_for(field.phone, now=NOW, epoch=1, leases=leases)
    assert again is not None
    assert again["round"]["float"] == 3_000_000


def test_a_pack_holds_no_whole_number_of_a_person(field: Field) -> None:
    said = json.dumps(queries.pack_for(field.phone, now=NOW, epoch=1))
    assert "517104" not in said
    assert '"nik_tail": "0001"' in said

"""The database's own law: an entitlement never points to nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from amanah.programs import commands, models
from amanah.programs.types import Sp2d
from amanah.values.ids import new_id
from amanah.values.money import Money
from tests.programs.conftest import NOW
from tests.programs.lists import csv, line, write


@pytest.fixture
def owed(office: str, tmp_path: Path) -> models.Entitlement:
    path = write(tmp_path, csv(line(1)))
    commands.receive(path, sp2d=Sp2d("SP2D-1", 1, Money(600_000)), by="user:hq", now=NOW)
    return models.Entitlement.objects.get()


@pytest.mark.parametrize("key", ["stage_id", "batch_id"])
def test_an_entitlement_cannot_name_what_is_not_there(owed: models.Entitlement, key: str) -> None:
    with pytest.raises(IntegrityError, match="not there"), transaction.atomic():
        models.Entitlement.objects.filter(pk=owed.pk).update(**{key: new_id()})


def test_an_entitlement_cannot_be_added_for_no_programme(owed: models.Entitlement) -> None:
    owed.pk, owed.id_salur, owed.programme_id = new_id(), "S-2", "NONE"
    with pytest.raises(IntegrityError, match="not there"), transaction.atomic():
        owed.save(force_insert=True)


@pytest.mark.parametrize("table", ["programs_programme", "programs_stage", "programs_batch"])
@pytest.mark.parametrize("verb", ["DELETE FROM", "TRUNCATE"])
def test_what_entitlements_point_to_is_never_lost(owed: models.Entitlement, table: str, verb: str) -> None:
    statement = f"{verb} {table}" + (" CASCADE" if verb == "TRUNCATE" else "")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the commit would refuse first
        with pytest.raises(IntegrityError, match="never lost"), transaction.atomic():
            cursor.execute(statement)


def test_a_family_is_owed_once_a_programme_stage_and_tranche(owed: models.Entitlement) -> None:
    owed.pk, owed.id_salur = new_id(), "S-2"
    with pytest.raises(IntegrityError, match="entitlement_once_a_stage"), transaction.atomic():
        owed.save(force_insert=True)

"""What counts as a false rejection: the phone refused a face, and later evidence says it was the right person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from amanah.oversight import commands as oversight
from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.reporting import queries
from amanah.reporting.types import By, Count, FaceReport
from amanah.values.ids import new_id
from amanah.visits import models
from tests.registry.faces import a_reference
from tests.visits import cast
from tests.visits.cast import DAY, NOW, a_face, pays
from tests.visits.conftest import Field, a_field, calibration

__all__ = ["calibration"]
WITNESS = {"way": "witness", "note": "kelian"}


@pytest.fixture
def field(db: None) -> Field:
    return a_field()


def report(**other: Any) -> FaceReport:
    return queries.false_rejections(**{"since": DAY, "until": DAY, "offices": None, **other})


def counted(found: FaceReport) -> tuple[int, int, int]:
    return found.tried, found.rejected, found.unknown


def met(field: Field, number: int = 0, *, house: str | None = "same", **told: Any) -> UUID:
    """A paid visit, and what the house's own look said; None: it hasn't looked."""
    visit = pays(field.handset, field.debts[number], **told).visit
    field.sends()
    if house:
        look = {"visit_id": visit, "likeness": 0.5, "band": house, "model": "m", "at": NOW}
        models.SecondLook.objects.create(id=new_id(), **look)
    return visit


def close(visit: UUID, outcome: CaseOutcome) -> None:
    case = oversight.open_case(
        CaseKind.DOUBT, about=f"visit:{visit}", office=cast.OFFICE, doubts=[], by="t", now=NOW, visit=visit
    )
    oversight.close_case(case, outcome=outcome, note="dicek", by="user:head", now=NOW)


@pytest.mark.parametrize("band", ["different", "between"])
def test_refused_by_the_phone_and_known_by_the_house(field: Field, band: str) -> None:
    met(field, face=a_face(band=band, likeness=0.2), other_way=WITNESS)
    assert counted(report()) == (1, 1, 0)


def test_known_by_both_is_no_rejection(field: Field) -> None:
    met(field)
    assert counted(report()) == (1, 0, 0)


def test_unsure_at_the_house_and_upheld_by_a_person(field: Field) -> None:
    visit = met(field, house="between", face=a_face(band="different", likeness=0.2), other_way=WITNESS)
    assert counted(report()) == (0, 0, 1)
    close(visit, CaseOutcome.UPHELD)
    assert counted(report()) == (1, 1, 0)


def test_a_person_s_no_outweighs_the_house_s_yes(field: Field) -> None:
    close(met(field, face=a_face(band="different", likeness=0.2), other_way=WITNESS), CaseOutcome.WRONG)
    assert counted(report()) == (0, 0, 1)


def test_a_representative_is_somebody_else_and_isn_t_counted(field: Field) -> None:
    met(field, face=a_face(band="different", likeness=0.2), other_way={"way": "representative", "note": "anak"})
    assert counted(report()) == (0, 0, 0)


def test_a_first_visit_has_nothing_to_be_rejected_by(field: Field) -> None:
    met(field, face=a_face(band="none", likeness=None, reference=None))
    met(field, 1, face=None, other_way=WITNESS)
    assert counted(report()) == (0, 0, 0)


def test_no_face_found_in_the_photo_of_somebody_known_is_a_rejection(field: Field) -> None:
    a_reference(field.debts[0].family, at=NOW - timedelta(days=30))
    met(field, face=None, other_way=WITNESS)
    assert counted(report()) == (1, 1, 0)


def test_groups_are_told_apart_by_what_is_asked_and_nothing_else(field: Field) -> None:
    apps.get_model("registry", "Person").objects.filter(family=field.debts[0].family).update(born=date(1950, 1, 1))
    apps.get_model("access", "Phone").objects.filter(id=field.phone.id).update(device="SM-A155F")
    met(field, face=a_face(band="different", likeness=0.2), other_way=WITNESS)
    met(field, 1)
    found = {group.count for group in report().groups}
    assert found == {
        Count(By.AGE, "70+", 1, 1),
        Count(By.AGE, "", 1, 0),
        Count(By.SEX, "F", 2, 1),
        Count(By.AREA, cast.VILLAGE[:8], 2, 1),
        Count(By.DEVICE, "SM-A155F", 2, 1),
        Count(By.PAYER, str(field.phone.payer.id), 2, 1),
    }
    assert {group.count.by for group in report(by=[By.AGE]).groups} == {By.AGE}


def test_an_office_sees_its_own_and_by_village(field: Field) -> None:
    met(field)
    found = report(offices=[cast.OFFICE])
    assert [g.count.name for g in found.groups if g.count.by is By.AREA] == [cast.VILLAGE]
    assert counted(report(offices=["99999"])) == (0, 0, 0)
    assert counted(report(since=DAY + timedelta(days=1), until=DAY + timedelta(days=9))) == (0, 0, 0)

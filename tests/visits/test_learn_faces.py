"""What the field teaches about faces, with the real models: a later visit's face may stand beside the first one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amanah.registry import commands as registry_commands
from amanah.registry import queries as registry
from amanah.visits import commands, models, queries
from tests.visits.cast import NOW, a_face
from tests.visits.conftest import a_field
from tests.visits.pictured import ONE, PEOPLE, TWO, needs_faces, visit_with_photos, work

pytestmark = [pytest.mark.django_db(transaction=True), needs_faces]


def sources(person: str, shown: str, *, other_way: object = None) -> list[str]:
    """Where the family's references come from after this visit; it was known from a list's photo three years ago."""
    field = a_field()
    family = field.debts[0].family
    listed = (PEOPLE / f"{person}_0.jpg").read_bytes()
    long_ago = NOW - timedelta(days=3 * 365)
    registry_commands.enrol_face(family, photo=listed, source="list", by="test", now=NOW, taken=long_ago)
    photos = {"face": shown, "house": f"{TWO}_2.jpg"}
    paid = visit_with_photos(photos, field=field, face=a_face(likeness=0.9), other_way=other_way)
    work()
    seen = queries.visit(paid.visit)
    assert seen is not None
    assert seen.second_look is not None
    assert seen.second_look.reference_kind == "list"
    assert seen.second_look.calibration == "calib-test"
    return sorted(one.source for one in registry.every_reference(family))


def test_the_face_of_an_honest_visit_becomes_one_more_reference() -> None:
    assert sources(ONE, f"{ONE}_1.jpg") == ["field", "list"]


def test_the_face_of_somebody_else_does_not() -> None:
    assert sources(ONE, f"{TWO}_1.jpg") == ["list"]


def test_the_face_of_a_visit_told_in_another_way_does_not() -> None:
    way = {"way": "representative", "note": "anaknya", "witness": None, "code": None, "member": None, "letter": False}
    assert sources(ONE, f"{ONE}_1.jpg", other_way=way) == ["list"]


def test_looking_twice_keeps_one() -> None:
    assert sources(ONE, f"{ONE}_1.jpg") == ["field", "list"]
    models.SecondLook.objects.all().delete()
    visit = models.Visit.objects.get()
    commands.look_again(visit.id, by="test", now=NOW)
    assert len(registry.every_reference(visit.family)) == 2


def test_the_face_at_the_door_is_kept_for_the_search() -> None:
    sources(ONE, f"{TWO}_1.jpg")
    assert models.FieldFace.objects.count() == 1

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.cli.main import main
from tests.oversight.faces import a_family, again, known_by, somebody
from tests.visits import cast

PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"
pytestmark = pytest.mark.django_db


def test_a_search_prints_how_many_how_surely_and_what_waits(capsys: pytest.CaptureFixture[str]) -> None:
    cast.an_office()
    known_by(a_family(1), somebody(1), name="one")
    known_by(a_family(2), again(somebody(1)), name="other")
    assert main(["faces", "search"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["faces"], said["recall"], said["cases_opened"], said["pairs_waiting"]) == (2, 1.0, 1, 0)


def test_a_colleagues_face_is_kept_from_a_photo_and_taken_out_again(capsys: pytest.CaptureFixture[str]) -> None:
    cast.an_office()
    access.hire("made", "Made", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{cast.OFFICE}")], by="test")
    faces = apps.get_model("oversight", "StaffFace").objects
    photo = str(PEOPLE / "1324_0.jpg")
    assert main(["people", "face", "made", photo]) == 0
    assert main(["people", "face", "made", photo]) == 0
    assert faces.filter(person__username="made").count() == 1
    assert main(["people", "face", "nobody", photo]) == 2
    assert main(["people", "face", "made"]) == 2
    assert main(["people", "face", "made", "--forget"]) == 0
    assert not faces.exists()

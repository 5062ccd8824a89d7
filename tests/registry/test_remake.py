"""A change of models: templates are made anew beside the older ones, from the photos, and versions never mix."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from amanah.cli.main import main
from amanah.config.remaking import remake_faces
from amanah.journal import queries as journal
from amanah.registry import commands, models, queries
from amanah.registry.store import photos
from amanah.vault import commands as vault
from tests.registry.conftest import NOW, PEOPLE
from tests.registry.newer import NEWER, change_models

pytestmark = pytest.mark.skipif(
    not (Path(settings.AMANAH_MODELS_DIR) / "fr_feature.onnx").exists(), reason="the face models aren't fetched"
)
PHOTOS = [path.read_bytes() for path in sorted(PEOPLE.glob("*_0.jpg"))[:3]]


@pytest.fixture
def enrolled(families: tuple[UUID, UUID]) -> tuple[UUID, UUID]:
    commands.enrol_face(families[0], photo=PHOTOS[0], source="list", by="test", now=NOW)
    commands.enrol_face(families[0], photo=PHOTOS[1], source="field", by="test", now=NOW)
    commands.enrol_face(families[1], photo=PHOTOS[2], source="webcam", by="test", now=NOW)
    return families


@pytest.fixture
def newer_model(monkeypatch: pytest.MonkeyPatch) -> None:
    change_models(monkeypatch)


def test_every_reference_gets_a_template_of_the_new_model_beside_the_old(
    enrolled: tuple[UUID, UUID], newer_model: None
) -> None:
    assert queries.references(enrolled) == {}  # never an older model's, not even meanwhile
    assert queries.to_remake().waiting == 3
    left = commands.remake_faces(by="job:test", now=NOW)
    assert (left.made, left.waiting, left.refused) == (3, 0, {})
    assert models.FaceReference.objects.count() == 6
    found = queries.references(enrolled)
    assert {one.model for each in found.values() for one in each} == {NEWER}
    assert sorted(one.source for one in found[enrolled[0]]) == ["field", "list"]
    assert {one.at for each in found.values() for one in each} == {NOW}


def test_it_goes_on_where_it_stopped_and_ends(enrolled: tuple[UUID, UUID], newer_model: None) -> None:
    waiting = [commands.remake_faces(by="job:test", now=NOW, most=1).waiting for _ in range(4)]
    assert waiting == [2, 1, 0, 0]
    assert models.FaceReference.objects.count() == 6


def test_its_progress_is_in_the_journal(enrolled: tuple[UUID, UUID], newer_model: None) -> None:
    commands.remake_faces(by="job:test", now=NOW, most=2)
    commands.remake_faces(by="job:test", now=NOW)
    commands.remake_faces(by="job:test", now=NOW)  # nothing left: nothing to tell
    told = [entry.details for entry in journal.entries(limit=20) if entry.word == "registry.faces_remade"]
    assert sorted((one["made"], one["left"]) for one in told) == [(1, 0), (2, 1)]


def test_a_reference_whose_photo_is_destroyed_is_told_and_not_tried_again(
    enrolled: tuple[UUID, UUID], newer_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.destroy_photo(queries.every_reference(enrolled[1])[0].photo)
    left = commands.remake_faces(by="job:test", now=NOW)
    assert (left.made, left.waiting, left.refused) == (2, 0, {"photo_destroyed": 1})
    monkeypatch.setattr(photos, "look", lambda *_, **__: pytest.fail("looked again"))
    assert commands.remake_faces(by="job:test", now=NOW).refused == {"photo_destroyed": 1}


def test_without_a_change_of_models_nothing_is_made(enrolled: tuple[UUID, UUID]) -> None:
    assert commands.remake_faces(by="job:test", now=NOW).waiting == 0
    assert models.FaceReference.objects.count() == 3


def test_the_job_works_until_nothing_waits(enrolled: tuple[UUID, UUID], newer_model: None) -> None:
    remake_faces(timestamp=0)
    assert queries.to_remake().waiting == 0


def test_the_command_line_tells_how_far_it_is_and_does_the_rest(
    enrolled: tuple[UUID, UUID], newer_model: None, tmp_path: Path
) -> None:
    path = tmp_path / "left.json"
    told = []
    for asked in (["faces", "reembed"], ["faces", "reembed", "--now"], ["faces", "reembed"]):
        assert main([*asked, "--json", str(path)]) == 0
        told.append(json.loads(path.read_text()))
    references = [one["references"] for one in told]
    assert [(one["made"], one["waiting"]) for one in references] == [(0, 3), (3, 0), (3, 0)]

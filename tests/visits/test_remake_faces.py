"""After a change of models the faces at the door are made anew from their photos, and are found by the search again."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction

from amanah.cli.main import main
from amanah.config.remaking import remake_faces
from amanah.faces import queries as house
from amanah.faces.types import Template
from amanah.journal import queries as journal
from amanah.registry import queries as registry
from amanah.retention import commands as retention
from amanah.vault import commands as vault
from amanah.visits import models
from amanah.visits.commands import faces as commands
from amanah.visits.queries import faces as queries
from amanah.visits.store import faces as store
from tests.registry.faces import a_reference
from tests.registry.newer import NEWER, change_models
from tests.visits.cast import NOW, VILLAGE, pays
from tests.visits.conftest import Field
from tests.visits.pictured import PEOPLE, needs_faces

pytestmark = [pytest.mark.django_db, needs_faces]


@pytest.fixture
def met(field: Field) -> list[UUID]:
    """Three visits, each with the face of its photo kept under the model of before."""
    told = [pays(field.handset, debt) for debt in field.debts[:3]]
    field.sends()
    for paid, path in zip(told, sorted(PEOPLE.glob("*_1.jpg")), strict=False):
        photo = path.read_bytes()
        name = sha256(photo).hexdigest()
        vault.keep_photo(photo, sha256=name)
        image = house.read_image(photo)
        face = house.find(image)
        assert face is not None
        template, family = house.embed(image, face), models.Visit.objects.get(pk=paid.visit).family
        store.keep(paid.visit, family=family, village=VILLAGE, photo=name, template=template, quality=70, at=NOW)
    return [paid.visit for paid in told]


@pytest.fixture
def newer_model(monkeypatch: pytest.MonkeyPatch) -> None:
    change_models(monkeypatch)


def photo_of(visit: UUID) -> str:
    return str(models.FieldFace.objects.filter(visit=visit).values_list("photo", flat=True)[0])


def test_every_face_gets_a_template_of_the_new_model_beside_the_old(met: list[UUID], newer_model: None) -> None:
    regency = "".join(VILLAGE.split("."))[:4]
    older = models.FieldFace.objects.values_list("model", flat=True)[0]
    before = {one.visit: one for one in queries.field_faces_in(regency, model=older)}
    assert list(queries.field_faces_in(regency, model=NEWER)) == []  # never an older model's, not even meanwhile
    left = commands.remake_faces(by="job:test", now=NOW.replace(year=2099))
    assert (left.made, left.waiting, left.refused) == (3, 0, {})
    after = {one.visit: one for one in queries.field_faces_in(regency, model=NEWER)}
    assert set(after) == set(met)
    for visit, one in after.items():
        was = before[visit]
        assert (one.family, one.photo, one.at) == (was.family, was.photo, was.at)
        assert one.id > was.id  # new to the search
        same = house.compare(Template.from_bytes(one.template, NEWER), Template.from_bytes(was.template, NEWER))
        assert same.score > 0.999


def test_it_goes_on_where_it_stopped_and_ends(met: list[UUID], newer_model: None) -> None:
    waiting = [commands.remake_faces(by="job:test", now=NOW, most=1).waiting for _ in range(4)]
    assert waiting == [2, 1, 0, 0]
    assert models.FieldFace.objects.count() == 6
    told = [entry.details for entry in journal.entries(word="visits.faces_remade")]
    assert sorted((one["made"], one["left"]) for one in told) == [(1, 0), (1, 1), (1, 2)]


def test_a_photo_that_is_destroyed_or_can_t_be_read_is_told_and_not_tried_again(
    met: list[UUID], newer_model: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.destroy_photo(photo_of(met[0]))
    photo = b"no picture at all"
    name, family = sha256(photo).hexdigest(), models.Visit.objects.get(pk=met[1]).family
    vault.keep_photo(photo, sha256=name)
    template = Template(np.full(640, 640**-0.5, np.float32), "an-older-model")
    store.keep(met[1], family=family, village=None, photo=name, template=template, quality=None, at=NOW)
    left = commands.remake_faces(by="job:test", now=NOW)
    assert (left.made, left.waiting) == (2, 0)
    assert left.refused == {"photo_destroyed": 1, "photo_not_an_image": 1}
    monkeypatch.setattr(house, "read_image", lambda *_, **__: pytest.fail("looked again"))
    assert commands.remake_faces(by="job:test", now=NOW).refused == left.refused


def test_why_a_photo_was_refused_is_never_changed(met: list[UUID], newer_model: None) -> None:
    vault.destroy_photo(photo_of(met[0]))
    commands.remake_faces(by="job:test", now=NOW)
    for change in ("UPDATE visits_fieldfacenotremade SET why = ''", "DELETE FROM visits_fieldfacenotremade"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            connection.cursor().execute(change)


def test_without_a_change_of_models_nothing_is_made(met: list[UUID]) -> None:
    assert commands.remake_faces(by="job:test", now=NOW).waiting == 0
    assert models.FieldFace.objects.count() == 3


def test_the_job_works_until_no_face_waits(met: list[UUID], newer_model: None) -> None:
    remake_faces(timestamp=0)
    assert (queries.to_remake().made, queries.to_remake().waiting) == (3, 0)


def test_the_command_line_tells_how_far_it_is_and_does_the_rest(
    met: list[UUID], newer_model: None, tmp_path: Path
) -> None:
    path, told = tmp_path / "left.json", []
    for asked in (["faces", "reembed"], ["faces", "reembed", "--now"], ["faces", "reembed"]):
        assert main([*asked, "--json", str(path)]) == 0
        told.append(json.loads(path.read_text())["faces_at_the_door"])
    assert [(one["made"], one["waiting"]) for one in told] == [(0, 3), (3, 0), (3, 0)]


def test_an_older_model_s_face_goes_once_its_photo_has_one_of_the_model_in_use(
    met: list[UUID], newer_model: None
) -> None:
    older = dict(models.FieldFace.objects.values_list("visit", "id"))
    assert retention.destroy_due(by="job:test", now=NOW) == []  # nothing yet to stand in their place
    commands.remake_faces(by="job:test", now=NOW, most=1)
    [made] = models.FieldFace.objects.filter(model=NEWER).values_list("visit", flat=True)
    [_] = retention.destroy_due(by="job:test", now=NOW)
    left = set(models.FieldFace.objects.exclude(model=NEWER).values_list("id", flat=True))
    assert left == set(older.values()) - {older[made]}
    commands.remake_faces(by="job:test", now=NOW)
    [_] = retention.destroy_due(by="job:test", now=NOW)
    assert set(models.FieldFace.objects.values_list("model", flat=True)) == {NEWER}
    assert models.FieldFace.objects.count() == 3
    assert retention.destroy_due(by="job:test", now=NOW) == []


def test_an_order_for_one_room_s_template_leaves_the_other_room_s_alone(met: list[UUID], newer_model: None) -> None:
    family = models.Visit.objects.get(pk=met[0]).family
    waits = a_reference(family, at=NOW, photo=photo_of(met[0]), model="amanah-server-before")
    commands.remake_faces(by="job:test", now=NOW)
    retention.destroy_due(by="job:test", now=NOW)
    assert [one.id for one in registry.every_reference(family)] == [waits]

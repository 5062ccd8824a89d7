from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from amanah.faces import queries as faces
from amanah.faces.types import Template
from amanah.programs import commands as programs
from amanah.registry import commands, models, queries
from amanah.registry.rules import zips
from amanah.registry.types import ReferencesRead
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from bench.ktp import photographed
from tests.programs.lists import line
from tests.registry.conftest import NOW, PEOPLE

ID_PHOTOS = sorted(PEOPLE.glob("*_0.jpg"))


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[[dict[str, bytes]], Path]:
    def make(photos: dict[str, bytes]) -> Path:
        path = tmp_path / "photos.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, photo in photos.items():
                archive.writestr(name, photo)
        return path

    return make


def attach(path: Path) -> ReferencesRead:
    return programs.attach_references(path, by="user:hq", now=NOW)


def why(read: ReferencesRead) -> dict[str, str]:
    return {one.file: one.why.en for one in read.refused}


def test_photos_are_found_by_id_salur_and_by_nik(
    families: tuple[UUID, UUID], zipped: Callable[[dict[str, bytes]], Path]
) -> None:
    by_salur, by_nik = ID_PHOTOS[0].read_bytes(), ID_PHOTOS[1].read_bytes()
    read = attach(zipped({f"foto/{line(1)['id_salur']}.jpg": by_salur, f"{line(2)['nik']}.JPG": by_nik}))
    assert (read.files, read.enrolled, read.refused) == (2, 2, ())
    found = queries.references(families)
    assert [found[family][0].source for family in families] == ["list", "list"]
    assert found[families[0]][0].quality is not None
    assert vault.photo(found[families[0]][0].photo) == by_salur


def test_the_template_lies_sealed(families: tuple[UUID, UUID], zipped: Callable[[dict[str, bytes]], Path]) -> None:
    from django.db import connection

    attach(zipped({f"{line(1)['nik']}.jpg": ID_PHOTOS[0].read_bytes()}))
    template = queries.references(families)[families[0]][0].template
    with connection.cursor() as cursor:
        cursor.execute("SELECT template FROM registry_facereference")
        (stored,) = cursor.fetchone()
    assert template not in bytes(stored)
    assert len(stored) > len(template)


def test_the_same_zip_again_is_quiet(families: tuple[UUID, UUID], zipped: Callable[[dict[str, bytes]], Path]) -> None:
    path = zipped({f"{line(1)['nik']}.jpg": ID_PHOTOS[0].read_bytes()})
    attach(path)
    again = attach(path)
    assert (again.enrolled, again.already, models.FaceReference.objects.count()) == (0, 1, 1)


def test_every_file_that_is_no_use_is_told_why(
    families: tuple[UUID, UUID], zipped: Callable[[dict[str, bytes]], Path]
) -> None:
    good = ID_PHOTOS[0].read_bytes()
    read = attach(
        zipped(
            {
                f"{line(1)['nik']}.jpg": good,
                f"lagi/{line(1)['nik']}.jpg": good,
                f"../../{line(2)['nik']}.jpg": good,
                "catatan.txt": b"x",
                "9999999999999999.jpg": good,
                f"{line(2)['id_salur']}.jpg": b"not a photo at all",
                "__MACOSX/._x.jpg": b"x",
            }
        )
    )
    told = why(read)
    assert (read.files, read.enrolled, len(told)) == (6, 1, 5)
    assert told[f"lagi/{line(1)['nik']}.jpg"] == zips.TWO_PHOTOS.en
    assert told[f"../../{line(2)['nik']}.jpg"] == zips.STRANGE_PATH.en
    assert told["catatan.txt"] == zips.NOT_A_PHOTO.en
    assert told["9999999999999999.jpg"] == zips.NOBODY.en
    assert f"{line(2)['id_salur']}.jpg" in told


def test_a_photo_bigger_than_it_says_is_never_unpacked_whole(
    families: tuple[UUID, UUID], zipped: Callable[[dict[str, bytes]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "MAX_PHOTO_BYTES", 1000)
    read = attach(zipped({f"{line(1)['nik']}.jpg": b"\x00" * 2000}))
    assert why(read) == {f"{line(1)['nik']}.jpg": zips.TOO_BIG.en}


def test_a_file_that_is_no_zip_says_so(families: tuple[UUID, UUID], tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(Problem) as refusal:
        attach(path)
    assert refusal.value.code == "photos_not_a_zip"


def test_a_face_is_enrolled_once(families: tuple[UUID, UUID]) -> None:
    photo = ID_PHOTOS[2].read_bytes()
    first = commands.enrol_face(families[0], photo=photo, source="first_visit", by="job:faces", now=NOW)
    again = commands.enrol_face(families[0], photo=photo, source="first_visit", by="job:faces", now=NOW)
    assert first == again
    reference = queries.reference_of_photo(queries.references([families[0]])[families[0]][0].photo)
    assert reference is not None
    assert (reference.id, reference.source) == (first, "first_visit")


def test_the_portrait_on_a_ktp_is_enrolled_not_the_whole_photo(families: tuple[UUID, UUID]) -> None:
    owner, card = ID_PHOTOS[3].read_bytes(), photographed(ID_PHOTOS[3].read_bytes(), seed=0)[0]
    commands.enrol_face(families[0], photo=owner, source="list", by="user:x", now=NOW)
    commands.enrol_face(families[0], photo=card, source="ktp", by="user:x", now=NOW)
    listed, portrait = queries.references([families[0]])[families[0]]
    assert [listed.source, portrait.source] == ["list", "ktp"]  # whatever its quality, a KTP comes last
    alike = faces.compare(*(Template.from_bytes(one.template, one.model) for one in (listed, portrait)))
    assert alike.score > 0.5
    assert vault.photo(portrait.photo) == card


def test_a_photo_without_a_face_enrols_nobody(families: tuple[UUID, UUID]) -> None:
    import cv2
    import numpy as np

    _, blank = cv2.imencode(".jpg", np.full((240, 240, 3), 200, np.uint8))
    with pytest.raises(Problem) as refusal:
        commands.enrol_face(families[0], photo=blank.tobytes(), source="webcam", by="user:x", now=NOW)
    assert refusal.value.code == "face_not_found"
    assert not models.FaceReference.objects.exists()

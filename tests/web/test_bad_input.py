"""What comes through the office's doors by mistake or on purpose: a sentence in both languages, and nothing lost."""

from __future__ import annotations

import io
import os
import zipfile
from base64 import b64decode

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.programs import queries as programs
from amanah.programs.types import Batch
from amanah.registry import queries as registry
from amanah.web.pages import lists as page
from tests.programs import lists
from tests.registry.test_sheets import workbook
from tests.visits import cast
from tests.web.cast import Answer, World, signed_in

GOOD = lists.csv(*(lists.line(number, kode_desa=cast.VILLAGE) for number in range(1, 4)))
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def with_macros() -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        book.add_worksheet().write_row(0, 0, lists.HEADINGS)
    with zipfile.ZipFile(kept, "a") as book:
        book.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    return kept.getvalue()


LOCKED = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
BAD: dict[str, tuple[str, bytes]] = {
    "list_empty": ("kosong.xlsx", b""),
    "list_broken": ("rusak.xlsx", workbook()[:900]),
    "list_password": ("terkunci.xlsx", LOCKED),
    "list_old_excel": ("lama.xls", OLE + b"\0" * 600),
    "list_macros": ("makro.xlsx", with_macros()),
    "list_not_a_list": ("foto.csv", b"\xff\xd8\xff\xe0" + os.urandom(400)),
    "list_columns_missing": ("catatan.csv", b"a;b;c\n1;2;3\n"),
    "list_too_big": ("bom.xlsx", workbook(far="XFD1048576")),
}


@pytest.fixture
def ministry(db: None) -> Client:
    cast.an_office()
    cast.a_stage()
    return signed_in(Role.MINISTRY)


def sends(client: Client, content: bytes, *, name: str = "daftar.csv", total: str = "1.800.000") -> Answer:
    sent = {"file": SimpleUploadedFile(name, content), "sp2d": "SP2D-1", "lines": "3", "total": total}
    answer: Answer = client.post(reverse("list_receive"), sent)
    return answer


def taken(batches: list[Batch]) -> list[Batch]:
    return [batch for batch in batches if batch.state == "taken"]


@pytest.mark.parametrize("code", BAD)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_bad_file_gets_its_sentence_brings_nothing_and_stands_in_no_way(
    ministry: Client, code: str, language: str
) -> None:
    name, content = BAD[code]
    ministry.cookies["amanah_language"] = language
    answer = sends(ministry, content, name=name)
    assert 400 <= answer.status_code < 500
    (batch,) = programs.batches()
    assert batch.problem is not None
    said = batch.problem.id if language == "id" else batch.problem.en
    assert said[:40].encode() in answer.content.replace(b"&#x27;", b"'")
    assert (taken(programs.batches()), registry.count_in_villages(None)) == ([], 0)
    assert sends(ministry, GOOD).status_code == 302
    assert registry.count_in_villages(None) == 3


def test_a_giant_file_is_refused_by_its_size(ministry: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LIST_MB", 1)
    assert sends(ministry, b"x" * 1_100_000).status_code == 413
    assert programs.batches() == []


def test_a_wrong_total_takes_in_nothing_and_the_right_one_all(ministry: Client) -> None:
    assert sends(ministry, GOOD, total="1.800.001").status_code == 400
    assert registry.count_in_villages(None) == 0
    assert sends(ministry, GOOD).status_code == 302


@pytest.mark.parametrize("name", ["é" * 200 + ".csv", "../../etc/passwd", "a/b.csv", ".csv", "CON.csv", "x" * 250])
def test_a_file_may_have_any_name(ministry: Client, name: str) -> None:
    assert sends(ministry, GOOD, name=name).status_code == 302


PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


@pytest.mark.parametrize("photo", [b"", b"no photo", b"\xff\xd8\xff\xe0" + b"\0" * 50, PIXEL, b"GIF89a" + b"\0" * 40])
def test_a_photo_that_is_none_enrols_nobody_and_keeps_the_old_reference(world: World, photo: bytes) -> None:
    before = registry.references([world.family])
    head = signed_in(Role.OFFICE_HEAD)
    answer = head.post(
        reverse("family_face", args=[world.family]), {"photo": SimpleUploadedFile("a.jpg", photo, "image/jpeg")}
    )
    assert 400 <= answer.status_code < 500
    assert registry.references([world.family]) == before

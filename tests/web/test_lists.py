"""A list's way through the pages: held against its SP2D, refusals to download, allocated by somebody else, printed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from amanah.access.types import Role
from amanah.ledger import queries as ledger
from amanah.programs import queries as programs
from tests.programs import lists
from tests.visits import cast
from tests.web.cast import Answer, problem_of, shown, signed_in

SOUND = lists.csv(*(lists.line(number, kode_desa=cast.VILLAGE) for number in range(1, 4)), lists.line(4, nik="123"))
TOTAL = "2.400.000"


@pytest.fixture
def ministry(db: None) -> Client:
    cast.an_office()
    cast.a_stage()
    return signed_in(Role.MINISTRY)


def sends(client: Client, content: bytes = SOUND, *, lines: str = "4", total: str = TOTAL) -> Answer:
    file = SimpleUploadedFile("gelombang-1.csv", content)
    sent = {"file": file, "sp2d": "SP2D-1", "lines": lines, "total": total}
    answer: Answer = client.post(reverse("list_receive"), sent, follow=True)
    return answer


def test_a_list_that_equals_its_sp2d_is_taken_in(ministry: Client) -> None:
    page = shown(sends(ministry))
    assert "3 baris masuk, 1 ditolak" in page
    (batch,) = programs.batches()
    assert (batch.state, batch.accepted, batch.refused) == ("taken", 3, 1)
    assert batch.by.startswith("user:ministry")


def test_a_total_that_differs_refuses_the_whole_list_and_says_so(ministry: Client) -> None:
    answer = sends(ministry, total="2.400.001")
    assert (answer.status_code, problem_of(answer)) == (400, "list_total_differs")
    (batch,) = programs.batches()
    assert (batch.state, batch.accepted) == ("refused", 0)
    assert "seluruhnya" in shown(ministry.get(reverse("batch", args=[batch.id])))


def test_the_same_list_again_changes_nothing(ministry: Client) -> None:
    sends(ministry)
    assert "sudah pernah diterima" in shown(sends(ministry))
    assert len(programs.batches()) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 20]
)
def test_a_file_that_is_no_list_gets_a_plain_sentence(ministry: Client, content: bytes) -> None:
    answer = sends(ministry, content)
    assert 400 <= answer.status_code < 500
    assert "Tidak ada yang berubah" in shown(answer)


def test_the_refused_lines_can_be_downloaded_with_their_reasons(ministry: Client) -> None:
    sends(ministry)
    answer = ministry.get(reverse("batch_refusals", args=[programs.batches()[0].id]))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "S-000004" in shown(answer)
    assert "S-000001" not in shown(answer)


def test_headquarters_allocates_and_the_office_prints_its_letters(ministry: Client) -> None:
    sends(ministry)
    (batch,) = programs.batches()
    page = signed_in(Role.HQ).post(reverse("batch_allocate", args=[batch.id]), follow=True)
    assert "3 hak dibagi ke 1 kantor" in shown(page)
    assert ledger.balance(f"office:{cast.OFFICE}") == 1_800_000
    stage = programs.entitlements_of(programs.due(cast.OFFICE, programs.stages()[0].id)[0].family)[0].stage
    printed = signed_in(Role.OFFICE_HEAD).get(reverse("letters", args=[cast.OFFICE, stage]))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")


def test_photos_that_are_no_zip_get_a_plain_sentence(ministry: Client) -> None:
    sends(ministry)
    address = reverse("batch_references", args=[programs.batches()[0].id])
    answer = ministry.post(address, {"file": SimpleUploadedFile("foto.zip", b"not a zip")})
    assert problem_of(answer) == "photos_not_a_zip"

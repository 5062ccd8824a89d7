"""The page where anybody checks a letter: it says whether the code fits, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.visits.queries.receipt_codes import code_of
from amanah.web.pages import letters
from tests.papers.test_marks import LETTER
from tests.papers.test_marks import qr as signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def qr() -> str:
    return signed(vault.letter_key(), vault.letter_secret(LETTER))


def ask(code: str, text: str | None = None, client: Client | None = None) -> str:
    answer = (client or Client()).post("/cek/", {"qr": text or qr(), "code": code})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_opens_for_whoever_comes_under_the_strict_policy() -> None:
    answer = Client().get("/cek/")
    assert answer.status_code == 200
    assert "Kode terima" in answer.content.decode()
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy


def test_whoever_has_no_login_finds_it_from_the_front_door() -> None:
    page = Client().get("/login/").content.decode()
    assert 'href="/cek/"' in page
    assert "Keluarga atau tetangga" in page


def test_the_houses_code_fits() -> None:
    assert 'data-mark="fits"' in ask(code_of(LETTER))


def test_another_code_does_not_and_the_right_one_is_never_told() -> None:
    page = ask("K7P2-QXRM")
    assert 'data-mark="differs"' in page
    assert code_of(LETTER) not in page.replace("-", "")
    assert str(LETTER) not in page


@pytest.mark.parametrize("text", ["AMN1:", "https://example.org", "AMN1:" + "0" * 300, "\x00", "𝕏" * 100])
def test_what_is_no_letter_of_ours_is_said_so(text: str) -> None:
    assert 'data-mark="not_ours"' in ask("K7P2QXRM", text)


@pytest.mark.parametrize(("text", "code"), [("", "K7P2QXRM"), ("AMN1:A", ""), ("A" * 2001, "K7P2"), ("A", "K" * 41)])
def test_what_is_missing_or_too_long_is_asked_for_again(text: str, code: str) -> None:
    answer = Client().post("/cek/", {"qr": text, "code": code})
    assert answer.status_code == 400


def test_it_speaks_english_to_whoever_asked_for_it() -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/cek/"})
    assert "It fits." in ask(code_of(LETTER), client=client)


def test_whoever_asks_too_often_waits_and_others_do_not() -> None:
    for _ in range(letters.MOST_A_MINUTE):
        ask("K7P2QXRM", str(new_id()))
    assert Client().post("/cek/", {"qr": "x", "code": "y"}).status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").post("/cek/", {"qr": "x", "code": "y"}).status_code == 200

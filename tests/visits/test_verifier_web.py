"""The verifier's plug-in against a real server that is good, slow, wrong or down."""

from __future__ import annotations

import gzip
import time
from base64 import b64decode
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from amanah.values.problem import Problem
from amanah.visits.types.verifying import Answer, Asked, Outcome, Verified, VerifierFailed
from amanah.visits.verifiers.chosen import chosen
from amanah.visits.verifiers.web import MOST_ANSWER_BYTES, Web
from tests.visits.outside import Manner, answers, drips, floods, hangs_up, redirects, sends, server, sleeps

REQUEST = UUID(int=7)
ASKED = Asked(REQUEST, "5171014107580001", b"\xff\xd8a face")


def ask(manner: Manner, settings: Settings) -> Verified:
    with server(manner) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
        settings.AMANAH_VERIFIER_TIMEOUT_S = 1.0
        return Web().verify(ASKED)


@pytest.mark.parametrize("answer", list(Answer))
def test_an_answer_as_agreed_is_read(answer: Answer, settings: Settings) -> None:
    assert ask(answers(answer=answer), settings) == Verified(answer, 0.93, "R-1")


def test_score_and_receipt_may_be_missing(settings: Settings) -> None:
    body = f'{{"request": "{REQUEST}", "answer": "unknown"}}'.encode()
    assert ask(sends(200, body), settings) == Verified(Answer.UNKNOWN, None, "")


def test_only_the_number_and_the_face_leave_the_house(settings: Settings, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("rahasia\n")
    settings.AMANAH_VERIFIER_TOKEN_FILE = str(token)
    with server(answers()) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
        Web().verify(ASKED)
    [(said, headers)] = outside.heard
    assert set(said) == {"request", "nik", "face"}
    assert (said["nik"], b64decode(said["face"])) == (ASKED.nik, ASKED.face)
    assert headers["Authorization"] == "Bearer rahasia"


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [
        (sleeps(3), Outcome.TIMEOUT),
        (drips(0.3), Outcome.TIMEOUT),
        (hangs_up, Outcome.UNREACHABLE),
        (sends(500, b"{}"), Outcome.BROKEN),
        (sends(503, b"<html>"), Outcome.BROKEN),
        (sends(429, b""), Outcome.BROKEN),
        (sends(401, b""), Outcome.REFUSED),
        (sends(404, b""), Outcome.REFUSED),
        (sends(204, b""), Outcome.GARBLED),
        (redirects("http://127.0.0.1:9/elsewhere"), Outcome.GARBLED),
        (floods, Outcome.GARBLED),
        (sends(200, b" " * (MOST_ANSWER_BYTES + 1)), Outcome.GARBLED),
        (sends(200, b""), Outcome.GARBLED),
        (sends(200, b"\x00\xff garbage"), Outcome.GARBLED),
        (sends(200, b"[" * 60_000), Outcome.GARBLED),
        (sends(200, b"[]"), Outcome.GARBLED),
        (sends(200, b"null"), Outcome.GARBLED),
        (sends(200, b'{"match": true}'), Outcome.GARBLED),
        (answers(answer="SAME"), Outcome.GARBLED),
        (answers(answer=None), Outcome.GARBLED),
        (answers(answer=["same"]), Outcome.GARBLED),
        (answers(request=str(UUID(int=8))), Outcome.GARBLED),
        (answers(score=93), Outcome.GARBLED),
        (answers(score="0.93"), Outcome.GARBLED),
        (answers(score=True), Outcome.GARBLED),
        (answers(score=float("nan")), Outcome.GARBLED),
        (answers(score=float("inf")), Outcome.GARBLED),
        (answers(ref=7), Outcome.GARBLED),
        (answers(ref="x" * 81), Outcome.GARBLED),
    ],
)
def test_a_verifier_that_is_slow_wrong_or_broken_says_why_there_is_no_answer(
    manner: Manner, outcome: Outcome, settings: Settings
) -> None:
    begun = time.monotonic()
    with pytest.raises(VerifierFailed) as failed:
        ask(manner, settings)
    assert failed.value.outcome is outcome
    assert time.monotonic() - begun < 2.5


def test_a_verifier_that_is_down_is_unreachable(settings: Settings) -> None:
    with server(answers()) as outside:
        settings.AMANAH_VERIFIER_URL = outside.url
    with pytest.raises(VerifierFailed, match="unreachable"):
        Web().verify(ASKED)


def test_a_squeezed_answer_is_not_unpacked(settings: Settings) -> None:
    bomb = gzip.compress(b" " * 50_000_000)

    def manner(handler: object, _: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]  # the library's handler
        handler.send_header("Content-Encoding", "gzip")  # type: ignore[attr-defined]  # the library's handler
        handler.send_header("Content-Length", str(len(bomb)))  # type: ignore[attr-defined]  # the library's handler
        handler.end_headers()  # type: ignore[attr-defined]  # the library's handler
        handler.wfile.write(bomb)  # type: ignore[attr-defined]  # the library's handler

    with pytest.raises(VerifierFailed, match="garbled"):
        ask(manner, settings)


def test_without_an_address_nobody_is_asked(settings: Settings) -> None:
    settings.AMANAH_VERIFIER_URL = ""
    assert chosen() is None


def test_an_address_in_clear_is_refused_save_on_this_machine(settings: Settings) -> None:
    settings.AMANAH_VERIFIER_URL = "http://verifier.example/verify"
    with pytest.raises(Problem, match="verifier_not_https"):
        chosen()
    settings.AMANAH_VERIFIER_URL = "https://verifier.example/verify"
    assert isinstance(chosen(), Web)


def test_a_missing_token_file_says_what_to_correct(settings: Settings, tmp_path: Path) -> None:
    settings.AMANAH_VERIFIER_URL = "https://verifier.example/verify"
    settings.AMANAH_VERIFIER_TOKEN_FILE = str(tmp_path / "none")
    with pytest.raises(Problem, match="AMANAH_VERIFIER_TOKEN_FILE"):
        chosen()


def test_what_is_asked_does_not_show_itself() -> None:
    assert "5171" not in repr(ASKED)

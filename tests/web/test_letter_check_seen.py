"""The letter page as a family sees it: in a real browser, 390 pixels wide, with a camera that sees the letter's QR."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import segno
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, expect

from amanah.vault import queries as vault
from amanah.visits.queries.receipt_codes import code_of
from tests.journeys.camera import show
from tests.journeys.conftest import open_browser  # noqa: F401 (a fixture is named to be used)
from tests.papers.test_marks import LETTER, qr


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library names it so)
        """A test's own server tells nothing."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def address() -> Iterator[str]:
    """The pages served from a thread, with no database behind them: this page asks none."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_letter_is_scanned_its_code_typed_and_found_to_fit(
    address: str,
    open_browser: Callable[..., Browser],  # noqa: F811 (the fixture itself)
    tmp_path: Path,
) -> None:
    picture = io.BytesIO()
    segno.make(qr(vault.letter_key(), vault.letter_secret(LETTER)), error="m").save(picture, kind="png", scale=6)
    browser = open_browser(camera=show(tmp_path / "letter.mjpeg", picture.getvalue()))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{address}/cek/")
    page.get_by_role("button", name="Pindai dengan kamera").click()
    expect(page.get_by_label("QR pada surat")).to_have_value(re.compile("AMN1:"), timeout=20_000)
    page.get_by_label("Kode terima yang tertulis").fill(code_of(LETTER))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.screenshot(path=tmp_path / "asked.png", full_page=True)
    page.get_by_role("button", name="Periksa").click()
    expect(page.locator("[data-mark=fits]")).to_be_visible()
    page.screenshot(path=tmp_path / "fits.png", full_page=True)
    assert refused == []

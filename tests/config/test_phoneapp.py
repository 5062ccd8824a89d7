import gzip
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def browser(tmp_path: Path, settings: Settings) -> Client:
    """A browser before a built app: a page, a worker, a named asset, and a secret beside the folder."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Amanah</title>")
    (dist / "sw.js").write_text("self.skipWaiting()")
    (dist / "assets" / "main-1a2b.js").write_text("1")
    (dist / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"1"))
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "find.onnx").write_bytes(b"weights")
    (tmp_path / "keys.json").write_text("{}")
    settings.AMANAH_PHONE_DIST = dist
    settings.AMANAH_MODELS_DIR = tmp_path
    return Client()


def _body(browser: Client, address: str) -> bytes:
    answer = browser.get(address)
    assert answer.status_code == 200
    return bytes(answer.getvalue())  # files are streamed: `content` stays empty


def test_the_app_opens_at_its_own_address(browser: Client) -> None:
    assert b"Amanah" in _body(browser, "/app/")


@pytest.mark.parametrize("address", ["/app/", "/app/sw.js"])
def test_the_page_and_the_worker_are_never_old(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer["Cache-Control"] == "no-cache"
    assert browser.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_named_assets_are_kept_for_a_year(browser: Client) -> None:
    assert "immutable" in browser.get("/app/assets/main-1a2b.js")["Cache-Control"]


def test_a_squeezed_file_is_sent_to_who_can_read_it(browser: Client) -> None:
    squeezed = browser.get("/app/assets/main-1a2b.js", headers={"accept-encoding": "gzip"})
    plain = browser.get("/app/assets/main-1a2b.js")
    assert squeezed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert squeezed["Content-Type"] == plain["Content-Type"] == "text/javascript"
    assert squeezed["ETag"] != plain["ETag"]


@pytest.mark.parametrize(
    "address", ["/app/../secret.txt", "/app/%2e%2e/secret.txt", "/app//etc/passwd", "/app/none.js", "/app/assets"]
)
def test_nothing_outside_the_folder_is_served(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 404


def test_only_models_are_served_as_models(browser: Client) -> None:
    assert browser.get("/models/find.onnx").status_code == 200
    assert browser.get("/models/keys.json").status_code == 404


def test_the_app_alone_may_run_webassembly(browser: Client) -> None:
    assert "'wasm-unsafe-eval'" in browser.get("/app/")["Content-Security-Policy"]
    assert "wasm" not in browser.get("/models/find.onnx")["Content-Security-Policy"]


def test_every_answer_forbids_what_is_inline_and_what_is_foreign(browser: Client) -> None:
    policy = browser.get("/app/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert "camera=(self)" in browser.get("/app/")["Permissions-Policy"]


def test_a_file_is_only_read_never_written(browser: Client) -> None:
    assert browser.post("/app/").status_code == 405

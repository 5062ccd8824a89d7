"""The cast of a journey: a throw-away house with a small demonstration office, and Debian's chromium before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from amanah.cli.rehearsal.house import House

FAMILIES, PAYERS, SEED = 60, 2, 3
LONGEST = ("test_whole_day", "test_pages", "test_accessible")  # begun first, lest one process waits for the other
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONGEST)


def chromium_path() -> str | None:
    named = os.environ.get("AMANAH_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Served over HTTP by its own web and worker; the journeys of a run share it."""
    with House() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", str(PAYERS))
        made.serve()
        yield made


class NamedHouse(House):
    """Reached by name: a passkey belongs to a name, never to a bare number."""

    def __init__(self) -> None:
        super().__init__()
        self.base = f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "AMANAH_HOSTS": "localhost"}


@pytest.fixture(scope="session")
def busy_house() -> Iterator[House]:
    """With many payers, three offices having two side by side: each journey has payers of its own, never another's."""
    with NamedHouse() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", "9")
        made.serve()
        yield made


@pytest.fixture(scope="session")
def open_browser() -> Iterator[Callable[..., Browser]]:
    """`open_browser()`; `camera=path`: its camera shows an mjpeg or y4m file; `draws=True`: WebGL, by software."""
    path = chromium_path()
    if path is None:
        pytest.skip("NO BROWSER: journeys need chromium (sudo apt-get install chromium)")
    with sync_playwright() as playwright:
        opened: list[Browser] = []

        def open_one(*, camera: Path | None = None, draws: bool = False, flags: Sequence[str] = ()) -> Browser:
            seen = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] if camera else []
            seen += [f"--use-file-for-fake-video-capture={camera}"] if camera else []
            seen += ["--enable-unsafe-swiftshader"] if draws else []
            opened.append(playwright.chromium.launch(executable_path=path, args=[*FLAGS, *seen, *flags]))
            return opened[-1]

        yield open_one
        for browser in opened:
            browser.close()


@pytest.fixture
def snap(tmp_path: Path) -> Callable[[Page, str], Path]:
    """`snap(page, "office-today")` keeps a picture: for the README under `./run pictures`, else for this run only."""
    folder = Path(os.environ.get("AMANAH_PICTURES", tmp_path))

    def take(page: Page, name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        return path

    return take

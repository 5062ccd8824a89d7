"""The board in a real browser: a family is dragged to another payer, sent back by keyboard and by touch, or stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from amanah.cli.demonstration import places
from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.accessible import SCHEMES, grave_findings
from tests.journeys.test_pages import DRAWN_MS, listen, width_of

pytestmark = pytest.mark.journey

Opener = Callable[..., Browser]
PAYERS = 9  # three of them at the main office, whatever the number of offices
DESKTOP, POCKET = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
_LISTED: LiteralString = "SELECT round_id FROM visits_stop WHERE family_id = %s"
_NOTED: LiteralString = (
    "SELECT line::jsonb #>> '{details,family}' FROM journal_entry WHERE word = 'visits.stop_reassigned'"
)


@pytest.fixture(scope="module")
def planned() -> Iterator[House]:
    """Its own house, where today's rounds hold two families each: the others wait for tomorrow."""
    with House() as made:
        made.run("demo", "load", "--families", "60", "--seed", "3", "--payers", str(PAYERS), "--stops", "2")
        made.serve()
        yield made


@pytest.fixture(scope="module")
def address(planned: House, open_browser: Opener) -> str:
    """The board of tomorrow, planned as the office does."""
    head = desk.signed_in(open_browser(), planned, "kepala")
    day = (datetime.now(ZoneInfo("Asia/Makassar")) + timedelta(days=1)).date()
    head.goto(f"/rounds/?day={day}")
    main = head.locator("section.sheet").filter(has=head.get_by_role("heading", name="KCU Denpasar")).first
    main.get_by_role("button", name="Susun putaran").click()
    expect(head.get_by_role("status").first).to_contain_text("3 putaran disusun")
    return f"/offices/{places.MAIN}/rounds/?day={day}"


@pytest.fixture(scope="module")
def browser(open_browser: Opener) -> Browser:
    return open_browser(draws=True)


def open_board(page: Page, address: str) -> list[Locator]:
    page.goto(address)
    expect(page.locator("[data-ready]")).to_be_visible(timeout=DRAWN_MS)
    return page.locator("[data-drop]").all()


def first_of(one: Locator) -> tuple[Locator, str]:
    row = one.locator("li[draggable]").first
    return row, row.get_attribute("data-family") or ""


def in_list(one: Locator, family: str) -> Locator:
    return one.locator(f"[data-family='{family}']")


def asked(house: House, query: LiteralString, *values: str) -> list[str]:
    with psycopg.connect(house.postgres.url(house.database)) as connection:
        return [str(row[0]) for row in connection.execute(query, values)]


def is_kept_in(house: House, family: str, one: Locator) -> bool:
    """In the database too: in this round, and in no other of any day."""
    return asked(house, _LISTED, family) == [one.get_attribute("data-drop")]


def findings_of(page: Page) -> list[dict[str, Any]]:
    found = []
    for scheme in reversed(SCHEMES):
        page.emulate_media(color_scheme=scheme)
        found += grave_findings(page)
    return found


def test_a_family_dragged_by_mouse_is_there_after_a_reload_and_in_the_journal(
    planned: House, address: str, browser: Browser, snap: Callable[[Page, str], Path]
) -> None:
    page = desk.signed_in(browser, planned, "kepala")
    page.set_viewport_size(DESKTOP)
    complaints = listen(page)
    one, other, _ = open_board(page, address)
    row, family = first_of(one)
    row.drag_to(other.locator("header"))
    expect(page.get_by_role("status").first).to_have_text(re.compile("pindah ke .*→.*;.*→"))
    expect(page.get_by_label("sebelum perubahan terakhir Anda")).to_be_checked()
    expect(page.locator("[data-ready]")).to_be_visible(timeout=DRAWN_MS)
    snap(page, "board")
    assert findings_of(page) == []
    open_board(page, address)
    expect(in_list(other, family)).to_be_visible()
    expect(in_list(one, family)).to_have_count(0)
    assert is_kept_in(planned, family, other)
    assert family in asked(planned, _NOTED)
    assert complaints == []


def test_the_keyboard_alone_moves_a_family(planned: House, address: str, browser: Browser) -> None:
    page = desk.signed_in(browser, planned, "kepala")
    one, other, _ = open_board(page, address)
    row, family = first_of(other)
    row.get_by_role("combobox").focus()
    page.keyboard.type(one.get_by_role("heading").inner_text())
    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name="Pindahkan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(in_list(one, family)).to_be_visible()
    assert is_kept_in(planned, family, one)


def test_a_thumb_moves_a_family_on_a_small_screen(
    planned: House, address: str, browser: Browser, snap: Callable[[Page, str], Path]
) -> None:
    page = desk.signed_in(browser, planned, "kepala", viewport=POCKET, has_touch=True, is_mobile=True)
    one, other, _ = open_board(page, address)
    row, family = first_of(one)
    row.get_by_role("combobox").select_option(label=other.get_by_role("heading").inner_text())
    row.get_by_role("button", name="Pindahkan").tap()
    expect(in_list(other, family)).to_be_visible()
    assert is_kept_in(planned, family, other)
    assert width_of(page) <= POCKET["width"]
    assert findings_of(page) == []
    snap(page, "board-pocket")


def test_a_round_with_cash_gives_and_takes_nobody_and_says_what_to_do(
    planned: House, address: str, browser: Browser, snap: Callable[[Page, str], Path]
) -> None:
    page, cashier = (desk.signed_in(browser, planned, "kepala") for _ in range(2))
    one, other, _ = open_board(page, address)
    row, family = first_of(one)

    open_board(cashier, address)[1].get_by_role("link", name="Buka putaran").click()
    cashier.get_by_role("button", name="Catat serah terima").click()
    expect(cashier.get_by_role("status").first).to_contain_text("diserahkan")

    row.drag_to(other.locator("header"))  # this page doesn't know of the cash yet: the server says no
    expect(page.get_by_role("status").first).to_contain_text("Pilih juru bayar yang belum diberi panjar")
    expect(in_list(one, family)).to_be_visible()
    row.drag_to(other.locator("header"))  # now it does
    expect(page.locator("#board-refused")).to_contain_text("Sudah diberi panjar")
    expect(in_list(one, family)).to_be_visible()
    assert is_kept_in(planned, family, one)
    expect(other.locator("[draggable], form")).to_have_count(0)
    assert findings_of(page) == []
    snap(page, "board-refused")

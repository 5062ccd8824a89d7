"""A phone breaks in the field: replaced in the office, its round goes on, and its backup file is taken in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.conftest import FAMILIES, PAYERS, SEED
from tests.journeys.payer import PIN, PayersPhone
from tests.journeys.test_pages import DESKTOP, POCKET, listen, width_of

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Its own: the round it replaces is another journey's day."""
    with House() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", str(PAYERS))
        made.serve()
        yield made


def seen_on_both(page: Page, name: str, snap: Callable[[Page, str], Path]) -> None:
    """The page fits a desk and a pocket; a picture of each."""
    sizes: list[tuple[ViewportSize, str]] = [(POCKET, "-pocket"), (DESKTOP, "")]
    for size, suffix in sizes:
        page.set_viewport_size(size)
        page.wait_for_timeout(200)
        assert width_of(page) <= size["width"], (name, width_of(page))
        snap(page, f"{name}{suffix}")


def starts_a_day_unheard(head: Page, phone: PayersPhone) -> None:
    """The day is opened without a network: the house hears nothing of it."""
    head.goto("/rounds/")
    payer = desk.name_of(head, payer=0)
    head.goto("/phones/")
    head.get_by_label("Daftarkan ponsel untuk").first.select_option(label=payer)
    head.get_by_role("button", name="Tampilkan kode QR").first.click()
    phone.enrol(head.get_by_test_id("enrol-link").get_attribute("href") or "")
    head.goto("/rounds/")
    desk.give_round(head, payer=0)
    phone.tap("pull")
    expect(phone.see("morning-families")).to_be_visible()
    phone.lose_network()
    phone.open_day(5_000_000)


def saves_backup(phone: PayersPhone, folder: Path) -> Path:
    phone.tap("settings")
    with phone.page.expect_download() as coming:
        phone.tap("backup")
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    return kept


def replaces(head: Page, snap: Callable[[Page, str], Path]) -> str:
    head.goto("/phones/")
    head.locator("tr[data-phone] a").first.click()
    seen_on_both(head, "phone-one", snap)
    head.get_by_label("Apa yang terjadi").fill("layarnya pecah")
    head.once("dialog", lambda asked: asked.accept())
    head.get_by_role("button", name="Ganti dan tampilkan kode").click()
    expect(head.get_by_text("Menggantikan")).to_be_visible()
    seen_on_both(head, "phone-replaced", snap)
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def takes_in(head: Page, file: Path, pin: str) -> Locator:
    head.get_by_label("Berkas cadangan dari ponsel").set_input_files(file)
    head.get_by_label("PIN juru bayar").fill(pin)
    head.get_by_role("button", name="Buka dan terima").click()
    return head.locator("#said")


def test_a_broken_phone_is_replaced_and_its_backup_taken_in(
    house: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    browser = open_browser()
    head = desk.signed_in(browser, house, "kepala")
    complaints = listen(head)
    broken = PayersPhone(browser, tmp_path / "none.mjpeg")
    starts_a_day_unheard(head, broken)
    file = saves_backup(broken, tmp_path)

    new = PayersPhone(browser, tmp_path / "none.mjpeg")
    new.enrol(replaces(head, snap))
    new.tap("pull")
    expect(new.see("morning-families")).to_be_visible()
    head.goto("/phones/")
    expect(head.get_by_text("sengketa").first).to_be_visible()
    seen_on_both(head, "phones", snap)
    head.locator("tr[data-phone]", has_text="sengketa").locator("a").click()
    expect(head.get_by_role("heading", name="Tugas sengketa")).to_be_visible()
    seen_on_both(head, "phone-contested", snap)

    head.goto("/phones/take-in/")
    expect(takes_in(head, file, "000000")).to_contain_text("PIN-nya bukan PIN ponsel itu")
    expect(takes_in(head, file, PIN)).to_contain_text(re.compile("1 catatan diterima, 1 di antaranya baru"))
    seen_on_both(head, "phones-take-in", snap)
    expect(takes_in(head, file, PIN)).to_contain_text("0 di antaranya baru")
    assert (broken.errors, new.errors, complaints) == ([], [], [])

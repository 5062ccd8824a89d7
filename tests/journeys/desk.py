"""Somebody at a desk: signed in to the office pages."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from amanah.cli.rehearsal.house import House


def password_of(house: House) -> str:
    logins: dict[str, str] = json.loads((house.folder / "var" / "demo" / "logins.json").read_text("utf-8"))
    return logins["password"]


def signed_in(browser: Browser, house: House, username: str, **screen: Any) -> Page:
    """`screen`: what else playwright is told of it, such as `has_touch=True`."""
    context = browser.new_context(locale="id-ID", timezone_id="Asia/Makassar", base_url=house.base, **screen)
    page = context.new_page()
    page.goto("/login/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(password_of(house))
    page.get_by_role("button", name="Masuk").click()
    expect(page).not_to_have_url(re.compile("/login/"))
    return page


def enrolment_link(head: Page, *, payer: int) -> str:
    """The head asks for a code for the payer of that row; its QR holds this link."""
    _row(head, payer).get_by_role("button", name="Daftarkan ponsel").click()
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def open_round(head: Page, *, payer: int) -> None:
    _row(head, payer).get_by_role("link", name="Buka").click()


def give_round(head: Page, *, payer: int) -> None:
    open_round(head, payer=payer)
    head.get_by_role("button", name="Serahkan putaran ke ponsel ini").click()
    expect(head.get_by_text("memegang putaran ini")).to_be_visible()


def side_by_side(head: Page) -> tuple[list[tuple[int, int]], list[int]]:
    """Two payers of each office that has two, and whoever is left: their numbers on the page of rounds."""
    head.goto("/rounds/")
    pairs: list[tuple[int, int]] = []
    others: list[int] = []
    first = 0
    for office in head.locator("section.sheet").all():
        count = office.get_by_role("button", name="Daftarkan ponsel").count()
        numbers = list(range(first, first + count))
        if count > 1:
            pairs.append((numbers.pop(0), numbers.pop(0)))
        others += numbers
        first += count
    return pairs, others


def name_of(head: Page, *, payer: int) -> str:
    return _row(head, payer).locator("strong").first.inner_text()


def count_bag(cashier: Page, name: str, *, counted: int, missing: int) -> None:
    """The cashier counts what came home; the page says by how much it is short."""
    cashier.goto("/cash/")
    row = cashier.locator("tr", has_text=name)
    row.get_by_label("Uang yang dihitung").fill(str(counted))
    row.get_by_role("button", name="Tutup").click()
    expect(cashier.locator("tr", has_text=f"Kurang {rupiah(missing)}")).to_be_visible()


def rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")


def _row(head: Page, payer: int) -> Locator:
    head.goto("/rounds/")
    return head.locator("tr", has=head.get_by_role("button", name="Daftarkan ponsel")).nth(payer)


def wait_for(page: Page, shown: Locator, *, patience_s: int = 30) -> None:
    """What the worker does comes a little later: looks again each second."""
    for _ in range(patience_s):
        if shown.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    expect(shown).to_be_visible()

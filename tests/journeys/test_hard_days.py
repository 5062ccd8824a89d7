"""Days that go wrong, in a real browser: two payers and one family, a full phone, a phone revoked in the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.field import Opener, a_phone, declare_lost, known, out, pass_on, pay, phone_page, revoke

pytestmark = pytest.mark.journey

# The browser's own refusal, put before each write: chromium's quota override doesn't reach a store already in use.
FULL = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


@pytest.fixture(scope="module")
def head(busy_house: House, open_browser: Opener) -> Page:
    page = desk.signed_in(open_browser(), busy_house, "kepala")
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_two_payers_one_family(head: Page, open_browser: Opener, tmp_path: Path) -> None:
    """The first pays out of reach and is declared lost; the office lets the second pay: both are heard, one settles."""
    [(here, beside), *_], _ = desk.side_by_side(head)
    one = a_phone(head, open_browser, tmp_path, payer=here)
    family = known(out(one))
    one.lose_network()
    pay(one, family)

    name = desk.name_of(head, payer=here)
    declare_lost(head, name, why="Tidak pulang, tidak dapat dihubungi")
    other = a_phone(head, open_browser, tmp_path, payer=beside)
    pass_on(head, payer=here, to=desk.name_of(head, payer=beside))
    out(other)
    other.stand_at(family.home.place)
    other.open_family(family.home.name, family.home.address)
    expect(other.see("contested")).to_be_visible()
    expect(other.see("start")).to_be_disabled()
    other.tap("contested-ask")
    expect(other.see("granted")).to_be_visible()
    other.tap("back")
    pay(other, family)
    other.sends_all()

    one.find_network()
    one.sends_all()
    head.goto(f"/families/{family.id}/")
    expect(head.locator("main")).to_contain_text("Dibayar")
    head.goto("/cases/")
    desk.wait_for(head, head.locator("tr", has_text=family.home.name).filter(has_text="dibayar sebelumnya"))
    assert one.errors == other.errors == []


def test_a_full_phone_says_so_and_nothing_counts_as_paid(head: Page, open_browser: Opener, tmp_path: Path) -> None:
    _, others = desk.side_by_side(head)
    phone = a_phone(head, open_browser, tmp_path, payer=others[0])
    family = known(out(phone))
    phone.page.evaluate(FULL)
    phone.stand_at(family.home.place)
    phone.open_family(family.home.name, family.home.address)
    phone.tap("start")
    expect(phone.see("problem")).to_contain_text("penuh")
    phone.on("door")
    phone.reload()
    assert phone.see("family").filter(has_text=family.home.address).count() > 0
    pay(phone, family)
    phone.sends_all()


def test_a_revoked_phone_forgets_and_its_payment_is_kept(head: Page, open_browser: Opener, tmp_path: Path) -> None:
    _, others = desk.side_by_side(head)
    phone = a_phone(head, open_browser, tmp_path, payer=others[1])
    family = known(out(phone))
    phone.lose_network()
    pay(phone, family)
    name = desk.name_of(head, payer=others[1])
    revoke(head, name, why="Dipinjamkan kepada orang lain")

    phone.find_network()
    phone.tap("foot")
    expect(phone.see("wiped")).to_be_visible(timeout=30_000)
    expect(phone.page.locator("body")).not_to_contain_text(family.home.name)

    phone_page(head, name)
    head.get_by_label("Alasan membuka").first.fill("Uangnya sudah diserahkan, kata keluarga")
    head.get_by_role("button", name="Buka").first.click()
    head.goto(f"/families/{family.id}/")
    expect(head.locator("main")).to_contain_text("Dibayar")

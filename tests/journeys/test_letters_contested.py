"""The letter is the lock: two phones that can't hear each other, one family, and the paper between them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk, letters
from tests.journeys.field import Opener, a_phone, declare_lost, from_the_door, known, out, pass_on, to_the_money
from tests.journeys.payer import Met, PayersPhone

pytestmark = pytest.mark.journey
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


def test_the_letter_lets_one_phone_pay_and_stops_the_other(
    busy_house: House, open_browser: Opener, tmp_path: Path
) -> None:
    """The first phone is out of reach and declared lost, the second pays against the unmarked letter, without a network
    and over the death of the app; the first then reads the code on the paper and pays nothing."""
    head = desk.signed_in(open_browser(), busy_house, "kepala")
    head.on("dialog", lambda dialog: dialog.accept())
    [_, (here, beside), *_], _ = desk.side_by_side(head)
    one = a_phone(head, open_browser, tmp_path, payer=here)
    met = out(one)
    family, other_family = known(met), known([each for each in met if each != known(met)])
    letter, text = letters.letter_of(family.id, letters.codes_in(letters.printed(head)))
    one.lose_network()
    declare_lost(head, desk.name_of(head, payer=here), why="Tidak pulang, tidak dapat dihubungi")
    two = a_phone(head, open_browser, tmp_path, payer=beside)
    pass_on(head, payer=here, to=desk.name_of(head, payer=beside))
    out(two)
    two.lose_network()

    code = pays_against(two, family, letter)
    is_stopped_by(one, family, letter, code=code)
    two.find_network()
    signs_by_thumb(two, other_family)
    two.sends_all()
    one.find_network()
    one.sends_all()

    the_house_agrees(head, family, other_family)
    fits(busy_house, head, text, code)
    assert one.errors == two.errors == []


def scan_at_the_door(phone: PayersPhone, family: Met, letter: bytes) -> str:
    """Gives the code that belongs on this letter once it is paid."""
    phone.look_at(letter)
    expect(phone.see("letter-check")).to_be_visible(timeout=20_000)
    expect(phone.see("door-name")).to_have_text(family.home.name)
    return phone.see("letter-code").inner_text()


def pays_against(phone: PayersPhone, family: Met, letter: bytes) -> str:
    phone.stand_at(family.home.place)
    phone.open_family(family.home.name, family.home.address)
    expect(phone.see("contested")).to_be_visible()
    expect(phone.see("start")).to_be_disabled()
    phone.tap("contested-ask")
    expect(phone.see("problem")).to_be_visible()
    phone.look_at(letter)
    phone.tap("contested-scan")
    code = scan_at_the_door(phone, family, letter)
    assert CODE.fullmatch(code)
    expect(phone.see("start")).to_contain_text("Kotak kosong")
    from_the_door(phone, family)
    expect(phone.see("letter-code")).to_have_text(code)

    phone.reload()
    phone.on("open-intent")
    expect(phone.see("letter-code")).to_have_text(code)
    phone.see("letter-written").check(force=True)
    phone.tap("intent-yes")
    phone.on("receipt")
    expect(phone.see("receipt-write")).to_contain_text(code)
    phone.tap("to-list")
    return code


def is_stopped_by(phone: PayersPhone, family: Met, letter: bytes, *, code: str) -> None:
    """Nothing tells this phone that another paid, except the paper."""
    phone.stand_at(family.home.place)
    phone.look_at(letter)
    phone.tap("scan")
    assert scan_at_the_door(phone, family, letter) == code
    phone.tap("letter-marked")
    phone.on("failed")
    phone.tap("failed-save")
    phone.on("round")
    row = phone.page.locator(f"[data-testid=family][data-family='{family.id}']")
    phone.tap("filter-all")
    expect(row).to_be_visible()
    row.click()
    expect(phone.see("door-failed")).to_contain_text("kode terima")
    phone.tap("back")


def signs_by_thumb(phone: PayersPhone, family: Met) -> None:
    """Who can't write presses a thumb on paper, and the paper is photographed."""
    phone.stand_at(family.home.place)
    phone.open_family(family.home.name, family.home.address)
    phone.tap("contested-ask")
    expect(phone.see("granted")).to_be_visible()
    phone.tap("back")
    to_the_money(phone, family)
    phone.tap("thumb")
    phone.on("take-photo")
    expect(phone.see("viewfinder")).to_have_attribute("data-running", "true")
    phone.tap("take")
    phone.on("money")
    expect(phone.page.get_by_text("Foto cap jempol tersimpan")).to_be_visible()
    phone.tap("paid")
    phone.on("receipt")
    phone.tap("to-list")


def the_house_agrees(head: Page, family: Met, thumb: Met) -> None:
    head.goto(f"/families/{family.id}/")
    expect(head.locator("main")).to_contain_text("Dibayar")
    head.goto("/cases/")
    expect(head.locator("tr", has_text=family.home.name).filter(has_text="dibayar sebelumnya")).to_have_count(0)
    head.goto(f"/families/{thumb.id}/")
    head.locator("a[href*='/visits/']").first.click()
    desk.wait_for(head, head.get_by_alt_text("Tanda tangan atau cap jempol"))


def fits(house: House, head: Page, text: str, code: str) -> None:
    """Anybody, from the front door: this code belongs on this letter, another doesn't."""
    browser = head.context.browser
    assert browser is not None
    neighbour = browser.new_context(base_url=house.base, locale="id-ID").new_page()
    neighbour.goto("/login/")
    neighbour.get_by_role("link", name="Keluarga atau tetangga").click()
    for written, said in ((code, "fits"), ("2222-2222", "differs")):
        neighbour.locator("#qr").fill(text)
        neighbour.locator("#code").fill(written)
        neighbour.get_by_role("button", name="Periksa").click()
        expect(neighbour.locator("[data-mark]")).to_have_attribute("data-mark", said)

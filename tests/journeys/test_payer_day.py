"""A payer's day in a real browser: enrolled, offline, one family paid, one absent; office and ministry see it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import board, camera, desk, town
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.payer import Met, PayersPhone, first, met_by

SAME_ABOVE = 0.45
MOST_TAPS, MOST_S = 12, 90  # of an ordinary visit, signature included
SCREENS = ("round", "door", "face", "money", "receipt")

pytestmark = pytest.mark.journey


def pay(phone: PayersPhone, met: Met, snap: Callable[[Page, str], Path]) -> str:
    """From the door to the receipt; gives its code."""
    phone.stand_at(met.home.place)
    phone.look_at_one_who_turns_left(met.home.field)
    phone.taps, began = 0, time.monotonic()
    phone.open_family(met.home.name, met.home.address)
    expect(phone.see("away")).to_contain_text("di dekat pintu")
    snap(phone.page, "phone-door")
    phone.show_place()
    expect(phone.see("place-near")).to_be_visible()
    assert phone.show_face(moves=True) >= SAME_ABOVE
    snap(phone.page, "phone-face")
    phone.show_house(met.home.front)
    phone.sign()
    snap(phone.page, "phone-money")
    phone.tap("paid")
    phone.on("receipt")
    snap(phone.page, "phone-receipt")
    code = phone.see("receipt-code").inner_text().replace(" ", "")
    phone.tap("to-list")
    assert phone.taps <= MOST_TAPS
    assert time.monotonic() - began <= MOST_S
    return code


def find_nobody(phone: PayersPhone, met: Met) -> None:
    phone.stand_at(met.home.place)
    phone.open_family(met.home.name, met.home.address)
    phone.tap("hazard")
    phone.see("hazard-dog").check(force=True)
    phone.see("hazard-note").fill("panggil dari gerbang kedua")
    phone.tap("hazard-save")
    phone.tap("not-home")
    phone.see("failed-note").fill("kata tetangga, pulang hari Kamis")
    phone.tap("failed-save")
    phone.on("round")


def offer_and_lose_the_page(phone: PayersPhone, met: Met) -> None:
    """The page dies while money is offered: the question comes first, and 'no' puts the money back."""
    phone.stand_at(met.home.place)
    phone.look_at(met.home.field)
    phone.open_family(met.home.name, met.home.address)
    phone.show_place()
    phone.show_face()
    phone.show_house(met.home.front)
    phone.reload()
    phone.on("open-intent")
    phone.tap("intent-no")
    phone.on("door")
    phone.tap("back")


def test_a_payer_s_whole_day(
    house: House,
    open_browser: Callable[..., Browser],
    snap: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    film = tmp_path / "camera.mjpeg"
    some_person = next(iter(town.homes(FAMILIES, SEED).values()))
    phone = PayersPhone(open_browser(camera=camera.show(film, some_person.field)), film)
    office = open_browser()
    head = desk.signed_in(office, house, "kepala")

    phone.enrol(desk.enrolment_link(head, payer=1))
    desk.give_round(head, payer=1)
    phone.pull()
    float_rp = phone.amount("morning-total")
    phone.lose_network()
    phone.reload()
    phone.open_day(float_rp)
    met = met_by(phone, town.homes(FAMILIES, SEED))

    known = [one for one in met if one.home.has_reference and one.home.is_home_known]
    honest = max((m for m in known if camera.looks_ahead(m.home.field)), key=lambda m: camera.turn(m.home.field))
    absent = first(met, lambda home: home is not honest.home)
    lost = first(met, lambda home: home.has_reference and home not in (honest.home, absent.home))
    receipt = pay(phone, honest, snap)
    find_nobody(phone, absent)
    offer_and_lose_the_page(phone, lost)
    phone.reload()

    expect(phone.see("progress")).to_have_text(f"2 dari {len(met)} selesai")
    expect(phone.see("foot-unsent")).to_contain_text("belum terkirim")
    folder = snap(phone.page, "phone-round").parent
    board.side_by_side([folder / f"phone-{one}.png" for one in SCREENS], folder / "phone.png")
    phone.find_network()
    phone.sends_all()
    assert phone.errors == []

    told = next(event for event in phone.sent if event["type"] == "visit.evidence")["body"]["face"]
    assert told["challenge"]["asked"] == "left"
    assert told["challenge"]["passed"]
    sees_paid(head, honest, receipt)
    sees_absent(head, absent)
    ministry_decides(desk.signed_in(office, house, "kementerian"), honest)


def sees_paid(head: Page, met: Met, receipt: str) -> None:
    head.goto(f"/families/{met.id}/")
    expect(head.get_by_text(receipt)).to_be_visible()
    expect(head.locator("main")).to_contain_text("Dibayar")


def sees_absent(head: Page, met: Met) -> None:
    head.goto(f"/families/{met.id}/")
    expect(head.locator("main")).to_contain_text("kata tetangga, pulang hari Kamis")
    desk.wait_for(head, head.get_by_text("gerbang kedua"))


def ministry_decides(ministry: Page, met: Met) -> None:
    """The worker has assessed the family meanwhile; an officer decides with a ground."""
    ministry.goto(f"/families/{met.id}/")
    reasons = ministry.get_by_role("link", name="lihat alasan dan putuskan")
    desk.wait_for(ministry, reasons)
    reasons.click()
    ministry.get_by_role("radio", name="Layak Keluarga diteruskan").check()
    ministry.get_by_label("Dasar keputusan").fill("Keluarga dikunjungi, rumah dan wajah cocok.")
    ministry.get_by_role("button", name="Simpan keputusan").click()
    expect(ministry.get_by_text("Keputusan tersimpan atas nama Anda.")).to_be_visible()

"""Besides the plain case: a scanned letter, a face that differs, a first visit, a bag that is short."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.demo_cards import draw_ktp
from amanah.cli.rehearsal.house import House
from tests.journeys import desk, letters, town
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.payer import Met, PayersPhone, first, met_by

MISSING_RP = 50_000

pytestmark = pytest.mark.journey


def test_a_letter_a_stranger_s_face_a_first_visit_and_a_short_bag(
    house: House,
    open_browser: Callable[..., Browser],
    snap: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    film = tmp_path / "camera.mjpeg"
    known = town.homes(FAMILIES, SEED)
    somebody = next(iter(known.values()))
    film.write_bytes(b"")
    phone = PayersPhone(open_browser(camera=film), film, dark=True)
    phone.look_at(somebody.field)
    phone.stand_at(somebody.place)
    office = open_browser()
    head = desk.signed_in(office, house, "kepala")
    codes = letters.codes_in(letters.printed(head))

    phone.enrol(desk.enrolment_link(head, payer=0))
    desk.give_round(head, payer=0)
    phone.pull()
    phone.open_day(phone.amount("morning-total"))
    met = met_by(phone, known)

    scanned = scan_one_of(phone, codes, met)
    code = code_for_a_witness(head, scanned)
    vouched_for(phone, scanned, stranger=town.stranger_to(scanned.home, known.values()), code=code, snap=snap)
    newcomer = first(met, lambda home: not home.has_reference and home != scanned.home)
    first_visit(phone, newcomer, snap)
    third = first(met, lambda home: home.has_reference and home not in (scanned.home, newcomer.home))
    known_by_papers(phone, third, snap)
    returned = close_short(phone, snap)
    assert phone.errors == []

    head.goto(f"/families/{scanned.id}/")
    expect(head.locator("main")).to_contain_text("Dibayar")
    head.goto(f"/families/{newcomer.id}/")
    desk.wait_for(head, head.get_by_alt_text("Foto acuan wajah"))
    cashier = desk.signed_in(office, house, "kasir")
    desk.count_bag(cashier, desk.name_of(head, payer=0), counted=returned, missing=MISSING_RP)


def scan_one_of(phone: PayersPhone, codes: list[bytes], met: list[Met]) -> Met:
    """Shows letters to the camera until one is of this round and has a known face; the phone opens its door."""
    for code in codes:
        phone.look_at(code)
        phone.tap("scan")
        door = phone.see("screen-door").or_(phone.see("scan-said"))
        expect(door).to_be_visible(timeout=20_000)
        if phone.see("screen-door").is_visible():
            name, address = phone.see("door-name").inner_text(), phone.see("screen-door").inner_text()
            found = first(met, lambda home, n=name, a=address: home.name == n and home.nik_tail in a)  # type: ignore[misc]  # bound early
            if found.home.has_reference:
                return found
        phone.tap("back")
    raise AssertionError(f"none of {len(codes)} letters is of this round")


def code_for_a_witness(head: Page, met: Met) -> str:
    """What the office says over the telephone: eight digits, for a reason on record."""
    head.goto(f"/families/{met.id}/")
    head.locator("#code-reason").fill("I Ketut Lingga, kepala lingkungan; wajah tidak cocok")
    head.get_by_role("button", name="Beri kode hari ini").click()
    return head.get_by_test_id("code").inner_text()


def vouched_for(
    phone: PayersPhone, met: Met, *, stranger: town.Home, code: str, snap: Callable[[Page, str], Path]
) -> None:
    """Another face stands at the door: the phone doesn't refuse, a witness speaks and the office gives a code."""
    phone.stand_at(met.home.place)
    phone.look_at(stranger.field)
    phone.show_place()
    phone.show_face()
    expect(phone.see("likeness")).to_have_attribute("data-band", "different")
    snap(phone.page, "phone-differs")
    phone.tap("continue")
    phone.on("other")
    phone.see("way-witness").check(force=True)
    phone.tap("way-choose")
    phone.on("rung")
    phone.see("witness-name").fill("I Ketut Lingga")
    expect(phone.see("way-use")).to_be_disabled()
    phone.see("code").fill(code)
    phone.see("way-note").fill("KTP dan KK dititip di koperasi")
    snap(phone.page, "phone-witness")
    phone.look_at(met.home.front)
    phone.tap("way-use")
    phone.take_house()
    phone.tap("paid")
    phone.on("receipt")
    phone.tap("to-list")


def first_visit(phone: PayersPhone, met: Met, snap: Callable[[Page, str], Path]) -> None:
    """No reference yet: the face is compared with the portrait on the KTP, and both are kept."""
    phone.stand_at(met.home.place)
    phone.look_at(met.home.field)
    phone.open_family(met.home.name, met.home.address)
    phone.show_place()
    phone.tap("continue")
    phone.take_face()
    portrait = (town.PEOPLE / f"{met.home.person}_0.jpg").read_bytes()
    phone.look_at(draw_ktp(portrait, name=met.home.name, nik_masked=f"5171••••••••{met.home.nik_tail}"))
    phone.tap("face-to-ktp")
    expect(phone.see("viewfinder")).to_have_attribute("data-running", "true")
    phone.tap("take")
    expect(phone.see("likeness")).to_be_visible(timeout=30_000)
    snap(phone.page, "phone-ktp")
    phone.show_house(met.home.front)
    phone.tap("paid")
    phone.on("receipt")
    phone.tap("to-list")


def known_by_papers(phone: PayersPhone, met: Met, snap: Callable[[Page, str], Path]) -> None:
    """No face at all: both cards are photographed, and why there is no letter is written. A representative whom
    the office doesn't know of needs the card that names them."""
    phone.stand_at(met.home.place)
    phone.look_at(met.home.front)
    phone.open_family(met.home.name, met.home.address)
    phone.show_place()
    phone.tap("continue")
    phone.tap("other-way")
    phone.see("way-representative").check(force=True)
    phone.tap("way-choose")
    phone.see("member-name").fill("I Ketut Cucu")
    expect(phone.see("lacks")).to_contain_text("foto kartu keluarga")
    expect(phone.see("way-use")).to_be_disabled()
    snap(phone.page, "phone-representative")
    phone.tap("back")
    phone.see("way-papers").check(force=True)
    phone.tap("way-choose")
    expect(phone.see("lacks")).to_contain_text("foto KTP, foto kartu keluarga")
    phone.see("way-note").fill("Surat basah; orangnya sakit dan tidak mau difoto")
    for card in ("ktp", "kk"):
        expect(phone.see("way-use")).to_be_disabled()
        phone.tap(f"rung-{card}")
        expect(phone.see("viewfinder")).to_have_attribute("data-running", "true")
        phone.tap("take")
        expect(phone.see(f"rung-{card}")).to_have_attribute("data-have", "true")
    expect(phone.see("lacks")).to_be_hidden()
    snap(phone.page, "phone-papers")
    phone.tap("way-use")
    phone.take_house()
    phone.tap("paid")
    phone.on("receipt")
    phone.tap("to-list")


def close_short(phone: PayersPhone, snap: Callable[[Page, str], Path]) -> int:
    """Gives what is handed back, in rupiah."""
    phone.tap("close-day")
    returned = phone.amount("closing-left") - MISSING_RP
    phone.see("count").fill(str(returned))
    expect(phone.see("day-close")).to_be_disabled()
    phone.see("closing-note").fill("Satu lembar lima puluh ribu hilang di jalan.")
    snap(phone.page, "phone-closing")
    phone.tap("day-close")
    expect(phone.see("day-closed")).to_be_visible()
    phone.sends_all()
    return returned

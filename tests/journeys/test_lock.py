"""The ways into a phone: its PIN, another PIN, a fingerprint, patience after wrong ones; and a store that is gone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.field import Opener, phone_page
from tests.journeys.payer import PIN, PayersPhone

pytestmark = pytest.mark.journey
NEW_PIN, WRONG_PIN = "314159", "000000"
FREE_TRIES = 5
THUMB = {
    "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "hasPrf": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
# What a browser does to an app's store when the phone is full, or its owner "clears data".
THROWN_AWAY = """() => new Promise((done, failed) => {
  Object.assign(indexedDB.deleteDatabase("amanah"), { onsuccess: () => done(), onerror: failed });
})"""


@pytest.fixture(scope="module")
def head(busy_house: House, open_browser: Opener) -> Page:
    return desk.signed_in(open_browser(), busy_house, "kepala")


@pytest.fixture(scope="module")
def payer(head: Page) -> int:
    return desk.side_by_side(head)[1][-1]


@pytest.fixture(scope="module")
def phone(head: Page, payer: int, open_browser: Opener) -> PayersPhone:
    """Enrolled; one for all that is tried here."""
    made = PayersPhone(open_browser(), Path("none.mjpeg"))
    made.enrol(desk.enrolment_link(head, payer=payer))
    return made


def type_pin(phone: PayersPhone, pin: str) -> None:
    for digit in pin:
        phone.tap(f"pin-{digit}")


def lock(phone: PayersPhone) -> None:
    phone.page.reload()
    phone.on("pin")


def unlock(phone: PayersPhone, pin: str) -> None:
    lock(phone)
    type_pin(phone, pin)
    phone.on("morning")


def change_pin(phone: PayersPhone, *, old: str, fresh: str, again: str) -> None:
    for field, pin in (("old", old), ("fresh", fresh), ("again", again)):
        phone.see(f"lock-{field}").fill(pin)
    phone.tap("lock-do")


def test_a_store_thrown_away_is_told_and_the_phone_begins_anew(head: Page, payer: int, phone: PayersPhone) -> None:
    desk.give_round(head, payer=payer)
    phone.tap("pull")
    expect(phone.see("morning-families")).to_be_visible()
    phone.lose_network()
    phone.open_day(phone.amount("morning-total"))
    phone.page.evaluate(THROWN_AWAY)

    phone.page.reload()
    expect(phone.see("lost")).to_contain_text("sampai nomor 1")
    expect(phone.see("lost")).to_contain_text("Hubungi atasan sekarang")
    phone.page.reload()
    phone.on("stopped")
    phone.tap("lost-go-on")
    phone.on("pin")
    phone.enter_pin()
    phone.enter_pin()
    phone.on("enrol")
    phone.find_network()
    phone.see("enrol-code").fill(a_code_for_the_same(head, payer))
    phone.tap("enrol-do")
    phone.on("morning")
    phone.tap("pull")
    expect(phone.see("morning-families")).to_be_visible()

    phone_page(head, desk.name_of(head, payer=payer))
    expect(head.get_by_text("hilang sesudah catatan ke-1")).to_be_visible()
    assert phone.errors == []


def a_code_for_the_same(head: Page, payer: int) -> str:
    """The phone that lost its key is replaced by itself; its round goes on."""
    phone_page(head, desk.name_of(head, payer=payer))
    head.get_by_label("Apa yang terjadi").fill("peramban menghapus data aplikasi")
    head.once("dialog", lambda asked: asked.accept())
    head.get_by_role("button", name="Ganti dan tampilkan kode").click()
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def test_another_pin_and_a_finger_open_and_wrong_pins_wait(phone: PayersPhone) -> None:
    phone.tap("settings")
    phone.tap("change-pin")
    change_pin(phone, old=WRONG_PIN, fresh=NEW_PIN, again=NEW_PIN)
    expect(phone.see("problem")).to_contain_text("PIN belum cocok")
    change_pin(phone, old=PIN, fresh=NEW_PIN, again=PIN)
    expect(phone.see("problem")).to_contain_text("tidak sama")
    change_pin(phone, old=PIN, fresh=NEW_PIN, again=NEW_PIN)
    expect(phone.see("lock-done")).to_contain_text("PIN diganti")
    lock(phone)
    type_pin(phone, PIN)
    expect(phone.see("pin-said")).to_contain_text("PIN belum cocok")
    unlock(phone, NEW_PIN)

    by_finger(phone)
    wrong_pins_wait(phone)
    assert phone.errors == []


def by_finger(phone: PayersPhone) -> None:
    """The finger opens beside the PIN; who isn't recognised still has the PIN; another PIN ends the finger's door."""
    hand = phone.context.new_cdp_session(phone.page)
    thumb = a_thumb(hand)
    phone.tap("settings")
    phone.tap("add-passkey")
    phone.see("lock-old").fill(WRONG_PIN)
    phone.tap("lock-do")
    expect(phone.see("problem")).to_contain_text("PIN belum cocok")
    phone.see("lock-old").fill(NEW_PIN)
    phone.tap("lock-do")
    expect(phone.see("lock-done")).to_contain_text("Sidik jari siap")
    lock(phone)
    phone.tap("finger")
    phone.on("morning")

    lock(phone)
    hand.send("WebAuthn.setUserVerified", {"authenticatorId": thumb, "isUserVerified": False})
    phone.tap("finger")
    expect(phone.see("pin-said")).to_contain_text("belum dikenali")
    type_pin(phone, NEW_PIN)
    phone.on("morning")
    phone.tap("settings")
    phone.tap("change-pin")
    change_pin(phone, old=NEW_PIN, fresh=PIN, again=PIN)
    expect(phone.see("lock-done")).to_be_visible()
    lock(phone)
    expect(phone.see("finger")).to_have_count(0)


def a_thumb(hand: CDPSession) -> str:
    hand.send("WebAuthn.enable")
    made = hand.send("WebAuthn.addVirtualAuthenticator", {"options": THUMB})
    return str(made["authenticatorId"])


def wrong_pins_wait(phone: PayersPhone) -> None:
    """Also over a reload, and for the right one; after the wait it opens."""
    for _ in range(FREE_TRIES):
        type_pin(phone, WRONG_PIN)
        expect(phone.see("pin-said")).to_contain_text("PIN belum cocok")
    lock(phone)
    type_pin(phone, PIN)
    expect(phone.see("pin-said")).to_contain_text("Tunggu")
    phone.page.clock.set_fixed_time((time.time() + 31) * 1000)
    type_pin(phone, PIN)
    phone.on("morning")

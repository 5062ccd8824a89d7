"""A phone without a network gives its sealed file to a colleague's, which brings it home and can't read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.field import Opener, a_phone, known, out, pay
from tests.journeys.payer import PIN, Met, PayersPhone
from tests.journeys.test_phones import saves_backup

pytestmark = pytest.mark.journey

# Everything the app's store holds, as a thief of the phone's memory would read it: one letter a byte.
ALL_THAT_IS_KEPT = """async () => {
  const db = await new Promise((done) => { indexedDB.open("amanah").onsuccess = (e) => done(e.target.result); });
  const letters = (value) => value instanceof ArrayBuffer ? letters(new Uint8Array(value))
    : ArrayBuffer.isView(value) ? new TextDecoder("latin1").decode(value)
    : value && typeof value === "object" && !(value instanceof CryptoKey) ? Object.values(value).map(letters).join(" ")
    : String(value);
  const rows = await Promise.all([...db.objectStoreNames].map((name) => new Promise((done) => {
    db.transaction(name).objectStore(name).getAll().onsuccess = (e) => done(e.target.result);
  })));
  db.close();
  return { parcels: rows[[...db.objectStoreNames].indexOf("parcels")].length, text: rows.map(letters).join(" ") };
}"""


def test_a_colleague_brings_what_a_phone_without_network_recorded(
    busy_house: House, open_browser: Opener, tmp_path: Path
) -> None:
    head = desk.signed_in(open_browser(), busy_house, "kepala")
    [*_, (here, beside)], _ = desk.side_by_side(head)
    silent = a_phone(head, open_browser, tmp_path, payer=here)
    family = known(out(silent))
    silent.lose_network()
    pay(silent, family)
    file = saves_backup(silent, tmp_path)

    carrier = a_phone(head, open_browser, tmp_path, payer=beside)
    out(carrier)
    carrier.lose_network()
    takes(carrier, file, "000000")
    expect(carrier.see("problem")).to_contain_text("PIN-nya salah")
    expect(carrier.see("carried")).to_have_count(0)
    takes(carrier, file, PIN)
    expect(carrier.see("carried")).to_contain_text("catatan dan")
    stays_sealed(carrier, family)
    brought(carrier)
    is_paid_once(head, family)

    silent.find_network()
    silent.tap("back")
    silent.sends_all()
    takes(carrier, file, PIN)
    brought(carrier)
    is_paid_once(head, family)
    assert silent.errors == carrier.errors == []


def takes(phone: PayersPhone, file: Path, pin: str) -> None:
    if not phone.see("screen-settings").is_visible():
        phone.tap("settings")
    phone.see("carry-file").set_input_files(file)
    phone.see("carry-pin").fill(pin)
    phone.tap("carry-do")


def stays_sealed(phone: PayersPhone, family: Met) -> None:
    """The carrier is told whose it is and how much, and no more; what lies in its memory is no text."""
    expect(phone.page.locator("body")).not_to_contain_text(family.home.name)
    kept = phone.page.evaluate(ALL_THAT_IS_KEPT)
    assert kept["parcels"] == 1
    for secret in (family.id, family.home.name, "payment.paid", "visit.evidence"):
        assert secret not in kept["text"], secret


def brought(phone: PayersPhone) -> None:
    """Forgotten only after the house's signed answer covers all of it."""
    phone.find_network()
    phone.tap("sync")
    expect(phone.see("carried")).to_have_count(0, timeout=60_000)
    expect(phone.see("sync-trouble")).to_have_count(0)


def is_paid_once(head: Page, family: Met) -> None:
    head.goto(f"/families/{family.id}/")
    expect(head.locator("main")).to_contain_text("Dibayar")
    expect(head.locator("main a[href*='/visits/']")).to_have_count(1)
    head.goto("/cases/")
    expect(head.locator("tr", has_text=family.home.name).filter(has_text="dibayar sebelumnya")).to_have_count(0)

"""A supervisor's word with no network on either side: a code said over the telephone, a signed QR phone to phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, town
from tests.journeys.accessible import findings
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.payer import PayersPhone, first, met_by

pytestmark = pytest.mark.journey
SUPERVISOR = "Ni Made Wulandari"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Its own: the other journeys walk the same payers' rounds."""
    with House() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", "2")
        made.serve()
        yield made


def shown(phone: PayersPhone, testid: str) -> bytes:
    """The QR on that phone's screen, as a picture for another phone's camera."""
    text = phone.see(testid).get_attribute("data-text") or ""
    png = io.BytesIO()
    segno.make(text, error="m").save(png, kind="png", scale=8, border=4)
    return png.getvalue()


def supervisors_link(head: Page) -> str:
    head.goto("/phones/")
    form = head.locator("form", has=head.locator("option", has_text=SUPERVISOR)).first
    form.locator("select").select_option(label=SUPERVISOR)
    form.get_by_role("button", name="Tampilkan kode QR").click()
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def to_the_witness(phone: PayersPhone, front: bytes) -> None:
    phone.show_place()
    phone.tap("continue")
    phone.on("face")
    phone.tap("other-way")
    phone.see("way-witness").check(force=True)
    phone.tap("way-choose")
    phone.on("rung")
    phone.see("witness-name").fill("I Ketut Lingga")
    phone.look_at(front)


def test_a_supervisor_s_second_phone_vouches_without_a_network(
    house: House,
    open_browser: Callable[..., Browser],
    snap: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    homes = town.homes(FAMILIES, SEED)
    films = [tmp_path / "payer.mjpeg", tmp_path / "supervisor.mjpeg"]
    face = next(iter(homes.values())).field
    phone, other = (PayersPhone(open_browser(camera=camera.show(film, face)), film) for film in films)
    head = desk.signed_in(open_browser(), house, "kepala")
    other.enrol(supervisors_link(head))
    other.tap("pull")
    other.on("supervisor")
    phone.enrol(desk.enrolment_link(head, payer=0))
    desk.give_round(head, payer=0)
    phone.pull()
    phone.open_day(phone.amount("morning-total"))
    met = first(met_by(phone, homes), lambda home: home.is_home_known)
    phone.lose_network()
    other.lose_network()

    phone.stand_at(met.home.place)
    phone.open_family(met.home.name, met.home.address)
    to_the_witness(phone, met.home.front)
    other.see("request-number").fill(phone.see("request-number").inner_text())
    expect(other.see("supervisor-code")).to_be_visible()
    snap(other.page, "phone-supervisor")
    assert findings(other.page) == "{}"
    phone.see("code").fill(other.see("supervisor-code").inner_text())
    expect(phone.see("code-mistyped")).to_be_hidden()

    other.look_at(shown(phone, "request-qr"))
    other.tap("supervisor-scan")
    other.on("supervisor-ok")
    assert findings(other.page) == "{}"
    phone.look_at(shown(other, "approval-qr"))
    phone.tap("approval-scan")
    expect(phone.see("approved")).to_be_visible(timeout=20_000)
    assert phone.errors == other.errors == []

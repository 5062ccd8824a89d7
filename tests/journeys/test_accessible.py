"""Every screen of the app: no serious finding of axe, nothing smaller than a thumb, no sideways scroll at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, town
from tests.journeys.accessible import AXE, findings
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.payer import PayersPhone, first, met_by

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Its own: two rounds are walked to their end here, and the other journeys have theirs to walk."""
    with House() as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", "2")
        made.serve()
        yield made


class Walk:
    """Looks each screen over as it comes; what is wrong is told at the end, all of it."""

    def __init__(self, phone: PayersPhone, snap: Callable[[Page, str], Path]) -> None:
        self.phone = phone
        self.wrong: dict[str, str] = {}
        self._snap = snap

    def at(self, screen: str, name: str | None = None) -> None:
        self.phone.on(screen)
        self.phone.page.wait_for_timeout(200)  # a screen that fades in is looked at when it stands
        self._snap(self.phone.page, f"screen-{name or screen}")
        said = findings(self.phone.page)
        if said != "{}":
            self.wrong[name or screen] = said


def begin(walk: Walk, link: str) -> None:
    phone = walk.phone
    phone.page.goto(link)
    walk.at("pin")
    phone.enter_pin()
    phone.enter_pin()
    walk.at("enrol")
    phone.tap("enrol-do")
    walk.at("morning", "morning-empty")


def open_day(walk: Walk) -> None:
    phone = walk.phone
    phone.pull()
    phone.see("by-notes").click()
    walk.at("morning")
    phone.open_day(phone.amount("morning-total"))
    walk.at("round")
    phone.tap("settings")
    walk.at("settings")
    phone.tap("back")
    phone.tap("scan")
    walk.at("scan")
    phone.tap("back")


def at_the_door(walk: Walk) -> None:
    phone = walk.phone
    walk.at("door")
    phone.tap("hazard")
    phone.see("hazard-dog").check(force=True)
    walk.at("hazard")
    phone.see("hazard-helped").fill("ibu memegang anjingnya")
    phone.tap("hazard-save")
    walk.at("door", "door-hazard")
    phone.tap("not-home")
    walk.at("failed", "not-home")
    phone.tap("back")
    phone.tap("failed")
    phone.tap("reason-more")
    walk.at("failed")
    phone.tap("back")


def other_ways(walk: Walk) -> None:
    phone = walk.phone
    phone.tap("other-way")
    walk.at("other")
    for way in ("papers", "witness", "representative"):
        phone.see(f"way-{way}").check(force=True)
        phone.tap("way-choose")
        walk.at("rung", f"rung-{way}")
        phone.tap("back")
    phone.tap("back")


def pay(walk: Walk, front: bytes) -> None:
    phone = walk.phone
    phone.show_place()
    walk.at("place")
    phone.tap("continue")
    walk.at("face")
    other_ways(walk)
    phone.take_face()
    walk.at("face", "face-seen")
    phone.look_at(front)
    phone.tap("continue")
    walk.at("house")
    phone.take_house()
    walk.at("money")
    phone.tap("void")
    walk.at("void")
    phone.tap("back")
    phone.sign()
    phone.tap("paid")
    walk.at("receipt")
    phone.tap("give-message")
    walk.at("receipt", "receipt-message")
    phone.tap("to-list")


def close_day(walk: Walk) -> None:
    phone = walk.phone
    phone.tap("close-day")
    phone.see("count").fill("1000")
    walk.at("closing")
    phone.see("closing-note").fill("uang kembalian tertinggal di mobil")
    phone.tap("day-close")
    expect(phone.see("day-closed")).to_be_visible()
    walk.at("closing", "closed")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_screen_has_a_serious_finding(
    dark: bool,
    house: House,
    open_browser: Callable[..., Browser],
    snap: Callable[[Page, str], Path],
    tmp_path: Path,
) -> None:
    if not AXE.is_file():
        pytest.skip("NO AXE: npm ci in phone/ first")
    film = tmp_path / "camera.mjpeg"
    homes = town.homes(FAMILIES, SEED)
    phone = PayersPhone(open_browser(camera=camera.show(film, next(iter(homes.values())).field)), film, dark=dark)
    phone.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
    walk = Walk(phone, lambda page, name: snap(page, f"{name}-dark" if dark else name))
    head = desk.signed_in(open_browser(), house, "kepala")
    begin(walk, desk.enrolment_link(head, payer=0 if dark else 1))
    desk.give_round(head, payer=0 if dark else 1)
    open_day(walk)
    met = first(met_by(phone, homes), lambda home: home.has_reference and home.is_home_known)
    phone.stand_at(met.home.place)
    phone.look_at(met.home.field)
    phone.open_family(met.home.name, met.home.address)
    at_the_door(walk)
    pay(walk, met.home.front)
    close_day(walk)
    assert walk.wrong == {}, "\n".join(f"{screen}: {said}" for screen, said in walk.wrong.items())
    assert phone.errors == []

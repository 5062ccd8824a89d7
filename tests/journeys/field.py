"""What several journeys do alike: a phone that holds its round, an ordinary visit, a round that is passed on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.journeys import camera, desk, town
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.payer import Met, PayersPhone, first, met_by

Opener = Callable[..., Browser]


def a_phone(head: Page, open_browser: Opener, folder: Path, *, payer: int) -> PayersPhone:
    """Enrolled and holding its round, the pack not yet pulled."""
    film = folder / f"camera-{payer}.mjpeg"
    somebody = next(iter(town.homes(FAMILIES, SEED).values()))
    phone = PayersPhone(open_browser(camera=camera.show(film, somebody.field)), film)
    phone.enrol(desk.enrolment_link(head, payer=payer))
    desk.give_round(head, payer=payer)
    return phone


def out(phone: PayersPhone) -> list[Met]:
    phone.pull()
    phone.open_day(phone.amount("morning-total"))
    return met_by(phone, town.homes(FAMILIES, SEED))


def known(met: list[Met]) -> Met:
    return first(met, lambda home: home.has_reference and camera.looks_ahead(home.field))


def to_the_money(phone: PayersPhone, met: Met) -> None:
    """An ordinary visit from the list to the screen that says "hand over the money"."""
    phone.stand_at(met.home.place)
    phone.open_family(met.home.name, met.home.address)
    from_the_door(phone, met)


def from_the_door(phone: PayersPhone, met: Met) -> None:
    phone.look_at(met.home.field)
    phone.show_place()
    phone.show_face()
    phone.show_house(met.home.front)


def pay(phone: PayersPhone, met: Met) -> None:
    """An ordinary visit from the list to the list."""
    to_the_money(phone, met)
    phone.tap("paid")
    phone.on("receipt")
    phone.tap("to-list")


def phone_page(head: Page, name: str) -> None:
    head.goto("/phones/")
    head.get_by_role("link", name=name).first.click()


def declare_lost(head: Page, name: str, *, why: str) -> None:
    phone_page(head, name)
    head.locator("#why-gone").fill(why)
    head.get_by_role("button", name="Nyatakan hilang").click()


def revoke(head: Page, name: str, *, why: str) -> None:
    phone_page(head, name)
    head.locator("#why-gone").fill(why)
    head.get_by_role("button", name="Cabut dan kosongkan").click()


def pass_on(head: Page, *, payer: int, to: str) -> None:
    desk.open_round(head, payer=payer)
    head.get_by_label("Teruskan yang belum dibayar kepada").select_option(label=to)
    head.get_by_role("button", name="Teruskan").click()

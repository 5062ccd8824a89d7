"""A geotagger's day, as the office sends it out and a thumb goes through it; for whoever looks its screens over."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.journeys.payer import SEEN_MS, PayersPhone
from tests.journeys.town import Home
from tests.journeys.walks import At

NAME = "Ni Nyoman Suci"


def link(head: Page) -> str:
    _row(head).get_by_role("button", name="Kode untuk ponsel").click()
    return head.get_by_test_id("enrol-link").get_attribute("href") or ""


def send_out(head: Page, *, most: int) -> None:
    """Plans a round of so many homes, of whatever village, and gives it to the phone."""
    head.goto("/rounds/")
    form = head.get_by_test_id("plan-tagging")
    form.get_by_label("Rumah seorang, paling banyak").fill(str(most))
    form.get_by_role("button", name="Susun penandaan").click()
    open_round(head)
    head.get_by_role("button", name="Serahkan putaran ke ponsel ini").click()
    expect(head.get_by_text("memegang putaran ini")).to_be_visible()


def open_round(head: Page) -> None:
    _row(head).get_by_role("link", name="Buka").click()


def begin(phone: PayersPhone, at: At) -> None:
    """The day opens without anything to count."""
    phone.tap("pull")
    expect(phone.see("morning-families")).to_be_visible()
    expect(phone.see("count")).to_have_count(0)
    at("morning", "tagging-morning")
    phone.tap("day-open")
    at("round", "tagging-round")


def mark(phone: PayersPhone, home: Home, at: At) -> None:
    phone.look_at(home.front)
    phone.stand_at(home.place)
    phone.open_family(home.name, home.address)
    at("door", "tagging-door")
    phone.show_place()
    at("place", "tagging-place")
    phone.tap("continue")
    expect(phone.see("viewfinder")).to_have_attribute("data-running", "true", timeout=SEEN_MS)
    phone.tap("take")
    phone.see("met-neighbour").check(force=True)
    phone.see("tag-note").fill("pagar biru, gang kedua")
    at("tag")
    phone.tap("tag-save")
    phone.on("round")


def miss(phone: PayersPhone, home: Home, at: At) -> None:
    """The family has moved away."""
    phone.open_family(home.name, home.address)
    phone.tap("failed")
    phone.see("reason-moved").check(force=True)
    at("failed", "tagging-failed")
    phone.tap("failed-save")
    phone.on("round")


def end(phone: PayersPhone, at: At) -> None:
    phone.tap("close-day")
    at("closing", "tagging-closing")
    phone.tap("day-close")
    expect(phone.see("day-closed")).to_be_visible()


def homes_of(phone: PayersPhone, known: list[Home]) -> list[Home]:
    """The round's homes as the list shows them, joined to what is true about them by name and address."""
    phone.tap("filter-all")
    rows = phone.see("family").all_inner_texts()
    return [next(home for home in known if home.name in row and home.address in row) for row in rows]


def _row(head: Page) -> Locator:
    head.goto("/rounds/")
    return head.locator("tr", has_text=NAME)

"""The round's map in a real browser: fetched in the morning, drawn without a network, a tap opens a door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from amanah.faces.types import Image
from tests.journeys import desk, town
from tests.journeys.conftest import FAMILIES, PAYERS, SEED
from tests.journeys.payer import PayersPhone
from tests.journeys.streets import streets

pytestmark = pytest.mark.journey

ROUND = 24  # px: its corners are cut
DRAWN_MS = 60_000  # by software, on a shared machine
LEAST_INKS = 4  # ground, village, border, street; an empty sheet has one
# A style sheet of our own would be refused by the page's content policy.
OVER_THE_SHEET = """(shown) => {
  const over = document.querySelectorAll(".maplibregl-marker, .maplibregl-control-container");
  for (const one of over) one.style.visibility = shown ? "" : "hidden";
}"""
FORGET_MAPS = "navigator.storage.getDirectory().then((root) => root.removeEntry('maps', { recursive: true }))"


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Its own house: its two payers' rounds are these journeys' alone."""
    homes = list(town.homes(FAMILIES, SEED).values())
    extract = tmp_path_factory.mktemp("streets") / "rekaan.geojson"
    extract.write_text(streets(home.place for home in homes), encoding="utf-8")
    with House() as house:
        house.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", str(PAYERS))
        house.run("maps", "pack", "--osm", str(extract))
        house.serve()
        yield house


def inks(page: Page) -> int:
    """How many colours the sheet shows."""
    return len(np.unique(sheet_of(page).reshape(-1, 3) // 8, axis=0))


def brightness(page: Page) -> float:
    """Of the sheet's middling dot, 0 to 255."""
    return float(np.median(sheet_of(page)))


def sheet_of(page: Page) -> Image:
    """What is drawn on the sheet itself: nothing that lies over it, doors and credits, is seen."""
    box = page.locator(".maplibregl-canvas").bounding_box()
    ends = page.locator("main").bounding_box()
    assert box is not None
    assert ends is not None
    below = min(box["y"] + box["height"], ends["y"] + ends["height"]) - ROUND
    left, top = box["x"] + ROUND, box["y"] + ROUND
    inner = {"x": left, "y": top, "width": box["width"] - 2 * ROUND, "height": below - top}
    page.evaluate(OVER_THE_SHEET, False)
    taken = page.screenshot(clip=inner)  # type: ignore[arg-type]  # playwright's own TypedDict has no public name
    page.evaluate(OVER_THE_SHEET, True)
    picture = cv2.imdecode(np.frombuffer(taken, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, dtype=np.uint8)


def open_map(phone: PayersPhone) -> None:
    phone.tap("map-switch")
    expect(phone.see("map")).to_have_attribute("data-drawn", "yes", timeout=DRAWN_MS)


def opened(browser: Browser, head: Page, folder: Path, *, payer: int, dark: bool = False) -> PayersPhone:
    """At the list of its round, with no network; what the morning fetches is there."""
    film = folder / "camera.mjpeg"
    film.write_bytes(b"")
    phone = PayersPhone(browser, film, dark=dark)
    phone.page.set_viewport_size({"width": 360, "height": 740})
    phone.enrol(desk.enrolment_link(head, payer=payer))
    desk.give_round(head, payer=payer)
    phone.pull()
    float_rp = phone.amount("morning-total")
    phone.page.wait_for_function("caches.open('amanah-map').then(c => c.keys()).then(k => k.length >= 3)")
    phone.lose_network()
    phone.reload()
    phone.open_day(float_rp)
    phone.tap("filter-all")
    return phone


def test_the_map_of_the_round_is_drawn_without_a_network(
    mapped: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    head = desk.signed_in(open_browser(), mapped, "kepala")
    phone = opened(open_browser(draws=True), head, tmp_path, payer=1, dark=True)
    families = phone.see("family").count()
    phone.stand_at(next(iter(town.homes(FAMILIES, SEED).values())).place)

    open_map(phone)
    unplaced = phone.see("map-unplaced")
    elsewhere = int(unplaced.get_attribute("data-count") or 0) if unplaced.count() else 0
    assert elsewhere < families
    expect(phone.see("map-door")).to_have_count(families - elsewhere)
    expect(phone.see("map-bare")).to_have_count(0)
    assert int(phone.see("map").get_attribute("data-packs") or 0) > 0
    assert inks(phone.page) >= LEAST_INKS
    assert lies_below(phone, "map-unplaced")
    snap(phone.page, "phone-map")
    by_night = brightness(phone.page)
    phone.page.emulate_media(color_scheme="light")
    phone.page.wait_for_timeout(1000)  # the sheet is drawn anew as the sun comes up
    assert brightness(phone.page) > by_night + 100

    phone.see("map-door").first.dispatch_event("click")
    phone.on("door")
    phone.tap("back")
    phone.page.evaluate(FORGET_MAPS)
    open_map(phone)
    expect(phone.see("map")).to_have_attribute("data-packs", "0")
    expect(phone.see("map-bare")).to_contain_text("Jalan-jalannya belum ada")
    assert inks(phone.page) == 1
    assert phone.errors == []


def lies_below(phone: PayersPhone, said: str) -> bool:
    """The map begins where the sentence ends: no door hides behind it."""
    sentence, sheet = phone.see(said).bounding_box(), phone.see("map").bounding_box()
    assert sentence is not None
    assert sheet is not None
    return sheet["y"] >= sentence["y"] + sentence["height"]


def test_where_nothing_can_be_drawn_the_list_says_so_and_works(
    mapped: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    head = desk.signed_in(open_browser(), mapped, "kepala")
    phone = opened(open_browser(flags=["--disable-3d-apis"]), head, tmp_path, payer=0)
    phone.tap("map-switch")
    expect(phone.see("problem")).to_contain_text("tidak dapat menggambar peta")
    snap(phone.page, "phone-no-map")
    phone.see("family").first.click()
    phone.on("door")

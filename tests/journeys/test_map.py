"""The round's map in a real browser: fetched in the morning, drawn without a network, a tap opens a door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, town
from tests.journeys.conftest import FAMILIES, PAYERS, SEED
from tests.journeys.payer import PayersPhone

pytestmark = pytest.mark.journey

DRAWN_MS = 60_000  # by software, on a shared machine
MOST_INKS = 3  # of an empty sheet: its ground, and what smooths its edges


def streets(places: list[tuple[float, float]]) -> str:
    """An invented extract: a street past each door, an alley up to it, a school at every tenth."""
    rows = []
    for number, (lat, lng) in enumerate(places):
        street = [[lng - 0.003, lat - 0.0004], [lng + 0.003, lat - 0.0004]]
        alley = [[lng, lat - 0.0004], [lng, lat]]
        rows.append(_row({"highway": "residential", "name": f"Jalan Rekaan {number}"}, "LineString", street))
        rows.append(_row({"highway": "footway"}, "LineString", alley))
        if number % 10 == 0:
            school = [lng + 0.001, lat - 0.0007]
            rows.append(_row({"amenity": "school", "name": f"SD Rekaan {number}"}, "Point", school))
    return json.dumps({"type": "FeatureCollection", "features": rows})


def _row(tags: dict[str, str], kind: str, places: object) -> dict[str, object]:
    return {"type": "Feature", "properties": tags, "geometry": {"type": kind, "coordinates": places}}


@pytest.fixture
def mapped(tmp_path: Path) -> Iterator[House]:
    """Its own house, as its payer's round is the journey's alone."""
    homes = list(town.homes(FAMILIES, SEED).values())
    extract = tmp_path / "rekaan.geojson"
    extract.write_text(streets([home.place for home in homes]), encoding="utf-8")
    with House() as house:
        house.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", str(PAYERS))
        house.run("maps", "pack", "--osm", str(extract))
        house.serve()
        yield house


def inks(page: Page) -> int:
    """How many colours the drawn sheet shows, doors aside."""
    taken = page.locator(".maplibregl-canvas").screenshot()
    picture = cv2.imdecode(np.frombuffer(taken, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return len(np.unique(picture.reshape(-1, 3) // 8, axis=0))


def test_the_map_of_the_round_is_drawn_without_a_network(
    mapped: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    film = tmp_path / "camera.mjpeg"
    some_home = next(iter(town.homes(FAMILIES, SEED).values()))
    shown = camera.show(film, some_home.field)
    phone = PayersPhone(open_browser(camera=shown, draws=True), film)
    phone.page.set_viewport_size({"width": 360, "height": 740})
    head = desk.signed_in(open_browser(), mapped, "kepala")
    phone.enrol(desk.enrolment_link(head, payer=1))
    desk.give_round(head, payer=1)
    phone.pull()
    float_rp = phone.amount("morning-total")
    phone.page.wait_for_function("caches.open('amanah-map').then(c => c.keys()).then(k => k.length >= 3)")
    phone.lose_network()
    phone.reload()
    phone.open_day(float_rp)
    phone.tap("filter-all")
    families = phone.see("family").count()
    phone.stand_at(some_home.place)

    phone.tap("map-switch")
    expect(phone.see("map")).to_have_attribute("data-drawn", "yes", timeout=DRAWN_MS)
    unplaced = phone.see("map-unplaced")
    elsewhere = int(unplaced.get_attribute("data-count") or 0) if unplaced.count() else 0
    assert elsewhere < families
    expect(phone.see("map-door")).to_have_count(families - elsewhere)
    assert inks(phone.page) > MOST_INKS
    snap(phone.page, "phone-map")

    door = phone.see("map-door").first
    family = door.get_attribute("data-family")
    door.dispatch_event("click")
    phone.on("door")
    phone.tap("back")
    assert family
    assert phone.errors == []

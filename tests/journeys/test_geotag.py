"""A geotagger's day: a home marked and one not found, without network, and the office sees it grow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, tagger, town
from tests.journeys.conftest import FAMILIES, SEED
from tests.journeys.field import Opener
from tests.journeys.payer import PayersPhone

pytestmark = pytest.mark.journey


def test_a_home_is_marked_without_network_and_without_money(
    busy_house: House, open_browser: Opener, snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    film = camera.show(tmp_path / "film.mjpeg", next(iter(town.homes(FAMILIES, SEED).values())).front)
    head = desk.signed_in(open_browser(), busy_house, "kepala")
    phone = PayersPhone(open_browser(camera=film), film)
    phone.page.set_viewport_size({"width": 360, "height": 740})

    def at(screen: str, name: str | None = None) -> None:
        phone.on(screen)
        snap(phone.page, f"phone-{name or screen}")

    phone.enrol(tagger.link(head))
    tagger.send_out(head, most=3)
    snap(head, "office-tagging")
    tagger.begin(phone, at)
    expect(phone.page.get_by_text("Rp")).to_have_count(0)
    phone.lose_network()
    marked, missed, *_ = tagger.homes_of(phone, list(town.homes(FAMILIES, SEED).values()))
    tagger.mark(phone, marked, at)
    tagger.miss(phone, missed, at)
    phone.find_network()
    phone.sends_all()
    tagger.end(phone, at)
    phone.sends_all()

    tagger.open_round(head)
    expect(head.get_by_test_id("marked")).to_have_text("1 / 3")
    expect(head.locator("tr", has_text=missed.address)).to_contain_text("pindah")
    snap(head, "office-tagging-round")
    head.locator("tr", has_text=marked.address).get_by_role("link", name="Rumah ditandai").click()
    expect(head.get_by_text("pagar biru, gang kedua")).to_be_visible()
    snap(head, "office-tagging-visit")
    assert {one["type"] for one in phone.sent} == {
        "day.opened", "visit.started", "home.tagged", "visit.failed", "day.closed",
    }  # fmt: skip
    assert phone.errors == []

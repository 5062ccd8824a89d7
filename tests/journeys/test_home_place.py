"""The office's head taps where a family's home really is, is asked about a mistyped place, and takes it all back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import desk
from tests.journeys.accessible import grave_findings

pytestmark = pytest.mark.journey
DRAWN_MS = 60_000  # by software, on a shared machine


def test_a_home_is_set_right_on_the_map_and_the_correction_taken_back(
    house: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path]
) -> None:
    head = desk.signed_in(open_browser(draws=True), house, "kepala", viewport={"width": 1280, "height": 900})
    head.goto("/families/?q=wayan")
    head.locator("tbody a").first.click()
    before = head.get_by_test_id("plus-code").text_content() or ""
    head.get_by_role("link", name="Betulkan letak rumah").click()
    map_ = head.locator("[data-place]")
    expect(map_).to_have_attribute("data-ready", "yes", timeout=DRAWN_MS)
    map_.click(position={"x": 180, "y": 120})
    place, reason = head.get_by_label("Letak", exact=True), head.get_by_label("Mengapa dibetulkan?")
    expect(place).to_have_value(re.compile(r"^-8\.\d{5}, 115\.\d{5}$"))
    right = place.input_value()
    snap(head, "office-home-place")
    assert grave_findings(head) == []

    lat, lng = right.split(", ")
    place.fill(f"{lng}, {lat}")
    reason.fill("Ditandai di rumah tetangga")
    head.get_by_role("button", name="Simpan letak").click()
    expect(head.get_by_role("alert")).to_contain_text(f"Apakah {right} benar?")
    head.set_viewport_size({"width": 390, "height": 844})
    snap(head, "office-home-place-asked-pocket")
    assert grave_findings(head) == []
    head.get_by_role("button", name="Ya, simpan letak ini").click()
    expect(head.get_by_text("Letak rumah dibetulkan.")).to_be_visible()
    expect(head.get_by_text("“Ditandai di rumah tetangga”")).to_be_visible()
    assert head.evaluate("document.documentElement.scrollWidth") <= 390

    head.get_by_text("Batalkan koreksi ini").click()
    head.get_by_label("Mengapa dibatalkan?").fill("Letak lama ternyata benar")
    snap(head, "office-home-place-pocket")
    head.get_by_role("button", name="Batalkan, catat alasan").click()
    expect(head.get_by_text("“Letak lama ternyata benar”")).to_be_visible()
    head.locator("a.back").click()
    expect(head.get_by_test_id("plus-code")).to_have_text(before)

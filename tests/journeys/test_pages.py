"""The office's pages in a real browser: nothing refused by the content policy, nothing too wide for a small screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from amanah.cli.rehearsal.house import House
from tests.journeys import camera
from tests.journeys.accessible import SCHEMES, grave_findings
from tests.journeys.desk import signed_in

PEOPLE = Path(__file__).resolve().parents[2] / "demo" / "people"
DESKTOP, POCKET = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
PAGES = {
    "kepala": [
        "/today/",
        "/maps/",
        "/families/?q=wayan",
        "/homes/80000/",
        "/rounds/",
        "/offices/80000/rounds/",
        "/samples/",
        "/cases/",
        "/cases/precision/",
        "/cash/",
        "/lists/",
    ],
    "kementerian": ["/verdicts/", "/lists/"],
    "pemeriksa": ["/audit/", "/audit/looks/", "/audit/ledger/?kind=office"],
}
TALL = ViewportSize(width=1280, height=1280)
FOR_THE_README = {"today", "rounds", "cash", "verdicts", "audit"}
FAMILIES, PAYERS, SEED = 60, 3, 5
DRAWN_MS = 60_000  # by software, on a shared machine
_EXPECTED_COMPLAINTS = re.compile("WebGL|GPU|Failed to load resource: the server responded with a status of 40[34]")


@pytest.fixture(scope="module")
def lived() -> Iterator[House]:
    """A house whose day was lived by simulated phones, bags counted, decisions made: pages with something on them."""
    with House() as made:
        made.serve()
        size = ("--families", str(FAMILIES), "--payers", str(PAYERS), "--seed", str(SEED))
        made.run("rehearse", *size, "--inside", made.base, str(made.folder))
        yield made


def listen(page: Page) -> list[str]:
    """What the browser complains about; drawing without a graphics card is not our business."""
    heard: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _EXPECTED_COMPLAINTS.search(message.text):
            heard.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def width_of(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide


@pytest.mark.parametrize("who", sorted(PAGES))
def test_every_page_fits_a_desk_and_a_pocket_without_a_complaint(
    who: str, lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path]
) -> None:
    page = signed_in(open_browser(), lived, who)
    complaints = listen(page)
    for address in PAGES[who]:
        name = address.strip("/").split("/?")[0].replace("/", "-")
        for size, suffix in ((DESKTOP, ""), (POCKET, "-pocket")):
            page.set_viewport_size(size)
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            expect(page.locator("main h1")).to_be_visible()
            page.wait_for_timeout(300)
            if name in FOR_THE_README and not suffix:
                snap(page, name)
            assert width_of(page) <= size["width"], (address, width_of(page))
    assert complaints == []


def test_a_day_is_looked_at_on_a_map_and_a_round_is_played_back(
    lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path]
) -> None:
    """With our own tiles, by keyboard, and without a serious finding of axe."""
    lived.run("maps", "build", "--office", "80000")
    page = signed_in(open_browser(draws=True), lived, "kepala")
    complaints = listen(page)
    page.goto("/maps/?office=80000")
    expect(page.locator("[data-ready]")).to_be_visible(timeout=DRAWN_MS)
    expect(page.locator("[data-count=paid]")).not_to_have_text("0")
    with page.expect_response(re.compile(r"homes\.pmtiles")) as tiles:
        page.get_by_label("Semua rumah kantor ini").check()
    assert tiles.value.status == 206
    snap(page, "map")
    page.get_by_label("Tempat kunjungan gagal").check()
    expect(page.locator("#legend-heat")).to_be_visible()
    assert grave_findings(page) == []

    page.locator("#payers a").first.click()
    expect(page.locator("[data-ready]")).to_be_visible(timeout=DRAWN_MS)
    slider, last = page.get_by_role("slider"), page.locator("#clock").inner_text()
    slider.press("Home")
    expect(page.locator("#clock")).not_to_have_text(last)
    page.get_by_role("button", name="Putar").press("Enter")
    expect(slider).not_to_have_js_property("value", "0")
    page.get_by_role("button", name="Jeda").click()
    slider.press("End")
    expect(page.locator("#clock")).to_have_text(last)
    snap(page, "playback")
    assert grave_findings(page) == []
    assert width_of(page) <= DESKTOP["width"]
    assert complaints == []


def test_a_case_shows_its_evidence_and_is_closed(
    lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path]
) -> None:
    page = signed_in(open_browser(), lived, "pengawas")
    complaints = listen(page)
    page.goto("/cases/")
    waiting = page.get_by_role("link", name="Lihat bukti")
    before = waiting.count()
    of_a_visit = page.get_by_role("row").filter(has=page.locator("td > div"))  # its doubts, one below the other
    of_a_visit.first.get_by_role("link", name="Lihat bukti").click()
    expect(page.locator("canvas.maplibregl-canvas")).to_be_visible()
    for picture in page.locator("img.shot").all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("one => one.complete && one.naturalWidth > 100", arg=picture.element_handle())
    page.set_viewport_size(TALL)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    snap(page, "case")
    page.get_by_label("Alasan").fill("Dilihat bersama kelian banjar; orangnya benar.")
    page.locator(".does-list button").first.click()
    expect(page.get_by_role("status")).to_contain_text("ditutup")
    expect(waiting).to_have_count(before - 1)
    assert complaints == []


def test_a_sealed_sample_is_drawn_and_a_family_asked_until_it_says_its_bounds(
    lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    """Sealed, drawn, asked: each page as it stands then, without a serious finding of axe."""
    page = signed_in(open_browser(), lived, "kepala")
    complaints = listen(page)
    day = str(datetime.now(ZoneInfo("Asia/Makassar")).date())
    seal = oversight(lived, tmp_path, "sample-seal", "--office", "80000", "--first", day, "--last", day, "--size", "3")
    page.goto(f"/samples/{seal['sample']}/")
    expect(page.get_by_text("Disegel, belum diundi")).to_be_visible()
    assert seen_well(page) == []
    oversight(lived, tmp_path, "sample-draw", seal["sample"], "--seed", seal["seed"])
    page.goto("/samples/")
    assert seen_well(page) == []
    page.get_by_role("link", name="KCU Denpasar").first.click()
    expect(page.get_by_text("Sesuai undian benih")).to_be_visible()
    page.get_by_role("link", name="Kasus").nth(1).click()  # the first in the menu
    assert seen_well(page) == []
    page.get_by_label("Kunjungan ulang").check()
    page.get_by_label("Diterima penuh").check()
    page.get_by_label("Catatan").fill("Ibunya sendiri: utuh.")
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_role("status").first).to_contain_text("Jawaban tercatat")
    page.get_by_role("link", name="Lihat sampelnya").click()
    expect(page.get_by_text("Batas 95 %")).to_be_visible()
    assert seen_well(page) == []
    snap(page, "sample")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("95 % bounds")).to_be_visible()
    page.get_by_role("button", name="Indonesia").click()
    assert complaints == []


def oversight(house: House, folder: Path, *words: str) -> dict[str, str]:
    """One of the auditor's commands and its answer."""
    answer = folder / "answer.json"
    house.run("oversight", *words, "--json", str(answer))
    told: dict[str, str] = json.loads(answer.read_text("utf-8"))
    return told


def seen_well(page: Page) -> list[dict[str, Any]]:
    """axe's serious findings at a desk and in a pocket, in light and in dark."""
    found = []
    for size in (POCKET, DESKTOP):
        page.set_viewport_size(size)
        assert width_of(page) <= size["width"]
        for scheme in reversed(SCHEMES):
            page.emulate_media(color_scheme=scheme)
            found += grave_findings(page)
    return found


def test_a_verdict_says_why_beside_its_evidence(
    lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path]
) -> None:
    page = signed_in(open_browser(), lived, "kementerian")
    complaints = listen(page)
    page.goto("/verdicts/?outcome=decided")
    page.get_by_role("link", name="Lihat", exact=True).first.click()
    expect(page.locator(".verdict")).to_contain_text("karena")
    expect(page.get_by_role("heading", name="Alasan dan buktinya")).to_be_visible()
    page.set_viewport_size(TALL)
    page.wait_for_timeout(600)
    snap(page, "verdict")
    assert complaints == []


def test_the_refusals_are_pages_too(lived: House, open_browser: Callable[..., Browser]) -> None:
    page = signed_in(open_browser(), lived, "kepala")
    page.goto("/audit/")
    expect(page.get_by_role("heading", name="bukan untuk peran Anda")).to_be_visible()
    page.goto("/nothing-here/")
    expect(page.get_by_role("heading", name="Tidak ditemukan")).to_be_visible()
    page.get_by_role("link", name="Ke halaman utama").click()
    expect(page).to_have_url(re.compile("/today/"))


def test_families_are_found_while_their_name_is_typed(lived: House, open_browser: Callable[..., Browser]) -> None:
    page = signed_in(open_browser(), lived, "kepala")
    complaints = listen(page)
    page.goto("/families/")
    first = page.locator("#found td a").first.inner_text()
    page.get_by_role("searchbox").press_sequentially(first, delay=15)
    expect(page.locator("#found td a").first).to_have_text(first)
    page.get_by_role("searchbox").fill("zzzzzz")
    expect(page.get_by_role("heading", name="Tidak ditemukan")).to_be_visible()
    assert complaints == []


def test_a_number_is_opened_for_a_reason_and_covered_again(lived: House, open_browser: Callable[..., Browser]) -> None:
    page = signed_in(open_browser(), lived, "pengawas")
    page.goto("/families/")
    page.locator("#found td a").first.click()
    numbers = page.get_by_text(re.compile(r"^\d{16}$"))
    expect(numbers).to_have_count(0)
    page.get_by_label("Mengapa Anda perlu nomor lengkapnya?").fill("Mencocokkan KTP di loket")
    page.get_by_role("button", name="Buka nomor").click()
    expect(numbers.first).to_be_visible()
    page.goto(page.url.replace("numbers/", ""))
    expect(numbers).to_have_count(0)


def test_a_face_is_enrolled_by_the_offices_camera(
    lived: House, open_browser: Callable[..., Browser], snap: Callable[[Page, str], Path], tmp_path: Path
) -> None:
    film = camera.show(tmp_path / "camera.mjpeg", sorted(PEOPLE.glob("*_0.jpg"))[0].read_bytes())
    page = signed_in(open_browser(camera=film), lived, "kepala")
    complaints = listen(page)
    page.goto("/families/")
    page.locator("#found td a").first.click()
    page.get_by_role("link", name="Daftarkan wajah dengan kamera").click()
    page.get_by_role("button", name="Ambil foto").click()
    expect(page.get_by_text("Periksa fotonya")).to_be_visible()
    snap(page, "camera")
    page.get_by_role("button", name="Simpan sebagai acuan").click()
    expect(page.get_by_text("Wajah tersimpan sebagai foto acuan.")).to_be_visible()
    expect(page.get_by_role("img", name="Foto acuan wajah")).to_be_visible()
    expect(page.get_by_text("kamera kantor")).to_be_visible()
    assert complaints == []


def test_the_language_switch_stays(lived: House, open_browser: Callable[..., Browser]) -> None:
    page = signed_in(open_browser(), lived, "kepala")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.goto("/cash/")
    expect(page.get_by_role("heading", name="Cash closing")).to_be_visible()
    page.get_by_role("button", name="Indonesia").click()
    expect(page.get_by_role("heading", name="Tutup kas")).to_be_visible()


def test_after_signing_out_going_back_shows_nothing(lived: House, open_browser: Callable[..., Browser]) -> None:
    page = signed_in(open_browser(), lived, "kasir")
    page.goto("/cash/")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_label("Kata sandi")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Kata sandi")).to_be_visible()

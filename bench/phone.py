"""The app on a slow phone, measured in chromium beside its budgets, on a throw-away house that is off while it counts.

    ./run bench phone --json -        {cold_start_ms: {median, p95, limit, ratio, within, n}, …}

The page's processor is slowed fourfold while a time is taken. `ratio` is p95 / limit: below 1 it holds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import TypedDict

import django
import numpy as np
from playwright.sync_api import expect, sync_playwright

from amanah.cli.answer import write_json

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))
os.environ["DJANGO_SETTINGS_MODULE"] = "amanah.config.settings"
django.setup()  # the truth about the town is read from rooms with models

from amanah.cli.rehearsal.house import House  # noqa: E402  # the path above comes first
from bench.phone_day import MeasuredPhone, Profile, film, found_in  # noqa: E402  # as above
from tests.journeys import desk, town  # noqa: E402  # as above
from tests.journeys.conftest import FLAGS, chromium_path  # noqa: E402  # as above
from tests.journeys.payer import PIN  # noqa: E402  # as above
from tests.journeys.town import Home  # noqa: E402  # as above

SLOWER = 4
SEED = 7
FULL_DAY = 60  # visits; what fewer weigh is reckoned up to it
LEAST_FAMILIES = 300
LEAST_PHOTO_BYTES = 40_000  # an empty film would make visits lighter than the field's
LIMITS: dict[str, float | None] = {
    "cold_start_ms": 2500,
    "open_family_ms": 200,
    "payment_ms": 150,
    "visits_bytes": 60_000_000,
    # no budget of their own, told because a payer waits for them
    "pin_to_round_ms": None,
    "evidence_ms": None,
}


class Figure(TypedDict):
    median: float
    p95: float
    n: int
    limit: float | None
    ratio: float | None
    within: bool | None


def main() -> int:
    asked = _asked()
    seen, about = _measure(asked)
    result = {**{name: _figure(seen[name], limit) for name, limit in LIMITS.items()}, **about}
    write_json(result, asked.json or "-")
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-")
    parser.add_argument("--families", type=int, default=320, help="on the list; the pack's own number is told")
    parser.add_argument("--visits", type=int, default=FULL_DAY, help="paid and not sent")
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--opened", type=int, default=40, help="families opened")
    return parser.parse_args()


def _figure(values: list[float], limit: float | None) -> Figure:
    median, p95 = float(np.median(values)), float(np.percentile(values, 95))
    ratio = None if limit is None else round(p95 / limit, 3)
    return {
        "median": round(median, 1), "p95": round(p95, 1), "n": len(values),
        "limit": limit, "ratio": ratio, "within": None if limit is None else p95 <= limit,
    }  # fmt: skip


def _measure(asked: argparse.Namespace) -> tuple[dict[str, list[float]], dict[str, float | int]]:
    with (
        tempfile.TemporaryDirectory(prefix="amanah-bench-") as folder,
        House() as house,
        sync_playwright() as playwright,
    ):
        asked_for = ("--families", str(asked.families), "--stops", str(asked.families), "--payers", "1")
        house.run("demo", "load", *asked_for, "--seed", str(SEED))
        house.serve()
        cinema = Path(folder) / "camera.mjpeg"
        lot = np.random.default_rng(SEED)
        homes = [home for home in town.homes(asked.families, SEED).values() if home.has_reference]
        film(cinema, homes[0].field, lot)
        day = Day(Profile(playwright, Path(folder) / "profile", cinema), house.base, lot)
        day.morning(house)
        house.rest()  # from here on there is no house to be reached
        return day.measured(homes, asked)


class Day:
    """From the morning in the office to the sixtieth visit nobody has heard of."""

    def __init__(self, profile: Profile, base: str, lot: np.random.Generator) -> None:
        self.profile, self.base, self.lot = profile, base, lot
        self.seen: dict[str, list[float]] = {name: [] for name in LIMITS}

    def morning(self, house: House) -> None:
        phone = MeasuredPhone(self.profile)
        office = self.profile.playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        head = desk.signed_in(office, house, "kepala")
        phone.enrol(desk.enrolment_link(head, payer=0))
        desk.give_round(head, payer=0)
        office.close()
        phone.pull()
        phone.open_day(phone.amount("morning-total"))
        phone.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
        phone.context.close()

    def measured(
        self, homes: list[Home], asked: argparse.Namespace
    ) -> tuple[dict[str, list[float]], dict[str, float | int]]:
        self.starts(asked.starts // 2)
        phone = self.started()
        rows = phone.rows()
        met = found_in(rows, homes)
        self.doors(phone, rows, asked.opened)
        before = phone.stored_bytes()
        sizes = [size for family, home in met[: asked.visits] for size in self.visit(phone, family, home)]
        assert len(self.seen["payment_ms"]) == asked.visits, f"{len(met)} families could be met"
        expect(phone.see("foot-unsent")).to_contain_text("belum terkirim")
        self.seen["visits_bytes"].append((phone.stored_bytes() - before) * FULL_DAY / asked.visits)
        assert phone.errors == [], phone.errors
        phone.context.close()
        self.starts(asked.starts - asked.starts // 2)
        assert len(rows) >= LEAST_FAMILIES, f"only {len(rows)} families in the pack"
        assert np.median(sizes) >= LEAST_PHOTO_BYTES, f"photos of {np.median(sizes):.0f} bytes are no real photos"
        return self.seen, {
            "families": len(rows), "visits": asked.visits, "photo_bytes_median": int(np.median(sizes)),
            "hurried": phone.hurried, "slower": SLOWER, "load": round(os.getloadavg()[0], 2),
        }  # fmt: skip

    def starts(self, count: int) -> None:
        """The app is closed, its process gone; opened again without a network."""
        for _ in range(count):
            self.started().context.close()

    def started(self) -> MeasuredPhone:
        phone = MeasuredPhone(self.profile)
        phone.lose_network()
        phone.calm()
        phone.slow(SLOWER)
        self.seen["cold_start_ms"].append(phone.start(f"{self.base}/app/"))
        first, last = PIN[:-1], PIN[-1]
        for digit in first:
            phone.tap(f"pin-{digit}")
        self.seen["pin_to_round_ms"].append(phone.timed(f"pin-{last}", until="screen-round"))
        phone.slow(1)
        return phone

    def doors(self, phone: MeasuredPhone, rows: dict[str, str], count: int) -> None:
        """Families spread over the whole list."""
        phone.slow(SLOWER)
        for family in list(rows)[:: max(1, len(rows) // count)][:count]:
            name = phone.page.locator(f'[data-family="{family}"] strong').text_content() or ""
            self.seen["open_family_ms"].append(phone.open_timed(family, name))
            phone.tap("back")
            phone.tap("filter-all")
        phone.slow(1)

    def visit(self, phone: MeasuredPhone, family: str, home: Home) -> list[int]:
        """One ordinary visit, its payment timed; the sizes of its photos as the phone says them."""
        phone.stand_at(home.place)
        film(self.profile.film, home.field, self.lot)
        phone.tap("filter-all")
        phone.page.locator(f'[data-testid="family"][data-family="{family}"]').click()
        expect(phone.see("door-name")).to_have_text(home.name)
        phone.show_place()
        phone.show_face_at_a_tap()
        film(self.profile.film, home.front, self.lot)
        phone.tap("continue")
        phone.on("house")
        expect(phone.see("viewfinder")).to_have_attribute("data-running", "true", timeout=30_000)
        phone.tap("take")
        size = phone.page.get_by_text("Foto tersimpan").inner_text()
        phone.slow(SLOWER)
        self.seen["evidence_ms"].append(phone.timed("house-use", until="screen-money"))
        phone.slow(1)
        phone.sign()
        phone.slow(SLOWER)
        self.seen["payment_ms"].append(phone.timed("paid", until="receipt-code"))
        phone.slow(1)
        phone.tap("to-list")
        return [1000 * int("".join(filter(str.isdigit, size)))]


if __name__ == "__main__":
    sys.exit(main())

"""A payer's whole day, six families and no network: each door ends in another way, every rupiah is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from amanah.cli.demonstration import listing
from amanah.cli.rehearsal.house import House
from tests.journeys import camera, desk, town
from tests.journeys.album import MOST_BYTES_OF_ALL, album_of
from tests.journeys.payer import Met, met_by
from tests.journeys.six_doors import (
    MISSING_RP,
    Day,
    evening,
    interrupted,
    morning,
    nobody_home,
    on_the_map,
    ordinary,
    owed_twice,
    represented,
    vouched_for,
)
from tests.journeys.streets import streets
from tests.journeys.test_supervisor import supervisors_link
from tests.journeys.walker import Walker

pytestmark = pytest.mark.journey

# A list of eight of which two come in spoiled; this seed's other six live near each other, one of them owed twice.
FAMILIES, SEED = 8, 3478


@pytest.fixture(scope="module")
def small_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One payer, one round of six families, a map of their villages."""
    extract = tmp_path_factory.mktemp("streets") / "rekaan.geojson"
    extract.write_text(streets(home.place for home in town.homes(FAMILIES, SEED).values()), encoding="utf-8")
    villages = {family.village for family in listing.make(FAMILIES, SEED).truth.families}
    with House(keep_log=extract.parent) as made:
        made.run("demo", "load", "--families", str(FAMILIES), "--seed", str(SEED), "--payers", "1")
        made.run("maps", "pack", "--osm", str(extract), "--village", *villages)
        made.serve()
        yield made


def cast(met: list[Met]) -> dict[str, Met]:
    """Who plays which door."""
    owed_twice = next(one for one in met if one.home.programmes == 2)
    ordinary = next(one for one in met if one is not owed_twice and camera.looks_ahead(one.home.field))
    others = [one for one in met if one not in (owed_twice, ordinary)]
    parts = ("absent", "represented", "doubted", "interrupted")
    return {"ordinary": ordinary, "owed_twice": owed_twice, **dict(zip(parts, others, strict=True))}


def at_the_desk(day: Day, head: Page, parts: dict[str, Met]) -> None:
    """Each family's page says how its visit ended."""
    for part, met in parts.items():
        head.goto(f"/families/{met.id}/")
        said = "kata tetangga, pulang besok pagi" if part == "absent" else "Dibayar"
        expect(head.locator("main")).to_contain_text(said)
        if part == "absent":
            expect(head.locator("main")).not_to_contain_text("Dibayar")
    head.goto(f"/families/{parts['owed_twice'].id}/")
    day.album.chapter("That evening, at the office")
    day.album.take(head, "family", "The office's page of the family with two programmes: one visit, both paid.")


def books_hold(day: Day, auditor: Page) -> None:
    auditor.goto("/audit/sound/?now=yes")
    expect(auditor.get_by_text("Semua cocok.")).to_be_visible()
    every = auditor.locator("table.plain").first.locator("td.num").all_inner_texts()
    assert every
    assert {told.strip() for told in every} == {"0"}
    paid = auditor.locator("dl.facts").get_by_role("link", name=desk.rupiah(day.paid_rp), exact=True)
    expect(paid).to_be_visible()
    day.album.take(auditor, "zero", "The auditor counts anew: the ledger sums to zero and nothing was paid twice.")


def test_six_families_each_in_another_way_and_the_books_hold(
    small_house: House, open_browser: Callable[..., Browser], tmp_path: Path
) -> None:
    homes = town.homes(FAMILIES, SEED)
    someone = next(iter(homes.values()))
    films = [tmp_path / "payer.mjpeg", tmp_path / "supervisor.mjpeg"]
    shots = [camera.show(film, someone.field) for film in films]
    phone = Walker(open_browser(camera=shots[0], draws=True), films[0])
    supervisor = Walker(open_browser(camera=shots[1]), films[1])
    album, index = album_of(tmp_path)
    day = Day(phone, supervisor, album)
    office = open_browser()
    head = desk.signed_in(office, small_house, "kepala")
    supervisor.enrol(supervisors_link(head))
    supervisor.tap("pull")
    supervisor.on("supervisor")
    supervisor.lose_network()

    float_rp = morning(day, head)
    met = met_by(phone, homes)
    assert len(met) == 6
    on_the_map(day)
    parts = cast(met)
    ordinary(day, parts["ordinary"])
    nobody_home(day, parts["absent"])
    represented(day, parts["represented"], by=town.stranger_to(parts["represented"].home, homes.values()))
    vouched_for(day, parts["doubted"], town.stranger_to(parts["doubted"].home, homes.values()))
    owed_twice(day, parts["owed_twice"])
    interrupted(day, parts["interrupted"])
    returned = evening(day, float_rp)
    assert phone.errors == supervisor.errors == []

    at_the_desk(day, head, parts)
    cashier = desk.signed_in(office, small_house, "kasir")
    desk.count_bag(cashier, desk.name_of(head, payer=0), counted=returned, missing=MISSING_RP)
    album.take(cashier, "cash", "The cashier counts the bag too and finds the same Rp50.000 missing.")
    books_hold(day, desk.signed_in(office, small_house, "pemeriksa"))
    album.bind(index)
    assert album.bytes() <= MOST_BYTES_OF_ALL

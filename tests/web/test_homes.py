"""Homes without a trusted place: who is on the list and why, who may see it, and what a file of it says."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.urls import reverse

from amanah.access.types import Role
from amanah.journal import queries as journal
from amanah.registry import commands as registry
from amanah.values.ids import new_id
from tests.visits import cast
from tests.web.cast import World, problem_of, shown, signed_in

PAGE = "homes_office"


def mark(world: World, *places: float, accuracy_m: float = 8) -> None:
    for day, lat in enumerate(places):
        at = cast.NOW + timedelta(days=day)
        registry.learn_home(
            world.family, lat=lat, lng=cast.HOME[1], accuracy_m=accuracy_m, visit=new_id(), at=at, by="test",
            day=at.date(),
        )  # fmt: skip


def test_a_home_without_a_place_is_listed_with_its_reason(world: World) -> None:
    page = shown(signed_in(Role.SUPERVISOR).get(reverse(PAGE, args=[world.nopen])))
    assert "belum pernah ditandai" in page
    assert '<html lang="id">' in page
    assert f'href="{reverse("homes")}" aria-current="page"' in page
    assert f"/families/{world.family}/home/" in page
    auditor = shown(signed_in(Role.AUDITOR).get(reverse(PAGE, args=[world.nopen])))
    assert f"/families/{world.family}/" in auditor
    assert f"/families/{world.family}/home/" not in auditor


def test_a_marked_home_leaves_the_list_and_has_a_plus_code(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    mark(world, cast.HOME[0])
    assert f"/families/{world.family}/" not in shown(client.get(reverse(PAGE, args=[world.nopen])))
    family = shown(client.get(reverse("family", args=[world.family])))
    assert "Dangin Puri</dd>" in family
    assert "sekitar" not in family


def test_a_place_that_is_not_trusted_says_so_beside_its_code(world: World) -> None:
    client = signed_in(Role.SUPERVISOR)
    mark(world, cast.HOME[0], cast.HOME[0] + 0.01)
    assert "titik-titiknya berbeda" in shown(client.get(reverse(PAGE, args=[world.nopen])))
    family = shown(client.get(reverse("family", args=[world.family])))
    assert "Belum pasti:" in family
    assert ">sekitar " in family


def test_the_list_is_cut_by_reason_and_village(world: World) -> None:
    client, page = signed_in(Role.SUPERVISOR), reverse(PAGE, args=[world.nopen])
    mark(world, cast.HOME[0], accuracy_m=400)
    poor = shown(client.get(page, {"why": "poor"}))
    assert "<h2>1 rumah</h2>" in poor
    assert "<h2>0 rumah</h2>" in shown(client.get(page, {"why": "disagree"}))
    assert "<h2>3 rumah</h2>" in shown(client.get(page, {"village": cast.VILLAGE}))
    assert "<h2>0 rumah</h2>" in shown(client.get(page, {"village": "x", "page": "99999"}))


def test_the_file_has_codes_but_no_names_and_its_reason_is_on_record(world: World) -> None:
    client, page = signed_in(Role.OFFICE_HEAD), reverse("homes_file", args=[world.nopen])
    mark(world, cast.HOME[0], accuracy_m=400)
    assert problem_of(client.post(page, {"reason": " "})) == "text_missing"
    answer = client.post(page, {"reason": "Kirim penanda", "why": "poor"})
    (line,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (line["family"], line["why"], line["plus_code_is"]) == (str(world.family), "poor", "guess")
    assert line["plus_code"].startswith("6P3Q")
    assert "Ni Wayan" not in answer.content.decode()
    (entry,) = journal.entries(word="access.looked")
    assert entry.details == {"what": "homes", "reason": "Kirim penanda"}


def test_who_has_one_office_goes_straight_to_it(world: World) -> None:
    answer = signed_in(Role.SUPERVISOR).get(reverse("homes"))
    assert answer.headers["Location"] == reverse(PAGE, args=[world.nopen])
    assert "KC Singaraja" in shown(signed_in(Role.AUDITOR).get(reverse("homes")))


def test_fifty_homes_a_page_and_the_next_page_keeps_the_filter(world: World) -> None:
    for number in range(100, 150):
        cast.a_debt(number)
    client, page = signed_in(Role.SUPERVISOR), reverse(PAGE, args=[world.nopen])
    first = shown(client.get(page, {"why": "never_tagged"}))
    assert "halaman 1 dari 2" in first
    assert "?why=never_tagged&amp;village=&amp;page=2" in first
    last = shown(client.get(page, {"why": "never_tagged", "page": "2"}))
    assert last.count('<tr><td><a href="/families/0') == 3

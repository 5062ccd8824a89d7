from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import shapely
from django.conf import settings

from amanah.access import commands as accessing
from amanah.access import queries as access
from amanah.cli.demonstration import files, listing, load, logins, places
from amanah.cli.main import main
from amanah.ledger import queries as ledger
from amanah.programs import commands, queries
from amanah.programs.types import Sp2d
from amanah.registry import queries as registry
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.values.numbers import FamilyCardNumber, Nik
from amanah.values.problem import Problem


def test_the_same_seed_gives_the_same_list() -> None:
    assert listing.make(50, 3) == listing.make(50, 3)
    assert listing.make(50, 3) != listing.make(50, 4)


def test_numbers_have_the_right_shape_and_serials_nobody_has() -> None:
    made = listing.make(80, 3)
    niks = [Nik(family.nik) for family in made.truth.families]
    assert len({nik.text for nik in niks}) == 80
    assert min(int(nik.text[12:]) for nik in niks) > 9000
    assert all(FamilyCardNumber(line["no_kk"]) for line in made.lines)


def test_every_village_has_an_area_around_its_centre() -> None:
    villages = places.villages()
    assert len(villages) == 43
    inside = [(v.area or shapely.Polygon()).contains(shapely.Point(v.lng, v.lat)) for v in villages]
    assert all(inside)
    assert all(village.is_approximate for village in villages)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.django_db
def test_the_list_is_read_as_its_truth_says(ending: str, tmp_path: Path) -> None:
    for office in places.OFFICES:
        accessing.add_office(office, by="user:test")
    accessing.load_villages(places.villages(), by="user:test")
    made = listing.make(300, 5)
    path = tmp_path / f"list.{ending}"
    files.write_list(made, path)
    truth = files.read_truth(path)
    assert truth == made.truth
    sp2d = Sp2d(truth.sp2d, truth.lines, Money(truth.total))
    got = commands.receive(path, sp2d=sp2d, by="user:test", now=utc_now())
    said = {remark.id_salur: remark.codes for remark in queries.remarks(got.batch, limit=None)}
    assert {name: said.get(name) for name in truth.dirt} == {name: (code,) for name, code in truth.dirt.items()}
    assert got.refused == sum(code != "village_unknown" for code in truth.dirt.values())


def test_the_zip_holds_a_photo_for_each_family_that_has_one(tmp_path: Path) -> None:
    truth = listing.make(60, 3).truth
    count = files.write_references(truth, tmp_path / "refs.zip")
    with zipfile.ZipFile(tmp_path / "refs.zip") as archive:
        assert len(archive.namelist()) == count == sum(family.has_reference for family in truth.families)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_loaded_office_is_ready_for_the_morning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    loaded = load(families=30, seed=2, payers=2, now=utc_now())
    assert len(loaded.rounds) == 2
    assert all(round_.float == round_.needed for round_ in loaded.rounds)
    assert [person.username for person in loaded.payers] == ["bayar01", "bayar02"]
    assert (ledger.total(), ledger.drift()) == (0, [])
    with_face = registry.references(list(loaded.families.values()))
    truth = {family.number: family for family in loaded.truth.families}
    assert {number for number, family in loaded.families.items() if family in with_face} == {
        number for number in loaded.families if truth[number].has_reference
    }
    password, people = logins.kept()
    assert len(password) >= 12
    assert {one["username"] for one in people} >= {"kementerian", "pusat", "kasir", "bayar02"}
    assert logins.path().stat().st_mode & 0o077 == 0
    assert access.actor_named("pemeriksa") is not None


def test_logins_of_nothing_loaded_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    with pytest.raises(Problem) as refusal:
        logins.kept()
    assert refusal.value.code == "demo_not_loaded"


def test_the_command_line_writes_a_list_and_says_its_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    main(["demo", "list", "--families", "20", "--seed", "9", "--out", str(path)])
    truth = files.read_truth(path)
    assert f"--lines {truth.lines} --total {truth.total}" in capsys.readouterr().out


def test_a_missing_list_file_is_a_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--lang", "en", "lists", "receive", "nowhere.csv", "--sp2d", "X", "--lines", "1", "--total", "1"]
    assert main(asked) == 2
    assert "There is no file nowhere.csv" in capsys.readouterr().err

"""`amanah maps build` and `export`: an office's own tiles and files, and plain words for what can't be."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from amanah.cli.main import main
from amanah.geo.maps import office_shelf
from amanah.journal import queries as journal
from tests.visits import cast


@pytest.fixture(autouse=True)
def _office(db: None) -> None:
    cast.an_office()
    for number in range(1, 4):
        cast.a_home(cast.a_debt(number), lat=cast.HOME[0] + number * 0.001)


def test_it_makes_the_offices_ground_its_homes_and_its_phones_packs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["maps", "build", "--office", cast.OFFICE, "--out", str(tmp_path), "--json", "-"]) == 0
    [made] = json.loads(capsys.readouterr().out)
    assert (made["office"], made["villages"], made["homes"], made["packs"]) == (cast.OFFICE, 1, 3, 1)
    for name in (office_shelf.GROUND, office_shelf.HOMES):
        assert office_shelf.file_of(tmp_path, cast.OFFICE, name).read_bytes().startswith(b"PMTiles")
    assert len(list(tmp_path.glob("*.pmtiles"))) == 1


def test_what_is_there_is_not_made_again_when_the_missing_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["maps", "build", "--missing", "--out", str(tmp_path), "--json", "-"]
    sizes = []
    for _ in range(2):
        assert main(asked) == 0
        sizes.append(json.loads(capsys.readouterr().out)[0]["bytes"])
    assert sizes[0] > 0
    assert sizes[1] == 0


def test_an_export_is_the_offices_homes_and_is_on_record(tmp_path: Path) -> None:
    out = tmp_path / "homes.csv"
    asked = ["maps", "export", "--office", cast.OFFICE, "--format", "csv", "--reason", "peta RT", "--out", str(out)]
    assert main(asked) == 0
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    assert [row["name"] for row in rows] == ["", "", ""]
    assert all("+" in row["plus_code"] for row in rows)
    assert out.stat().st_mode & 0o777 == 0o600
    [look] = journal.entries(word="access.looked", before=None, limit=5, newest_first=True)
    assert (look.about, look.details["reason"]) == (f"office:{cast.OFFICE}", "export csv: peta RT")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["build", "--office", "99999"], "There is no office 99999"),
        (["build", "--osm", "/nowhere/bali.osm.pbf"], "missing, damaged or cut short"),
        (["export", "--office", "99999", "--reason", "x", "--out", "x"], "There is no office 99999"),
        (["export", "--office", cast.OFFICE, "--reason", " ", "--out", "x"], "Write what this file is for"),
        (["export", "--office", cast.OFFICE, "--reason", "x", "--out", "/nowhere/x"], "can't be written"),
    ],
)
def test_what_cannot_be_made_is_said_plainly(asked: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "maps", *asked]) == 2
    assert said in capsys.readouterr().err

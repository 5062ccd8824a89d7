"""`amanah maps pack`: one file a village, figures as JSON, and plain words for what can't be."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
import shapely

from amanah.access import commands as access
from amanah.access.types import Office, OfficeKind, Village
from amanah.cli.main import main

AREA = shapely.box(115.20, -8.66, 115.21, -8.65)
OFFICE = Office("80001", "KCP Rekaan", OfficeKind.KCP, None, -8.65, 115.2, "0800")


@pytest.fixture(autouse=True)
def _villages(db: None) -> None:
    access.add_office(OFFICE, by="test")
    access.load_villages(
        [
            Village("51.71.01.1001", "Rekaan Kaja", -8.655, 115.205, OFFICE.nopen, AREA),
            Village("51.71.01.1002", "Rekaan Kelod", -8.655, 115.205, OFFICE.nopen, None),
        ],
        by="test",
    )


def test_it_makes_a_map_of_each_village_that_has_an_area(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["maps", "pack", "--office", OFFICE.nopen, "--out", str(tmp_path), "--json", "-"]) == 0
    (made,) = json.loads(capsys.readouterr().out)
    assert made["village"] == "51.71.01.1001"
    assert made["is_approximate"] is True
    content = (tmp_path / f"{made['sha256']}.pmtiles").read_bytes()
    assert (sha256(content).hexdigest(), len(content)) == (made["sha256"], made["bytes"])


def test_a_map_that_is_there_is_not_made_again_when_the_missing_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["maps", "pack", "--missing", "--out", str(tmp_path), "--json", "-"]
    assert main(asked) == 0
    assert [made["village"] for made in json.loads(capsys.readouterr().out)] == ["51.71.01.1001"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--village", "51.71.99.9999"], "There is no village 51.71.99.9999"),
        (["--village", "51.71.01.1002"], "has no boundary yet"),
        (["--office", "99999"], "No village with a boundary"),
        (["--osm", "/nowhere/bali.osm.pbf"], "missing, damaged or cut short"),
    ],
)
def test_what_cannot_be_mapped_is_said_plainly(
    asked: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "maps", "pack", "--out", str(tmp_path), *asked]) == 2
    assert said in capsys.readouterr().err

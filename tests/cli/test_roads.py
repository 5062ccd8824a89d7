"""`amanah maps roads` and `maps build --osm` with a small invented extract, and with what is no extract of here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles

from amanah.cli.main import main
from amanah.geo.maps import office_shelf
from amanah.geo.roads.asking import kept
from tests.visits import cast, river


@pytest.fixture(autouse=True)
def _office(db: None) -> None:
    cast.an_office()
    cast.a_home(cast.a_debt(1), lat=river.NORTH, lng=river.WEST)


@pytest.fixture
def kinds(tmp_path: Path) -> dict[str, Path]:
    """The same village as each kind of file that people have."""
    files = {kind: river.extract(tmp_path / f"river{kind}") for kind in (".osm.pbf", ".osm", ".osm.gz")}
    assert gzip.decompress(files[".osm.gz"].read_bytes())
    return files


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, Path]:
    whole = river.extract(tmp_path / "whole.osm.pbf").read_bytes()
    contents = {"cut off": whole[: len(whole) // 2], "empty": b"", "a page": b"<html>404 Not Found</html>"}
    found = {name: tmp_path / f"{name.replace(' ', '_')}.osm.pbf" for name in contents}
    for name, content in contents.items():
        found[name].write_bytes(content)
    (tmp_path / "no_map.osm.gz").write_bytes(gzip.compress(b"id,lat,lng"))
    abroad = river.extract(tmp_path / "abroad.osm.pbf", shift=-60.0)
    return found | {"gz of something else": tmp_path / "no_map.osm.gz", "abroad": abroad}


def _tiles(content: bytes) -> Iterator[bytes]:
    for _, tile in all_tiles(MemorySource(content)):
        yield gzip.decompress(tile)


@pytest.mark.parametrize("kind", [".osm.pbf", ".osm", ".osm.gz"])
def test_roads_are_the_same_from_each_kind_of_file(
    kind: str, kinds: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "roads.npz"
    assert main(["maps", "roads", str(kinds[kind]), "--out", str(out), "--json", "-"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["villages"], told["villages_outside"]) == (1, 0)
    assert len(kept(out).places) == told["nodes"] > 50


def test_streets_with_their_names_are_in_the_offices_ground_and_in_the_phones_pack(
    kinds: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "maps"
    assert main(["maps", "build", "--osm", str(kinds[".osm.pbf"]), "--out", str(out), "--json", "-"]) == 0
    [made] = json.loads(capsys.readouterr().out)
    assert (made["villages"], made["homes"], made["roads_near"]) == (1, 1, 4)
    [pack] = out.glob("*.pmtiles")
    for content in (office_shelf.file_of(out, cast.OFFICE, office_shelf.GROUND).read_bytes(), pack.read_bytes()):
        said = Reader(MemorySource(content)).metadata()
        assert {"road", "village"} <= {layer["id"] for layer in said["vector_layers"]}
        assert said["attribution"] == "© OpenStreetMap contributors"
        assert any(b"Jalan Utara" in tile and b"street" in tile for tile in _tiles(content))


def test_a_ground_without_an_extract_thanks_nobody(tmp_path: Path) -> None:
    assert main(["maps", "build", "--out", str(tmp_path)]) == 0
    ground = office_shelf.file_of(tmp_path, cast.OFFICE, office_shelf.GROUND).read_bytes()
    assert Reader(MemorySource(ground)).metadata()["attribution"] == ""


@pytest.mark.parametrize(
    ("name", "roads_say", "build_says"),
    [
        ("cut off", "rusak, atau terpotong", "rusak, atau terpotong"),
        ("empty", "rusak, atau terpotong", "rusak, atau terpotong"),
        ("a page", "rusak, atau terpotong", "rusak, atau terpotong"),
        ("gz of something else", "rusak, atau terpotong", "rusak, atau terpotong"),
        ("abroad", "tidak memuat satu pun dari 1 desa", "tidak menyentuh satu pun desa"),
    ],
)
def test_what_is_no_extract_of_here_is_told_and_nothing_is_written(
    name: str, roads_say: str, build_says: str, bad: dict[str, Path], tmp_path: Path, capsys: Any
) -> None:
    out, tiles = tmp_path / "roads.npz", tmp_path / "tiles"
    for said, words in (
        (roads_say, ["roads", str(bad[name]), "--out", str(out)]),
        (build_says, ["build", "--osm", str(bad[name]), "--out", str(tiles)]),
    ):
        assert main(["maps", *words]) != 0
        assert said in capsys.readouterr().err
    assert not out.exists()
    assert not tiles.exists()

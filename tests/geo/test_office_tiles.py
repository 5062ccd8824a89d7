"""An office's own tiles and its homes as files."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pyogrio.raw
import pytest
import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles

from amanah.geo.maps import exporting, office_shelf, office_tiles
from amanah.geo.maps.exporting import Placed
from amanah.geo.maps.types import Feature, Ground
from amanah.geo.types import Fix

HOLED = shapely.box(115.20, -8.66, 115.21, -8.65) - shapely.box(115.204, -8.656, 115.206, -8.654)
PARTS = shapely.union_all([shapely.box(115.22, -8.66, 115.23, -8.65), shapely.box(115.24, -8.66, 115.25, -8.65)])
VILLAGES = [
    Ground("51.71.01.1001", "Rekaan Kaja", HOLED, is_approximate=True),
    Ground("51.71.01.1002", "Rekaan Kelod", PARTS, is_approximate=True),
]
STREET = Feature("road", "street", "Jalan Rekaan", shapely.LineString([(115.19, -8.655), (115.26, -8.655)]))
HOME = Placed("f-1", "51.71.01.1001", -8.65, 115.22, 5.0, "2026-11-24T02:00:00+00:00", "=Ni Wayan")


def _text(content: bytes) -> bytes:
    return b"".join(gzip.decompress(tile) for _, tile in all_tiles(MemorySource(content)))


def test_the_ground_has_every_village_with_its_holes_and_parts_and_the_streets() -> None:
    made = office_tiles.ground("80001", "KCP Rekaan", VILLAGES, [STREET])
    layers = {layer["id"] for layer in Reader(MemorySource(made)).metadata()["vector_layers"]}
    assert layers == {"village", "road"}
    assert made == office_tiles.ground("80001", "KCP Rekaan", VILLAGES, [STREET])


def test_homes_are_few_far_out_and_all_there_close_by() -> None:
    homes = [(f"family-{n}", Fix(-8.65 + n * 1e-5, 115.22), n > 0) for n in range(400)]
    made = office_tiles.homes(homes)
    header = Reader(MemorySource(made)).header()
    assert (header["min_zoom"], header["max_zoom"]) == (office_tiles.HOMES_MIN_ZOOM, office_tiles.HOMES_MOST_ZOOM)
    close = b"".join(
        gzip.decompress(tile)
        for (zoom, _, _), tile in all_tiles(MemorySource(made))
        if zoom == office_tiles.HOMES_MOST_ZOOM
    )
    assert all(f"family-{n}".encode() in close for n in range(400))
    assert close.count(b"around") == 1  # the key, of the only one whose place isn't trusted
    far = [gzip.decompress(tile) for (zoom, _, _), tile in all_tiles(MemorySource(made)) if zoom == 8]
    assert len(b"".join(far)) < len(close) / 10


def test_what_is_kept_of_homes_is_read_by_the_house_alone(tmp_path: Path) -> None:
    path = office_shelf.keep(tmp_path, "80001", office_shelf.HOMES, b"homes")
    assert path.read_bytes() == b"homes"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path not in set(tmp_path.glob("*.pmtiles"))  # the phones' shelf


def test_all_three_kinds_of_file_say_the_same(tmp_path: Path) -> None:
    row = next(iter(csv.DictReader(io.StringIO(exporting.as_csv([HOME]).decode("utf-8-sig")))))
    assert (row["lat"], row["lng"], row["plus_code"]) == ("-8.65", "115.22", HOME.plus_code)
    [feature] = json.loads(exporting.geojson([HOME]))["features"]
    assert feature["geometry"]["coordinates"] == [115.22, -8.65]
    path = tmp_path / "homes.gpkg"
    path.write_bytes(exporting.gpkg([HOME]))
    meta, _, points, data = pyogrio.raw.read(path)
    read = dict(zip(meta["fields"], (column[0] for column in data), strict=True))
    assert shapely.from_wkb(points[0]).coords[0] == (115.22, -8.65)
    assert meta["crs"] == "EPSG:4326"
    assert read["plus_code"] == HOME.plus_code == feature["properties"]["plus_code"]


def test_a_place_nobody_trusts_is_told_as_around_there_and_never_finely(tmp_path: Path) -> None:
    guess = Placed("f-2", "51.71.01.1001", -8.6512345678, 115.2212345678, 1.0, HOME.learnt_at, trusted=False)
    path = tmp_path / "homes.gpkg"
    path.write_bytes(exporting.gpkg([guess, HOME]))
    meta, _, points, data = pyogrio.raw.read(path)
    in_gpkg = dict(zip(meta["fields"], (column[0] for column in data), strict=True))
    in_csv = next(iter(csv.DictReader(io.StringIO(exporting.as_csv([guess, HOME]).decode("utf-8-sig")))))
    in_json, of_home = json.loads(exporting.geojson([guess, HOME]))["features"]
    for told in (in_gpkg, in_csv, in_json["properties"]):
        assert told["trusted"] in (False, "false")
        assert told["place_is"] == "sekitar · around"
        assert len(told["plus_code"].replace("+", "")) == 10
    at = [115.2212, -8.6512]
    assert list(shapely.from_wkb(points[0]).coords[0]) == in_json["geometry"]["coordinates"] == at
    assert [float(in_csv["lng"]), float(in_csv["lat"])] == at
    assert of_home["properties"]["trusted"] is True


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    assert "'=Ni Wayan" in exporting.as_csv([HOME]).decode("utf-8-sig")


@pytest.mark.parametrize("kind", sorted(exporting.FORMATS))
def test_an_office_without_a_known_home_gives_an_empty_file(kind: str) -> None:
    assert exporting.FORMATS[kind]([])

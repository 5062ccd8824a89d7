"""Files of boundaries as offices have them: other names, other kinds, packed, layered, in metres."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
import shapely
from pyogrio import raw
from shapely.geometry import mapping

from amanah.geo.boundaries import read
from amanah.values.problem import Problem

KAJA = "51.71.01.1001"
BOX = shapely.box(115.20, -8.66, 115.21, -8.65)


def text(properties: dict[str, Any], shape: Any = BOX, **more: Any) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": mapping(shape)}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more})


def crs(name: str) -> dict[str, Any]:
    return {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{name}"}}}


@pytest.mark.parametrize("field", ["KODE_DESA", "Kode Desa", "kodedesa", "kd_desa", "KDCPUM", "id", "village_id"])
def test_the_code_is_found_by_its_name_or_by_what_the_column_holds(tmp_path: Path, field: str) -> None:
    (tmp_path / "a.geojson").write_text(text({field: "5171011001", "NAMA": "Kaja", "luas": 12}))
    found = read(tmp_path / "a.geojson")
    assert (found.codes, found.names) == ((KAJA,), ("Kaja",))


@pytest.mark.parametrize(
    "properties",
    [{"kode_bps": "5171011001"}, {"ADM4_PCODE": "5171011001"}, {"lama": "5171011001", "baru": "5171011002"}],
)
def test_numbers_of_another_office_and_two_columns_that_differ_are_asked_about(
    tmp_path: Path, properties: dict[str, str]
) -> None:
    (tmp_path / "a.geojson").write_text(text(properties))
    with pytest.raises(Problem, match="code_field_unknown"):
        read(tmp_path / "a.geojson")
    assert read(tmp_path / "a.geojson", code_field=next(iter(properties))).codes == (KAJA,)


def test_a_map_packed_in_a_folder_of_a_zip_or_by_gzip_is_read(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("batas 2026/kantor.geojson", text({"judul": "Kantor"}, BOX.centroid))
        packed.writestr("batas 2026/desa.geojson", text({"kode": KAJA}))
        packed.writestr("__MACOSX/._desa.geojson", "rubbish")
    (tmp_path / "b.geojson.gz").write_bytes(gzip.compress(text({"kode": KAJA}).encode()))
    for name in ("a.zip", "b.geojson.gz"):
        assert read(tmp_path / name).codes == (KAJA,)


def test_of_several_layers_the_one_with_codes_is_read(tmp_path: Path) -> None:
    for layer, field, shape in (("kantor", "judul", BOX.centroid), ("desa", "kode", BOX)):
        raw.write(
            str(tmp_path / "a.gpkg"), shapely.to_wkb([shape]), [np.array([KAJA], dtype=object)], [field],
            geometry_type=shape.geom_type, crs="EPSG:4326", driver="GPKG", layer=layer, append=layer == "desa",
        )  # fmt: skip
    found = read(tmp_path / "a.gpkg")
    assert (found.codes, found.shapes[0].equals(BOX)) == ((KAJA,), True)


@pytest.mark.parametrize("name", ["4326", "4755", "9470"])
def test_degrees_of_the_countrys_own_datum_are_degrees(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.geojson").write_text(text({"kode": KAJA}, **crs(name)))
    assert read(tmp_path / "a.geojson").codes == (KAJA,)


@pytest.mark.parametrize("said", [{}, crs("3857")])
def test_metres_are_refused_with_what_to_do_whether_the_file_says_so_or_not(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    (tmp_path / "a.geojson").write_text(
        text({"kode": KAJA}, shapely.box(12_824_000, -967_000, 12_825_000, -966_000), **said)
    )
    with pytest.raises(Problem, match="boundaries_projected"):
        read(tmp_path / "a.geojson")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "boundaries_empty"),
        (text({"kode": KAJA})[:-30], "boundaries_unreadable"),
        ("<html>404</html>", "boundaries_unreadable"),
        ("PK\x03\x04rubbish", "boundaries_unreadable"),
    ],
)
@pytest.mark.parametrize("ending", ["geojson", "zip", "gz"])
def test_what_is_no_map_is_told_in_a_sentence(tmp_path: Path, content: str, named: str, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_text(content)
    with pytest.raises(Problem) as told:
        read(path)
    assert told.value.code == (named if ending == "geojson" else told.value.code)
    assert path.name in told.value.sentence.en

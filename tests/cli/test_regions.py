"""`amanah regions load`: a file of boundaries in, an edition and what was wrong out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from amanah.access import commands as access
from amanah.access import queries as known
from amanah.access.types import Village
from amanah.cli.main import main

KAJA, KELOD, UNKNOWN = "51.71.01.1001", "51.71.01.1002", "51.71.01.1003"
HOLED = shapely.box(115.20, -8.66, 115.21, -8.65).difference(shapely.box(115.204, -8.656, 115.206, -8.654))
BESIDE = shapely.MultiPolygon([shapely.box(115.21, -8.66, 115.22, -8.65), shapely.box(115.3, -8.7, 115.301, -8.699)])

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _villages(db: None) -> None:
    access.load_villages(
        [Village(KAJA, "Rekaan Kaja", -8.655, 115.205), Village(KELOD, "Kelod", -8.655, 115.215)], by="t"
    )


def written(path: Path, features: list[tuple[object, BaseGeometry | None]], *, field: str = "kode") -> Path:
    rows = [
        {"type": "Feature", "properties": {field: code, "nama": f"Desa {code}"}, "geometry": shape and mapping(shape)}
        for code, shape in features
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}))
    return path


def loaded(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["regions", "load", str(path), "--json", "-", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_holes_and_several_parts_stay_as_they_were_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = loaded(written(tmp_path / "a.geojson", [(5171011001, HOLED), ("51.71.01.1002", BESIDE)]), capsys)
    assert (found["edition"], found["villages"], found["faults"], found["overlaps"]) == (found["edition"], 2, [], [])
    areas = {village.code: village for village in known.villages()}
    kaja, kelod = areas[KAJA].area, areas[KELOD].area
    assert kaja is not None
    assert kaja.equals(HOLED)
    assert kelod is not None
    assert kelod.equals(BESIDE)
    assert (areas[KAJA].name, areas[KAJA].is_approximate) == ("Rekaan Kaja", False)


def test_the_newest_edition_is_used_and_the_older_one_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = loaded(written(tmp_path / "a.geojson", [(KAJA, HOLED), (KELOD, BESIDE)]), capsys)
    then = known.newest_area_edition()
    second = loaded(written(tmp_path / "b.geojson", [(KAJA, shapely.box(115.2, -8.66, 115.22, -8.64))]), capsys)
    assert then is not None
    assert second["edition"] > first["edition"]
    now, kept = known.village(KAJA), known.village(KELOD)
    assert now
    assert now.area
    assert now.area.area == pytest.approx(0.0004)
    assert kept
    assert kept.area
    assert kept.area.equals(BESIDE)
    before = known.area_of(KAJA, edition=then)
    assert before is not None
    assert before.equals(HOLED)


def test_the_same_file_again_is_no_new_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "a.geojson", [(KAJA, HOLED)])
    assert [loaded(path, capsys)["is_new"], loaded(path, capsys)["is_new"]] == [True, False]
    assert len(known.area_editions()) == 1


def test_villages_we_dont_know_are_told_and_made_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "a.geojson", [(KAJA, HOLED), (UNKNOWN, BESIDE)])
    assert loaded(path, capsys)["unknown"] == [UNKNOWN]
    assert known.village(UNKNOWN) is None
    assert loaded(path, capsys, "--create")["unknown"] == []
    made = known.village(UNKNOWN)
    assert made
    assert made.name == f"Desa {UNKNOWN}"
    assert made.area


def test_turned_axes_are_refused_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    turned = shapely.transform(HOLED, lambda points: points[:, ::-1])
    path = written(tmp_path / "a.geojson", [(KAJA, turned)])
    assert main(["--lang", "en", "regions", "load", str(path)]) == 2
    assert "--swap" in capsys.readouterr().err
    found = loaded(path, capsys, "--swap")
    assert [(one["wrong"], one["kept"]) for one in found["faults"]] == [("swapped", True)]
    village = known.village(KAJA)
    assert village
    assert village.area
    assert village.area.equals(HOLED)


def test_a_file_that_was_never_a_map_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {
        "a.geojson": "{",
        "b.geojson": "",
        "c.csv": "a,b\n",
        "d.geojson": '{"type":"FeatureCollection"}',
    }.items():
        (tmp_path / name).write_text(text)
        assert main(["regions", "load", str(tmp_path / name)]) == 2, name
    assert main(["regions", "load", str(tmp_path / "missing.geojson")]) == 2
    path = written(tmp_path / "e.geojson", [(KAJA, HOLED)], field="kode_bps")
    assert main(["regions", "load", str(path)]) == 2
    assert "kode_bps" in capsys.readouterr().err
    assert loaded(path, capsys, "--code-field", "kode_bps")["villages"] == 1


def test_why_nothing_could_be_loaded_is_told_and_what_could_be_turned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turned = shapely.transform(HOLED, lambda points: points[:, ::-1])
    abroad = shapely.box(5.1, 52.1, 5.2, 52.2)
    some = written(tmp_path / "some.geojson", [(KAJA, HOLED), (KELOD, turned)])
    assert main(["--lang", "en", "regions", "load", str(some)]) == 0
    assert "load again with --swap" in capsys.readouterr().err
    cases: list[tuple[str, list[tuple[object, BaseGeometry | None]], str]] = [
        ("a", [(KAJA, abroad)], "outside Indonesia"), ("b", [("51.71.01", HOLED)], "--code-field"),
        ("c", [(KAJA, HOLED.centroid)], "Give polygons"), ("d", [(UNKNOWN, HOLED)], "--create"),
    ]  # fmt: skip
    for name, features, said in cases:
        assert main(["--lang", "en", "regions", "load", str(written(tmp_path / f"{name}.geojson", features))]) == 2
        assert said in capsys.readouterr().err
    assert len(known.area_editions()) == 1


def test_editions_are_listed_with_who_loaded_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaded(written(tmp_path / "a.geojson", [(KAJA, HOLED)]), capsys, "--source", "BIG 2024", "--by", "wayan")
    assert main(["regions", "editions"]) == 0
    said = capsys.readouterr().out
    assert "BIG 2024" in said
    assert "user:wayan" in said

"""A village's map: small, the same bytes each time, and nobody's home in it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import osmium
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader, all_tiles

from amanah.geo.maps import osm, packing, shelf
from amanah.geo.maps.types import MOST_BYTES, Feature, Ground
from amanah.geo.types import Fix
from amanah.values.problem import Problem

AREA = shapely.box(115.20, -8.66, 115.21, -8.65)
GROUND = Ground("51.71.01.1001", "Desa Rekaan", AREA, is_approximate=True)


def _tags(**said: str) -> dict[str, str]:
    return said


STREETS: list[tuple[dict[str, str], list[tuple[float, float]]]] = [
    (_tags(highway="secondary", name="Jalan Rekaan"), [(115.19, -8.655), (115.22, -8.655)]),
    (_tags(highway="footway", name="Gang Coba"), [(115.204, -8.656), (115.204, -8.654)]),
    (_tags(highway="steps"), [(115.206, -8.656), (115.206, -8.655)]),
    (_tags(waterway="river", name="Tukad Contoh"), [(115.201, -8.66), (115.203, -8.65)]),
    (_tags(highway="residential", name="Jalan Jauh"), [(116.0, -8.0), (116.01, -8.0)]),
]
SPOTS = [
    (_tags(amenity="place_of_worship", name="Pura Contoh"), (115.205, -8.655)),
    (_tags(amenity="school", name="SD Contoh"), (115.207, -8.653)),
    (_tags(place="hamlet", name="Banjar Rekaan"), (115.208, -8.652)),
]


@pytest.fixture
def pbf(tmp_path: Path) -> Path:
    path = tmp_path / "rekaan.osm.pbf"
    writer, node = osmium.SimpleWriter(str(path)), 0
    for tags, place in SPOTS:
        node += 1
        writer.add_node(osmium.osm.mutable.Node(id=node, location=place, tags=tags))
    ways = []
    for number, (tags, line) in enumerate(STREETS, 1):
        refs = []
        for place in line:
            node += 1
            writer.add_node(osmium.osm.mutable.Node(id=node, location=place))
            refs.append(node)
        ways.append(osmium.osm.mutable.Way(id=number, nodes=refs, tags=tags))
    for way in ways:
        writer.add_way(way)
    writer.close()
    return path


@pytest.fixture
def geojson(tmp_path: Path) -> Path:
    path = tmp_path / "rekaan.geojson"
    shapes: list[tuple[dict[str, str], shapely.Geometry]] = [(tags, shapely.LineString(line)) for tags, line in STREETS]
    shapes += [(tags, shapely.Point(place)) for tags, place in SPOTS]
    rows = [
        {"type": "Feature", "properties": tags, "geometry": json.loads(shapely.to_geojson(shape))}
        for tags, shape in shapes
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


def _seen(features: list[Feature]) -> set[tuple[str, str, str, str]]:
    return {(each.layer, each.kind, each.name, shapely.set_precision(each.shape, 1e-6).wkt) for each in features}


def test_an_extract_gives_the_same_ground_as_pbf_and_as_geojson(pbf: Path, geojson: Path) -> None:
    assert _seen(osm.read(pbf)) == _seen(osm.read(geojson))
    kinds = {(each.layer, each.kind) for each in osm.read(pbf)}
    assert kinds == {("road", "main"), ("road", "alley"), ("road", "steps"), ("road", "street"), ("water", "line"),
                     ("mark", "worship"), ("mark", "school"), ("place", "hamlet")}  # fmt: skip


def test_the_same_ground_gives_the_same_bytes(pbf: Path) -> None:
    features = osm.read(pbf)
    first = packing.pack(GROUND, features, [])
    again = packing.pack(GROUND, list(reversed(features)), [])
    assert first.content == again.content
    assert len(first.content) <= MOST_BYTES
    assert first.left_out == ()


def test_the_pack_is_of_this_village_and_says_so(pbf: Path) -> None:
    made = packing.pack(GROUND, osm.read(pbf), [])
    reader = Reader(MemorySource(made.content))
    header, said = reader.header(), reader.metadata()
    west, _, _, north = AREA.bounds
    assert header["min_lon_e7"] <= west * 1e7
    assert header["max_lat_e7"] >= north * 1e7
    assert (header["min_zoom"], header["max_zoom"]) == (10, 16)
    assert said["approximate"] is True
    assert "OpenStreetMap" in said["attribution"]
    assert {layer["id"] for layer in said["vector_layers"]} == {"village", "water", "road", "place", "mark"}
    assert made.features == len(STREETS) + len(SPOTS)  # the far street is left out, the border is one more
    assert str(Path.home()) not in json.dumps(said)


def test_a_village_without_an_extract_still_has_its_border() -> None:
    made = packing.pack(GROUND, [], [])
    assert made.max_zoom == packing.PLAIN_ZOOM
    assert [layer["id"] for layer in Reader(MemorySource(made.content)).metadata()["vector_layers"]] == ["village"]


inside = st.builds(Fix, lat=st.floats(-8.6599, -8.6501), lng=st.floats(115.2001, 115.2099))


@given(st.lists(inside, max_size=5))
@settings(max_examples=8, deadline=None)
def test_homes_inside_the_boundary_leave_no_trace(homes: list[Fix]) -> None:
    assert packing.area_of(GROUND, homes).equals(packing.area_of(GROUND, []))


@given(st.floats(0, 0.9999), st.floats(0, 0.9999))
def test_a_home_beyond_the_boundary_moves_the_edge_by_whole_steps_only(east: float, north: float) -> None:
    step = packing.GRID_DEG
    corner = Fix(-8.645 + north * step * 0.98 + 1e-6, 115.215 + east * step * 0.98 + 1e-6)
    middle = Fix(-8.6425, 115.2175)
    assert packing.area_of(GROUND, [corner]).equals(packing.area_of(GROUND, [middle]))


def test_no_home_is_in_a_tile() -> None:
    home = Fix(-8.6432, 115.2171)
    made = packing.pack(GROUND, [], [home])
    assert made.features == 1
    assert made.content == packing.pack(GROUND, [], [Fix(-8.6427, 115.2166)]).content


def test_a_map_too_large_goes_without_detail_and_says_so(pbf: Path) -> None:
    features = osm.read(pbf)
    whole = packing.pack(GROUND, features, [])
    less = packing.pack(GROUND, features, [], most=len(whole.content) - 1)
    assert len(less.content) < len(whole.content)
    assert less.left_out[0] == "zoom 16"
    assert less.max_zoom == 15


def test_a_map_that_can_be_made_no_smaller_is_refused(pbf: Path) -> None:
    with pytest.raises(Problem) as refused:
        packing.pack(GROUND, osm.read(pbf), [], most=200)
    assert refused.value.code == "map_too_large"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.osm.pbf", None, "map_file_unreadable"),
        ("junk.osm.pbf", b"\x00\x01junk", "map_file_unreadable"),
        ("none.geojson", None, "map_file_unreadable"),
        ("cut.geojson", b'{"type": "FeatureColl', "map_file_unreadable"),
        ("list.geojson", b"[]", "map_file_unreadable"),
        ("odd.geojson", b'{"features": [{"geometry": {"type": "Nothing"}}]}', "map_file_unreadable"),
        ("empty.geojson", b'{"type": "FeatureCollection", "features": []}', "map_file_empty"),
        ("streets.shp", b"", "map_file_unknown"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem) as refused:
        osm.read(path)
    assert refused.value.code == code
    assert name in refused.value.sentence.en


def test_a_pbf_cut_short_is_refused(pbf: Path) -> None:
    pbf.write_bytes(pbf.read_bytes()[:-40])
    with pytest.raises(Problem, match="map_file_unreadable"):
        osm.read(pbf)


def test_a_map_is_kept_under_its_own_hash_and_the_older_one_goes(tmp_path: Path, pbf: Path) -> None:
    plain = shelf.keep(tmp_path / "maps", GROUND, packing.pack(GROUND, [], []))
    drawn = shelf.keep(tmp_path / "maps", GROUND, packing.pack(GROUND, osm.read(pbf), []))
    assert shelf.kept(tmp_path / "maps") == {GROUND.code: drawn}
    content = shelf.file_of(tmp_path / "maps", drawn).read_bytes()
    assert sha256(content).hexdigest() == drawn.sha256
    assert not shelf.file_of(tmp_path / "maps", plain).exists()
    assert list(all_tiles(MemorySource(content)))

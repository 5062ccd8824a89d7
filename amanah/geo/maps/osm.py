"""An OSM extract (.osm.pbf, .osm, .osm.gz, or the GeoJSON that `osmium export` writes) read into what a payer walks by.

Tags: https://wiki.openstreetmap.org/wiki/Map_features. Buildings, shops and land use are left out: they are most of
the bytes and none of the way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import osmium
import shapely
from osmium.geom import GeoJSONFactory
from shapely.geometry.base import BaseGeometry

from amanah.geo.maps.types import Feature
from amanah.values.problem import Problem, Sentence

_MAIN = ("motorway", "trunk", "primary", "secondary", "motorway_link", "trunk_link", "primary_link", "secondary_link")
_STREET = ("tertiary", "tertiary_link", "residential", "unclassified", "living_street", "road")
_ALLEY = ("service", "footway", "path", "pedestrian", "track", "cycleway", "bridleway")
_ROADS = {**dict.fromkeys(_MAIN, "main"), **dict.fromkeys(_STREET, "street"), **dict.fromkeys(_ALLEY, "alley"),
          "steps": "steps"}  # fmt: skip
_MARKS = {"place_of_worship": "worship", "school": "school", "kindergarten": "school", "marketplace": "market",
          "community_centre": "hall", "townhall": "hall", "clinic": "clinic", "hospital": "clinic",
          "post_office": "post"}  # fmt: skip
_PLACES = ("neighbourhood", "hamlet", "village", "suburb", "quarter", "locality")
_KEYS = ("highway", "waterway", "natural", "place", "amenity")
_LINES = ("LineString", "MultiLineString")
_AREAS = ("Polygon", "MultiPolygon")


def read(path: Path) -> list[Feature]:
    """Problems `map_file_unreadable`, `map_file_unknown` (no .osm.pbf, .osm, .osm.gz, .geojson), `map_file_empty`."""
    if path.name.endswith((".pbf", ".osm", ".osm.gz", ".osm.bz2")):
        rows = _pbf(path)
    elif path.suffix in (".geojson", ".json"):
        rows = _geojson(path)
    else:
        raise _unknown(path)
    try:
        found = [feature for tags, shape in rows if (feature := _feature(tags, shape))]
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, shapely.GEOSException) as error:
        raise _unreadable(path) from error
    if not found:
        raise _empty(path)
    return found


def _geojson(path: Path) -> Iterator[tuple[Mapping[str, str], BaseGeometry]]:
    for row in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if row["geometry"]:
            yield row.get("properties") or {}, shapely.from_geojson(json.dumps(row["geometry"]))


def _pbf(path: Path) -> Iterator[tuple[Mapping[str, str], BaseGeometry]]:
    if not path.is_file():
        raise _unreadable(path)
    factory = GeoJSONFactory()
    things = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.KeyFilter(*_KEYS))
    for thing in things:
        made = _drawn(factory, thing)
        if made:
            yield dict(thing.tags), shapely.from_geojson(made)


def _drawn(factory: GeoJSONFactory, thing: Any) -> str | None:
    """GeoJSON of a node, an open way or an area; None for relations, and for ways cut off at the extract's edge."""
    try:
        if thing.is_node():
            return str(factory.create_point(thing))
        if thing.is_way() and (not thing.is_closed() or "highway" in thing.tags):
            return str(factory.create_linestring(thing))
        if thing.is_area():
            return str(factory.create_multipolygon(thing))
    except (RuntimeError, osmium.InvalidLocationError):
        return None
    return None


def _feature(tags: Mapping[str, str], shape: BaseGeometry) -> Feature | None:
    """What the map draws of it, if anything."""
    name = str(tags.get("name") or "")
    kind = shape.geom_type
    if kind in _LINES and tags.get("highway") in _ROADS:
        return Feature("road", _ROADS[tags["highway"]], name, shape)
    if (kind in _LINES and tags.get("waterway")) or (kind in _AREAS and tags.get("natural") == "water"):
        return Feature("water", "area" if kind in _AREAS else "line", name, shape)
    if tags.get("amenity") in _MARKS:
        return Feature("mark", _MARKS[tags["amenity"]], name, shape.representative_point())
    if kind == "Point" and name and tags.get("place") in _PLACES:
        return Feature("place", str(tags["place"]), name, shape)
    return None


class Extract:
    """What an extract holds, found by where it lies: an office asks for its own part of a province."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features
        self._tree = shapely.STRtree([each.shape for each in features])

    def near(self, areas: Sequence[BaseGeometry], *, beside_deg: float = 0.1) -> list[Feature]:
        """What touches the box around these areas and some 11 km beside it (homes beyond a border), in file order."""
        if not self._features or not areas:
            return []
        box = shapely.box(*shapely.total_bounds(list(areas))).buffer(beside_deg, join_style="mitre")
        return [self._features[i] for i in sorted(self._tree.query(box, predicate="intersects"))]


def _unknown(path: Path) -> Problem:
    return Problem(
        "map_file_unknown",
        Sentence(
            f"{path.name}: bukan jenis berkas peta. Berikan cuplikan OSM (.osm.pbf, .osm, .osm.gz) atau .geojson.",
            f"{path.name}: no kind of map file. Give an OSM extract (.osm.pbf, .osm, .osm.gz) or .geojson.",
        ),
    )


def _unreadable(path: Path) -> Problem:
    return Problem(
        "map_file_unreadable",
        Sentence(
            f"{path.name} tidak ada, rusak, atau terpotong. Unduh lagi cuplikannya, lalu ulangi.",
            f"{path.name} is missing, damaged or cut short. Download the extract again, then repeat.",
        ),
    )


def _empty(path: Path) -> Problem:
    return Problem(
        "map_file_empty",
        Sentence(
            f"Di {path.name} tidak ada jalan, air, atau tempat. Pastikan cuplikan OSM-nya benar.",
            f"There is no road, water or place in {path.name}. Make sure it is the right OSM extract.",
        ),
    )

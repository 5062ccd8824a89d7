"""Homes as files that others open: GeoJSON (RFC 7946), GeoPackage, and CSV with Plus Codes. WGS84 throughout."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyogrio.raw
import shapely

from amanah.geo.pluscode import plus_code
from amanah.geo.types import Fix

_CELL_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Placed:
    """A home to be exported. `accuracy_m`: 68 % radius; `name` is empty where nobody gave a reason for names."""

    family: str
    village: str
    lat: float
    lng: float
    accuracy_m: float
    learnt_at: str
    name: str = ""

    @property
    def plus_code(self) -> str:
        return plus_code(Fix(self.lat, self.lng), accuracy_m=self.accuracy_m)


def geojson(homes: Sequence[Placed]) -> bytes:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [one.lng, one.lat]}, "properties": _told(one)}
        for one in homes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def as_csv(homes: Sequence[Placed]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets expect; no cell can be taken for a formula."""
    out = io.StringIO()
    columns = ["family", "village", "plus_code", "lat", "lng", "accuracy_m", "learnt_at", "name"]
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for one in homes:
        told = {key: _plain(value) for key, value in _told(one).items()}
        writer.writerow({**told, "lat": one.lat, "lng": one.lng})
    return ("\ufeff" + out.getvalue()).encode()


def gpkg(homes: Sequence[Placed]) -> bytes:
    """One layer `homes` of points (OGC GeoPackage 1.x)."""
    told = [_told(one) for one in homes]
    points = shapely.to_wkb(shapely.points([(one.lng, one.lat) for one in homes])) if homes else np.array([], object)
    texts = ["family", "village", "plus_code", "learnt_at", "name"]
    data = [np.array([row[field] for row in told], dtype=object) for field in texts]
    data.append(np.array([one.accuracy_m for one in homes], dtype=float))
    with TemporaryDirectory() as folder:
        path = Path(folder, "homes.gpkg")
        pyogrio.raw.write(
            path, points, data, [*texts, "accuracy_m"], layer="homes", driver="GPKG", geometry_type="Point",
            crs="EPSG:4326",
        )  # fmt: skip
        return path.read_bytes()


FORMATS: Mapping[str, Callable[[Sequence[Placed]], bytes]] = {"geojson": geojson, "gpkg": gpkg, "csv": as_csv}
KINDS = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3", "csv": "text/csv; charset=utf-8"}


def _told(one: Placed) -> dict[str, object]:
    told = asdict(one)
    return {key: told[key] for key in ("family", "village", "accuracy_m", "learnt_at", "name")} | {
        "plus_code": one.plus_code
    }


def _plain(value: object) -> object:
    """An apostrophe before what a spreadsheet would reckon with (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_CELL_STARTS) else value

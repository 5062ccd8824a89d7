"""Homes as files that others open: GeoJSON (RFC 7946), GeoPackage, and CSV with Plus Codes. WGS84 throughout."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyogrio.raw
import shapely

from amanah.geo.pluscode import plus_code
from amanah.geo.types import Fix

SURE_DIGITS, AROUND_DIGITS = 6, 4
"""Decimals of a degree: a decimetre, and some 11 m for a place nobody trusts."""
_TEXTS = ("family", "village", "plus_code", "place_is", "learnt_at", "name")
_CELL_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Placed:
    """A home to be exported. `accuracy_m`: 68 % radius; `name` is empty where nobody gave a reason for names.

    A place that isn't trusted is said to be around somewhere, and never to a cell finer than that.
    """

    family: str
    village: str
    lat: float
    lng: float
    accuracy_m: float
    learnt_at: str
    name: str = ""
    trusted: bool = True

    @property
    def at(self) -> tuple[float, float]:
        """(lng, lat) in degrees: to the decimetre, or to some 11 m where it isn't trusted."""
        digits = SURE_DIGITS if self.trusted else AROUND_DIGITS
        return round(self.lng, digits), round(self.lat, digits)

    @property
    def plus_code(self) -> str:
        lng, lat = self.at
        return plus_code(Fix(lat, lng), accuracy_m=self.accuracy_m if self.trusted else math.inf)

    @property
    def place_is(self) -> str:
        return "rumah · home" if self.trusted else "sekitar · around"


def geojson(homes: Sequence[Placed]) -> bytes:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [*one.at]}, "properties": _told(one)}
        for one in homes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def as_csv(homes: Sequence[Placed]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets expect; no cell can be taken for a formula."""
    out = io.StringIO()
    columns = [*_TEXTS[:4], "trusted", "lat", "lng", "accuracy_m", "learnt_at", "name"]
    writer = csv.DictWriter(out, columns, lineterminator="\r\n")
    writer.writeheader()
    for one in homes:
        told = {key: _plain(value) for key, value in _told(one).items()}
        lng, lat = one.at
        writer.writerow({**told, "trusted": str(one.trusted).lower(), "lat": lat, "lng": lng})
    return ("\ufeff" + out.getvalue()).encode()


def gpkg(homes: Sequence[Placed]) -> bytes:
    """One layer `homes` of points (OGC GeoPackage 1.x)."""
    told = [_told(one) for one in homes]
    points = shapely.to_wkb(shapely.points([one.at for one in homes])) if homes else np.array([], object)
    data = [np.array([row[field] for row in told], dtype=object) for field in _TEXTS]
    data.append(np.array([one.accuracy_m for one in homes], dtype=float))
    data.append(np.array([one.trusted for one in homes], dtype=bool))
    with TemporaryDirectory() as folder:
        path = Path(folder, "homes.gpkg")
        pyogrio.raw.write(
            path, points, data, [*_TEXTS, "accuracy_m", "trusted"], layer="homes", driver="GPKG",
            geometry_type="Point", crs="EPSG:4326",
        )  # fmt: skip
        return path.read_bytes()


FORMATS: Mapping[str, Callable[[Sequence[Placed]], bytes]] = {"geojson": geojson, "gpkg": gpkg, "csv": as_csv}
KINDS = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3", "csv": "text/csv; charset=utf-8"}


def _told(one: Placed) -> dict[str, object]:
    told = asdict(one)
    kept = {key: told[key] for key in ("family", "village", "accuracy_m", "learnt_at", "name", "trusted")}
    return kept | {"plus_code": one.plus_code, "place_is": one.place_is}


def _plain(value: object) -> object:
    """An apostrophe before what a spreadsheet would reckon with (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_CELL_STARTS) else value

"""An invented extract of streets around given doors: the demonstration's towns have none of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable


def streets(places: Iterable[tuple[float, float]]) -> str:
    """GeoJSON: a street past each door (lat, lng), an alley up to it, a school at every tenth."""
    rows = []
    for number, (lat, lng) in enumerate(places):
        street = [[lng - 0.003, lat - 0.0004], [lng + 0.003, lat - 0.0004]]
        alley = [[lng, lat - 0.0004], [lng, lat]]
        rows.append(_row({"highway": "residential", "name": f"Jalan Rekaan {number}"}, "LineString", street))
        rows.append(_row({"highway": "footway"}, "LineString", alley))
        if number % 10 == 0:
            school = [lng + 0.001, lat - 0.0007]
            rows.append(_row({"amenity": "school", "name": f"SD Rekaan {number}"}, "Point", school))
    return json.dumps({"type": "FeatureCollection", "features": rows})


def _row(tags: dict[str, str], kind: str, places: object) -> dict[str, object]:
    return {"type": "Feature", "properties": tags, "geometry": {"type": kind, "coordinates": places}}

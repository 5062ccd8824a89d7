"""How far between two points, which village holds one, and how far outside a village it lies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from shapely.geometry import Point, Polygon

from amanah.geo.types import Areas, Fix

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
_METRES_A_DEGREE = 111_195.0  # of latitude, on the mean sphere


def distance_m(a: Fix, b: Fix) -> float:
    """Great-circle metres (haversine): within 0.5 % of the ellipsoid, far below any threshold here."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lng - a.lng) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(across)))


def village_of(areas: Areas, fix: Fix) -> str | None:
    """The code of the village that holds the point; None outside all of them."""
    found = areas.tree.query(Point(fix.lng, fix.lat), predicate="intersects")
    return areas.codes[int(found[0])] if len(found) else None


def outside_m(areas: Areas, code: str, fix: Fix) -> float | None:
    """Metres from the point to the village: 0 inside, None when we have no area for it."""
    i = areas.index.get(code)
    if i is None:
        return None
    shape, point = areas.shapes[i], Point(fix.lng, fix.lat)
    if shape.intersects(point):
        return 0.0
    return float(_in_metres(shape, fix).distance(Point(0, 0)))


def _in_metres(shape: Polygon, around: Fix) -> Polygon:
    """A flat map around one point: good to a percent within some tens of kilometres."""
    east_m = _METRES_A_DEGREE * cos(radians(around.lat))
    ring = shape.exterior.coords
    return Polygon([((lng - around.lng) * east_m, (lat - around.lat) * _METRES_A_DEGREE) for lng, lat in ring])

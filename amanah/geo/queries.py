"""How far between two points, which village holds one, and how far outside a village it lies: for one and for many."""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from amanah.geo.types import Areas, Fix, Position, Standing, Stands

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
_METRES_A_DEGREE = 111_195.0  # of latitude, on the mean sphere
_BESIDE_DEG = 0.0005  # 55 m: drawn borders of neighbours leave gaps, and rivers lie between
_BATCH = 20_000  # points asked at a time: a country's questions need no country's memory

Numbers = npt.NDArray[np.float64]


def distance_m(a: Position, b: Position) -> float:
    """Great-circle metres (haversine): within 0.5 % of the ellipsoid, far below any threshold here."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lng - a.lng) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(across)))


def village_of(areas: Areas, fix: Position) -> str | None:
    """The code of the village that holds the point; None outside all of them. Where areas overlap: the first."""
    found = areas.tree.query(Point(fix.lng, fix.lat), predicate="intersects")
    return areas.codes[int(found.min())] if len(found) else None


def villages_of(areas: Areas, lats: Numbers, lngs: Numbers) -> npt.NDArray[np.int64]:
    """Places in `areas.codes` of the villages that hold these points, -1 outside all; as `village_of`, for many."""
    found = np.full(len(lats), len(areas.codes), dtype=np.int64)
    beside = np.lexsort((lngs, np.floor(lats * 10)))  # neighbours in turn: three times as quick over a country
    for some in (beside[batch] for batch in _batches(len(lats))):
        points, boxes = areas.tree.query(shapely.points(lngs[some], lats[some]))
        holds = shapely.intersects_xy(areas.shapes[boxes], lngs[some][points], lats[some][points])
        np.minimum.at(found, some[points[holds]], boxes[holds])
    found[found == len(areas.codes)] = -1
    return found


def outside_m(areas: Areas, code: str, fix: Position) -> float | None:
    """Metres from the point to the village: 0 inside, None when we have no area for it."""
    far_m = float(outside_all_m(areas, [code], np.array([fix.lat]), np.array([fix.lng]))[0])
    return None if np.isnan(far_m) else far_m


def outside_all_m(areas: Areas, codes: Sequence[str], lats: Numbers, lngs: Numbers) -> Numbers:
    """Metres from each point to the village of its code: 0 inside, NaN when we have no area for it."""
    places = np.fromiter((areas.index.get(code, -1) for code in codes), np.int64, len(codes))
    far_m = np.full(len(places), np.nan)
    order = np.argsort(places, kind="stable")  # points of one village together: it is flattened once
    known = order[places[order] >= 0]
    inside = shapely.intersects_xy(areas.shapes[places[known]], lngs[known], lats[known])
    far_m[known[inside]] = 0.0
    out = known[~inside]
    for some in _batches(len(out)):
        own, whose = np.unique(places[out[some]], return_inverse=True)
        far_m[out[some]] = _far_m(areas.shapes[own], whose, lats[out[some]], lngs[out[some]])
    return far_m


def standing(areas: Areas, code: str, fix: Fix) -> Standing | None:
    """Inside, at a neighbour or elsewhere, by how many metres, and whether the 95 % radius leaves a doubt.

    None when we have no area for the village.
    """
    place = areas.index.get(code)
    if place is None:
        return None
    shape, here = areas.shapes[place], (np.array([fix.lat]), np.array([fix.lng]))
    out_m = outside_m(areas, code, fix) or 0.0
    edge_m = out_m or float(_far_m(np.array([shapely.boundary(shape)]), np.array([0]), *here)[0])
    found = code if out_m == 0 else village_of(areas, fix)
    return Standing(_stands(areas, shape, out_m, found), found, out_m, edge_m, edge_m >= fix.radius_95_m)


def _stands(areas: Areas, shape: BaseGeometry, out_m: float, found: str | None) -> Stands:
    if out_m == 0:
        return Stands.INSIDE
    beside = found is not None and shapely.dwithin(shape, areas.shapes[areas.index[found]], _BESIDE_DEG)
    return Stands.NEIGHBOUR if beside else Stands.ELSEWHERE


def area_m2(shapes: npt.NDArray[Any]) -> Numbers:
    """Square metres of each, on a flat map of its own: good to a percent for a village."""
    return np.asarray(shapely.area(_in_metres(shapes)), dtype=np.float64)


def _batches(number: int) -> list[slice]:
    return [slice(start, start + _BATCH) for start in range(0, number, _BATCH)]


def _far_m(shapes: npt.NDArray[Any], whose: npt.NDArray[np.int64], lats: Numbers, lngs: Numbers) -> Numbers:
    """Metres from each point to the shape at its place in `whose`."""
    points = shapely.points(lngs * _east_m(shapes)[whose], lats * _METRES_A_DEGREE)
    return np.asarray(shapely.distance(_in_metres(shapes)[whose], points), dtype=np.float64)


def _in_metres(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Each on a flat map of its own latitude: good to a percent within some tens of kilometres."""
    coordinates, whose = shapely.get_coordinates(shapes, return_index=True)
    coordinates *= np.column_stack([_east_m(shapes)[whose], np.full(len(whose), _METRES_A_DEGREE)])
    return np.asarray(shapely.set_coordinates(shapes.copy(), coordinates), dtype=object)


def _east_m(shapes: npt.NDArray[Any]) -> Numbers:
    bounds = shapely.bounds(shapes)
    return np.asarray(np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2)) * _METRES_A_DEGREE, dtype=np.float64)

"""Denpasar's 43 villages from their centres, with approximate areas made by us, five invented post offices, and homes.

Areas are Voronoi cells of the centres, clipped: near enough for a map and for "is it about here", never a boundary.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path
from random import Random

import shapely

from amanah.access.types import Office, OfficeKind, Village

CENTRES = Path(__file__).resolve().parents[3] / "demo" / "denpasar_village_centres.csv"
MAIN = "80000"
_HOTLINE = "0800-1-DEMO (peragaan)"
OFFICES = (
    Office(MAIN, "KCU Denpasar (peragaan)", OfficeKind.KCU, None, -8.6705, 115.2335, _HOTLINE),
    Office("80228", "KCP Sanur (peragaan)", OfficeKind.KCP, MAIN, -8.6890, 115.2560, _HOTLINE),
    Office("80223", "KCP Sesetan (peragaan)", OfficeKind.KCP, MAIN, -8.6990, 115.2160, _HOTLINE),
    Office("80119", "KCP Monang-Maning (peragaan)", OfficeKind.KCP, MAIN, -8.6690, 115.1920, _HOTLINE),
    Office("80116", "KCP Ubung (peragaan)", OfficeKind.KCP, MAIN, -8.6350, 115.2010, _HOTLINE),
)
_EDGE_DEG = 0.012  # about 1.3 km beyond the outermost centres
_SPREAD_DEG = 0.0032  # homes lie mostly within 350 m of the centre
_INSIDE_DEG = 0.0006  # and at least 65 m inside the cell


def villages(offices: tuple[Office, ...] = OFFICES) -> list[Village]:
    """Each with its area and the nearest of these offices."""
    rows = list(csv.DictReader(CENTRES.open(encoding="utf-8")))
    centres = [(float(row["lng"]), float(row["lat"])) for row in rows]
    return [
        Village(
            row["code"], row["name"], lat, lng, _nearest(lat, lng, offices),
            shapely.transform(cell, lambda points: points.round(6)), is_approximate=True,
        )
        for row, (lng, lat), cell in zip(rows, centres, _cells(centres), strict=True)
    ]  # fmt: skip


def home_in(village: Village, chance: Random) -> tuple[float, float]:
    """lat, lng of a door somewhere in the village, six decimals."""
    inside = (village.area or shapely.Polygon()).buffer(-_INSIDE_DEG)
    for _ in range(40):
        lat, lng = village.lat + chance.gauss(0, _SPREAD_DEG), village.lng + chance.gauss(0, _SPREAD_DEG)
        if inside.contains(shapely.Point(lng, lat)):
            return round(lat, 6), round(lng, 6)
    return village.lat, village.lng


def _cells(centres: list[tuple[float, float]]) -> list[shapely.Polygon]:
    """One cell a centre, in the order of the centres."""
    points = [shapely.Point(centre) for centre in centres]
    whole = shapely.MultiPoint(points).convex_hull.buffer(_EDGE_DEG)
    cells = [cell.intersection(whole) for cell in shapely.voronoi_polygons(shapely.MultiPoint(points)).geoms]
    tree = shapely.STRtree(cells)
    return [cells[tree.query(point, predicate="within")[0]] for point in points]


def _nearest(lat: float, lng: float, offices: tuple[Office, ...]) -> str:
    return min(offices, key=lambda office: math.dist((lat, lng), (office.lat or 0, office.lng or 0))).nopen

"""An OSM extract (`.osm.pbf`, `.osm`, `.osm.gz`) read into a graph: what a motorcycle may ride and what is walked.

Speeds are our own estimates of a payer's motorcycle in Indonesian towns, by the kind of road, and below what is
signed; `amanah routes calibrate` says what they are worth.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray

from amanah.geo.roads.types import Roads
from amanah.values.problem import Problem, Sentence

MOTO_KMH: Mapping[str, float] = {
    "motorway": 0, "motorway_link": 0, "trunk": 40, "trunk_link": 30, "primary": 35, "primary_link": 25,
    "secondary": 30, "secondary_link": 25, "tertiary": 28, "tertiary_link": 22, "unclassified": 22,
    "residential": 20, "living_street": 12, "road": 18, "service": 12, "track": 10, "busway": 0,
    "footway": 6, "path": 8, "pedestrian": 6, "cycleway": 10, "steps": 0, "bridleway": 0,
}  # fmt: skip
"""Motorcycles are shut out of toll roads; in alleys (footway, path) they are pushed or ridden at a walk."""
ALLEY_KMH = 8.0
"""`service=alley`, and anything said to be narrower than two metres."""
FOOT_KMH = 4.5
_NOT_ON_FOOT = {"motorway", "motorway_link", "busway"}
_NO = {"no", "private"}
_ONE_WAY = {"yes", "true", "1"}


def read_roads(file: Path) -> Roads:
    """Problems `extract_missing`, `extract_unreadable`, `extract_without_roads`."""
    if not file.is_file():
        raise Problem("extract_missing", Sentence(
            f"Berkas {file} tidak ada. Periksa jalurnya.", f"There is no file {file}. Check its path."
        ))  # fmt: skip
    index: dict[int, int] = {}
    places = list[tuple[float, float]]()
    edges = list[tuple[int, int, float, float]]()
    try:
        for way in osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations():
            if isinstance(way, osmium.osm.Way):
                _add(way, index, places, edges)
    except (RuntimeError, ValueError) as error:
        raise Problem("extract_unreadable", Sentence(
            f"{file.name} bukan berkas OSM, rusak, atau terpotong. Unduh lagi ekstraknya (.osm.pbf, .osm, .osm.gz).",
            f"{file.name} is no OSM file, damaged or cut short. Download the extract (.osm.pbf, .osm, .osm.gz) again.",
        )) from error  # fmt: skip
    if not edges:
        raise Problem("extract_without_roads", Sentence(
            f"Tidak ada jalan di {file.name}. Pakai ekstrak yang memuat jalan (highway=*).",
            f"There are no roads in {file.name}. Use an extract that holds roads (highway=*).",
        ))  # fmt: skip
    return _graph(np.array(places, dtype=np.float64), np.array(edges, dtype=np.float64))


def _add(
    way: osmium.osm.Way, index: dict[int, int], places: list[tuple[float, float]],
    edges: list[tuple[int, int, float, float]],
) -> None:  # fmt: skip
    """Every piece of a road, in the direction(s) it may be gone; a piece with a node outside the extract is left."""
    tags = dict(way.tags)
    there, back, foot = speeds(tags)
    if there == back == foot == 0:
        return
    last: int | None = None
    for node in way.nodes:
        if not node.location.valid():
            last = None
            continue
        here = index.get(node.ref)
        if here is None:
            here = index[node.ref] = len(places)
            places.append((node.lat, node.lon))
        if last is not None and last != here:
            edges.append((last, here, there, foot))
            edges.append((here, last, back, foot))
        last = here


def speeds(tags: Mapping[str, str]) -> tuple[float, float, float]:
    """km/h by motorcycle along the way and against it, and on foot; 0 where one may not."""
    kind = tags.get("highway", "")
    if kind not in MOTO_KMH or tags.get("area") == "yes" or tags.get("access") in _NO:
        return 0.0, 0.0, 0.0
    moto = MOTO_KMH[kind]
    if tags.get("service") == "alley" or _is_narrow(tags.get("width", "")):
        moto = min(moto, ALLEY_KMH)
    if tags.get("motorcycle", tags.get("motor_vehicle")) in _NO:
        moto = 0.0
    foot = 0.0 if kind in _NOT_ON_FOOT or tags.get("foot") in _NO else FOOT_KMH
    is_round = tags.get("junction") in {"roundabout", "circular"}
    one_way = tags.get("oneway:motorcycle", tags.get("oneway", "yes" if is_round else "no"))
    if one_way == "-1":
        return 0.0, moto, foot
    return moto, 0.0 if one_way in _ONE_WAY else moto, foot


def _is_narrow(width: str) -> bool:
    try:
        return float(width.removesuffix("m").replace(",", ".")) < 2
    except ValueError:
        return False


def _graph(places: NDArray[np.float64], edges: NDArray[np.float64]) -> Roads:
    tails, heads = edges[:, 0].astype(np.int32), edges[:, 1].astype(np.int32)
    lat, lng = np.radians(places[:, 0]), np.radians(places[:, 1])
    half = np.sin((lat[heads] - lat[tails]) / 2) ** 2
    half = half + np.cos(lat[tails]) * np.cos(lat[heads]) * np.sin((lng[heads] - lng[tails]) / 2) ** 2
    metres = 2 * 6_371_008.8 * np.arcsin(np.sqrt(half))
    with np.errstate(divide="ignore"):
        moto_s, foot_s = metres * 3.6 / edges[:, 2], metres * 3.6 / edges[:, 3]
    return Roads(places, tails, heads, metres.astype(np.float32), moto_s.astype(np.float32), foot_s.astype(np.float32))

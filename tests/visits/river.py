"""An invented village with a river: two banks, one bridge at their eastern end, and a road from there to the office."""

from __future__ import annotations

from pathlib import Path

import osmium

from amanah.geo.roads.asking import keep
from amanah.geo.roads.reading import read_roads

NORTH, SOUTH, BRIDGE = -8.6000, -8.6015, 115.2050
WEST = 115.1950
_STEP = 0.0005  # degrees: 55 m


def extract(file: Path, *, shift: float = 0.0) -> Path:
    """The village's roads as an OSM file (the kind by its ending), `shift` degrees to the east."""
    ways: list[tuple[list[tuple[float, float]], dict[str, str]]] = [
        (_along((NORTH, WEST), (NORTH, BRIDGE)), {"highway": "residential", "name": "Jalan Utara"}),
        (_along((SOUTH, WEST), (SOUTH, BRIDGE)), {"highway": "residential", "name": "Jalan Selatan"}),
        (_along((NORTH, BRIDGE), (SOUTH, BRIDGE)), {"highway": "residential", "bridge": "yes", "name": "Titi"}),
        (_along((SOUTH, BRIDGE), (-8.65, 115.22)), {"highway": "secondary", "name": "Jalan Raya Rekaan"}),
    ]
    known: dict[tuple[float, float], int] = {}
    with osmium.SimpleWriter(str(file)) as out:
        for place in (place for places, _ in ways for place in places):
            if place not in known:
                known[place] = len(known) + 1
                at = (place[1] + shift, place[0])
                out.add_node(osmium.osm.mutable.Node(id=known[place], location=at, version=1))
        for i, (places, tags) in enumerate(ways, start=1):
            nodes = [known[place] for place in places]
            out.add_way(osmium.osm.mutable.Way(id=i, nodes=nodes, tags=tags, version=1))
    return file


def built(folder: Path, *, shift: float = 0.0) -> None:
    """What `amanah maps roads` leaves in the folder of maps."""
    folder.mkdir(exist_ok=True)
    (folder / "river.osm.pbf").unlink(missing_ok=True)
    keep(read_roads(extract(folder / "river.osm.pbf", shift=shift)), folder / "roads.npz")


def _along(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[float, float]]:
    pieces = max(1, round(max(abs(other[0] - one[0]), abs(other[1] - one[1])) / _STEP))
    return [
        (round(one[0] + (other[0] - one[0]) * i / pieces, 7), round(one[1] + (other[1] - one[1]) * i / pieces, 7))
        for i in range(pieces + 1)
    ]

"""`amanah routes plan … --roads GRAPH.npz`: the stops' ways over the deployer's roads, else as the crow flies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from amanah.values.problem import Problem, Sentence

if TYPE_CHECKING:
    from amanah.routes.types import Limits, Plan, Stop

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OverRoads:
    """`ways`: (metres, seconds) from place to place, the office first; `on_roads`: which of them go over roads."""

    ids: tuple[str, ...]
    ways: tuple[Numbers, Numbers]
    on_roads: NDArray[np.bool_]

    def km_of(self, plan: Plan) -> float:
        """Of the plan's kilometres those over roads (fetching more cash in between isn't counted)."""
        place = {id_: i for i, id_ in enumerate(self.ids, start=1)}
        legs = [leg for one in plan.rounds for leg in pairwise([0, *(place[stop] for stop in one.stops), 0])]
        return sum(float(self.ways[0][leg]) for leg in legs if self.on_roads[leg]) / 1000


def over_roads(file: Path, stops: Sequence[Stop], depot: tuple[float, float] | None, limits: Limits) -> OverRoads:
    """Leg by leg: where no road leads, great circles by the limits' detour and speed.

    Problems `roads_unreadable`, `roads_elsewhere` (none of the stops is near a road of the file).
    """
    from amanah.geo.roads.asking import kept, straight_m
    from amanah.geo.roads.matrix import between, covered, cut
    from amanah.routes.planning import middle

    nodes = np.array([depot or middle(stops), *((stop.lat, stop.lng) for stop in stops)], dtype=np.float64)
    roads = cut(kept(file), nodes)
    if stops and not covered(roads, nodes[1:]):
        raise Problem("roads_elsewhere", Sentence(
            f"Tidak ada satu pun tujuan yang dekat jalan di {file.name}. Pakai ekstrak OSM daerah ini.",
            f"Not one of the stops is near a road of {file.name}. Use an OSM extract of this region.",
        ))  # fmt: skip
    found = between(roads, nodes) if stops else None
    crow = limits.detour * straight_m(nodes, nodes)
    if found is None:
        return OverRoads((), (crow, crow), np.zeros(crow.shape, dtype=bool))
    known = found.on_roads | found.guessed
    metres = np.where(known, found.metres, crow)
    seconds = np.where(known, found.seconds, crow * (3.6 / limits.speed_kmh))
    return OverRoads(tuple(stop.id for stop in stops), (metres, seconds), found.on_roads)

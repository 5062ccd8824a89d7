"""Metres and minutes between doors, over the roads: snapped by KD-tree, searched by scipy's Dijkstra."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from amanah.geo.roads.types import By, Numbers, Roads, Ways
from amanah.values.problem import Problem, Sentence

FAR_FROM_ROAD_M = 500.0
"""A door farther from any road isn't believed to be on it."""
LONGEST_S = 4 * 3600.0
"""The search ends there: nobody goes so far between two doors."""
DETOUR, SPEED_KMH = 1.6, 20.0
FOOT_KMH = 4.5
BESIDE_M = 75.0
"""Nearer than this one walks over to the next door, where the road would be longer."""
_AT_ONCE = 256  # sources: the search answers for every node, so 256 rows of 100,000 are 200 MB
_METRES_A_DEGREE = 111_195.0


def keep(roads: Roads, file: Path) -> None:
    """One `.npz`, compressed: whole or not at all, since plans read it at any time. Raises OSError."""
    half = file.with_name(file.name + ".half")
    with half.open("wb") as out:
        np.savez_compressed(
            out, places=roads.places, tails=roads.tails, heads=roads.heads, metres=roads.metres,
            moto_s=roads.moto_s, foot_s=roads.foot_s,
        )  # fmt: skip
    half.replace(file)


def kept(file: Path) -> Roads:
    """What `keep` wrote. Problem `roads_unreadable`."""
    try:
        with np.load(file, allow_pickle=False) as found:
            return Roads(
                found["places"], found["tails"], found["heads"], found["metres"], found["moto_s"], found["foot_s"]
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise Problem("roads_unreadable", Sentence(
            f"{file} bukan berkas jalan kami. Buat lagi dengan `amanah maps roads`.",
            f"{file} is no file of roads of ours. Make it again with `amanah maps roads`.",
        )) from error  # fmt: skip


class Map:
    """Roads ready to be asked one way of going; build once, ask often."""

    def __init__(self, roads: Roads, by: By = By.MOTO) -> None:
        seconds = (roads.moto_s if by is By.MOTO else roads.foot_s).astype(np.float64)
        usable = np.isfinite(seconds)
        self._graph, self._metres = _csr(roads, seconds, usable)
        self._off_road = FOOT_KMH / 3.6
        self._fallback = (SPEED_KMH if by is By.MOTO else FOOT_KMH) / 3.6
        self._nodes = np.unique(np.concatenate([roads.tails[usable], roads.heads[usable]]))
        self._stretch = np.array([1.0, np.cos(np.radians(roads.places[:, 0].mean()))])
        self._places = roads.places
        self._tree = cKDTree(roads.places[self._nodes] * self._stretch * _METRES_A_DEGREE)

    def snap(self, places: Numbers) -> tuple[NDArray[np.int64], Numbers]:
        """The node nearest to each place (n, 2), and how many metres away it is."""
        far_m, which = self._tree.query(places * self._stretch * _METRES_A_DEGREE)
        return self._nodes[which].astype(np.int64), np.asarray(far_m, dtype=np.float64)

    def ways(self, sources: Numbers, targets: Numbers, *, longest_s: float = LONGEST_S) -> Ways:
        """From each of k (lat, lng) to each of n: the quickest way, and the last metres between road and door, which
        are walked and longer than the crow's by `DETOUR`."""
        (from_node, from_m), (to_node, to_m) = self.snap(sources), self.snap(targets)
        starts, which = np.unique(from_node, return_inverse=True)
        seconds = np.empty((len(starts), len(targets)))
        metres = np.empty_like(seconds)
        for first in range(0, len(starts), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            seconds[some], metres[some] = self._search(starts[some], to_node, longest_s)
        off_m = DETOUR * (from_m[:, None] + to_m[None, :])
        seconds, metres = seconds[which] + off_m / self._off_road, metres[which] + off_m
        near = (from_m <= FAR_FROM_ROAD_M)[:, None] & (to_m <= FAR_FROM_ROAD_M)[None, :]
        crow_m = DETOUR * straight_m(sources, targets)
        on_roads = np.isfinite(seconds) & near
        over = near & (crow_m <= DETOUR * BESIDE_M) & (crow_m / self._off_road < seconds)
        seconds, metres = np.where(over, crow_m / self._off_road, seconds), np.where(over, crow_m, metres)
        on_roads |= over
        metres, seconds = np.where(on_roads, metres, crow_m), np.where(on_roads, seconds, crow_m / self._fallback)
        return Ways(metres, seconds, on_roads, np.zeros_like(on_roads))

    def pairs(self, sources: Numbers, targets: Numbers) -> Ways:
        """From the i-th of n to the i-th: (n, 1), asked together where they set out from one node."""
        nodes, _ = self.snap(sources)
        metres, seconds, on_roads = (np.empty((len(sources), 1), dtype=kind) for kind in (float, float, bool))
        for node in np.unique(nodes):
            mine = np.flatnonzero(nodes == node)
            found = self.ways(sources[mine], targets[mine])
            for whole, part in ((metres, found.metres), (seconds, found.seconds), (on_roads, found.on_roads)):
                whole[mine, 0] = np.diagonal(part)
        return Ways(metres, seconds, on_roads, np.zeros_like(on_roads))

    def reach_s(self, sources: Numbers, share: float) -> float:
        """Seconds within which that share of all nodes is reached from the sources, in their mean."""
        starts = np.unique(self.snap(sources)[0])
        found = np.sort(dijkstra(self._graph, indices=starts, limit=LONGEST_S), axis=None)
        return float(min(found[min(int(share * len(found)), len(found) - 1)], LONGEST_S))

    def _search(self, starts: NDArray[np.int64], ends: NDArray[np.int64], longest_s: float) -> tuple[Numbers, Numbers]:
        """Quickest seconds, and the metres of that very way: summed along it, as the tree of ways is walked."""
        seconds, before = dijkstra(self._graph, indices=starts, limit=longest_s, return_predecessors=True)
        metres = np.stack([self._along(row, order) for row, order in zip(before, seconds, strict=True)])
        return seconds[:, ends], metres[:, ends]

    def _along(self, before: NDArray[np.int32], seconds: Numbers) -> Numbers:
        """Metres from the source to every node: pointers doubled, so a way of 1,000 pieces takes ten steps."""
        reached = np.flatnonzero(np.isfinite(seconds))
        number = np.zeros(len(before), dtype=np.int64)
        number[reached] = np.arange(len(reached))
        has = before[reached] >= 0
        metres = np.zeros(len(reached))
        metres[has] = np.asarray(self._metres[before[reached[has]], reached[has]]).ravel()
        point = np.where(has, number[np.maximum(before[reached], 0)], np.arange(len(reached)))
        while True:
            further = point[point]
            if np.array_equal(further, point):
                break
            metres = metres + metres[point]
            point = further
        whole = np.zeros(len(before))
        whole[reached] = metres
        return whole


def _csr(roads: Roads, seconds: Numbers, usable: NDArray[np.bool_]) -> tuple[csr_array, csr_array]:
    """Seconds and metres by pair of nodes; of several pieces between the same two the quickest."""
    where = np.flatnonzero(usable)
    where = where[np.lexsort((seconds[where], roads.heads[where], roads.tails[where]))]
    pairs = np.column_stack([roads.tails[where], roads.heads[where]])
    first = np.ones(len(where), dtype=bool)
    first[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    where = where[first]
    size = (len(roads.places), len(roads.places))
    at = (roads.tails[where], roads.heads[where])
    # two nodes at one place: nothing to ride, but a sparse zero would be no edge at all
    return (
        csr_array((np.maximum(seconds[where], 1e-3), at), shape=size),
        csr_array((roads.metres[where].astype(np.float64), at), shape=size),
    )


def straight_m(a: Numbers, b: Numbers) -> Numbers:
    """(k, 2) and (n, 2) degrees to (k, n) great-circle metres."""
    one, other = np.radians(a)[:, None, :], np.radians(b)[None, :, :]
    half = np.sin((other - one) / 2) ** 2
    across = half[..., 0] + np.cos(one[..., 0]) * np.cos(other[..., 0]) * half[..., 1]
    return np.asarray(2 * 6_371_008.8 * np.arcsin(np.sqrt(np.minimum(across, 1.0))), dtype=np.float64)

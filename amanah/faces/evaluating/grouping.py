"""Photos of a folder that show the same person, whoever that is.

Average linkage: two groups become one while the mean likeness of their photos, each of the one with each of the other,
reaches the threshold, the likest first. A chain of people who each resemble the next can't grow, since the next must
resemble the whole group; one poor photo doesn't break a person in two, as it would if every pair had to reach it.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from amanah.faces.evaluating.looking import Looked
from amanah.faces.evaluating.scoring import BLOCK
from amanah.faces.types import Group


def groups(looked: Looked, names: Sequence[str], *, same_above: float) -> list[Group]:
    """Groups of two photos or more, the likest first; a photo without a face is in none. Exact: all pairs."""
    merged = _Merging(looked, same_above).all()
    found = [Group([names[i] for i in sorted(members)], _lowest(looked, members)) for members in merged]
    return sorted(found, key=lambda group: (-group.likeness, group.photos))


class _Merging:
    """Clusters by number; `near` holds, for each, the clusters it may be merged with and their mean likeness."""

    def __init__(self, looked: Looked, same_above: float) -> None:
        self.same_above = same_above
        self.members = {int(i): [int(i)] for i in np.flatnonzero(looked.found)}
        self.near: dict[int, dict[int, float]] = {}
        self.looked = looked
        self.waiting: list[tuple[float, int, int]] = []
        self.number = len(looked.found)
        for a, b, likeness in _edges(looked, same_above):
            self._join(a, b, likeness)
        heapq.heapify(self.waiting)

    def all(self) -> list[list[int]]:
        while self.waiting:
            _, a, b = heapq.heappop(self.waiting)
            if a in self.members and b in self.members:  # else one of them was merged since
                self._merge(a, b)
        return [members for members in self.members.values() if len(members) > 1]

    def _merge(self, a: int, b: int) -> None:
        near = {*self.near.pop(a), *self.near.pop(b)} - {a, b}
        self.number += 1
        self.members[self.number] = self.members.pop(a) + self.members.pop(b)
        for other in near:
            self.near[other].pop(a, None)
            self.near[other].pop(b, None)
            self._join(self.number, other, self._mean(self.number, other))

    def _join(self, a: int, b: int, likeness: float) -> None:
        """Neighbours below the threshold stay neighbours: together with a third they may reach it."""
        self.near.setdefault(a, {})[b] = likeness
        self.near.setdefault(b, {})[a] = likeness
        if likeness >= self.same_above:
            heapq.heappush(self.waiting, (-likeness, a, b))

    def _mean(self, a: int, b: int) -> float:
        return float(self.looked.scores(np.array(self.members[a]), np.array(self.members[b])).mean())


def _edges(looked: Looked, same_above: float) -> list[tuple[int, int, float]]:
    """Pairs at or above the threshold: a mean that reaches it has at least one of them."""
    everyone = np.flatnonzero(looked.found)
    edges = []
    for start in range(0, len(everyone), BLOCK):
        rows, columns = everyone[start : start + BLOCK], everyone[start:]
        scores = looked.scores(rows, columns)
        for i, j in zip(*np.nonzero(np.triu(scores >= np.float32(same_above), 1)), strict=True):
            edges.append((int(rows[i]), int(columns[j]), float(scores[i, j])))
    return edges


def _lowest(looked: Looked, members: Sequence[int]) -> float:
    chosen = np.array(members)
    scores = looked.scores(chosen, chosen)
    return round(float(scores[np.triu_indices(len(chosen), 1)].min()), 4)

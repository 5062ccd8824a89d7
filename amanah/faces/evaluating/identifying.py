"""One to many: each person's first photo is enrolled, every other photo searches.

A search should find its own person above the threshold (else a miss, FNIR), and above the same threshold nobody when
its person isn't enrolled. For the second, each search is repeated as if its own person were not there: its best score
with anybody else. Those scores set the threshold at a false positive rate (FPIR); this uses all people for both and
says the same as leaving people out by turns, but for a gallery smaller by one. ISO/IEC 19795-1 names the rates.
A photo without a face misses, and alarms nobody. Rank is not asked for at FNIR (NIST's "R = N").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amanah.faces.evaluating.looking import Floats, Looked
from amanah.faces.evaluating.scoring import BLOCK, Ints, Weights

FPIRS = {"0.1": 0.1, "0.01": 0.01}


@dataclass(frozen=True, slots=True)
class Searches:
    """By search: whose it is, its score with the own enrolled photo, and the best with anybody else's."""

    person: Ints
    own: Floats
    best_other: Floats

    def rank1(self, weights: Weights | None = None) -> float | None:
        """Share of searches that put the own person first; a tie is a miss."""
        share = self._weights(weights)
        return float((share * (self.own > self.best_other)).sum() / share.sum()) if share.sum() else None

    def fnir(self, fpir: float, weights: Weights | None = None) -> float | None:
        """None when there are too few searches for this FPIR."""
        share = self._weights(weights)
        allowed = fpir * share.sum()
        if allowed < 1:
            return None
        order = np.argsort(-self.best_other, kind="stable")
        first_out = int(np.searchsorted(np.cumsum(share[order]), allowed, side="right"))
        at = np.nextafter(self.best_other[order][min(first_out, len(order) - 1)], np.float32(2))
        return float((share * (self.own < at)).sum() / share.sum())

    def _weights(self, weights: Weights | None) -> NDArray[np.float64]:
        return np.ones(len(self.person)) if weights is None else weights[self.person]


def searches(looked: Looked, people: Ints) -> Searches:
    """`people` says who is on each photo; a person's photos stand in their order."""
    _, enrolled = np.unique(people, return_index=True)
    searching = np.setdiff1d(np.arange(len(people)), enrolled)
    own, best_other = np.full(len(searching), -1, np.float32), np.full(len(searching), -1, np.float32)
    for start in range(0, len(searching), BLOCK):
        rows = searching[start : start + BLOCK]
        scores = looked.scores(rows, enrolled)
        mine = people[rows][:, None] == people[enrolled][None, :]
        own[start : start + BLOCK] = np.where(mine, scores, -1).max(axis=1)
        best_other[start : start + BLOCK] = np.where(mine, -1, scores).max(axis=1)
    return Searches(people[searching], own, best_other)

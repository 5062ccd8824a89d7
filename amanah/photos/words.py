"""Which fronts may be one, among many photos: corners as words, and an index of the words instead of all pairs.

A corner's description (ORB, 256 bits) is cut into a few words of chosen bits (locality-sensitive hashing; Indyk and
Motwani 1998): the same corner seen again keeps some of its words, another corner none. Photos that share enough words
are worth laying on each other; nothing is decided here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from heapq import nlargest
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from amanah.photos.fronts import Points

Name = TypeVar("Name", bound=Hashable)
Words = NDArray[np.uint32]
"""Sorted, each once; some 1,600 of a photo with 400 corners."""

_TABLES, _BITS = 4, 28
_CHOSEN = [np.random.default_rng([20261, table]).choice(256, _BITS, replace=False) for table in range(_TABLES)]
MAYBE_FROM = 10
"""Words in common. Two views of one of 50 invented fronts shared 15 and more (150 pairs); of 4,950 pairs of different
fronts one in twenty shared ten, and is laid in vain."""
_COMMON_SHARE, _COMMON_LEAST = 0.02, 8
"""A word of more photos than this is of the street (tiles, a fence), not of a house."""


def words(points: Points | None) -> Words:
    """Of a front's corners; none where there are too few."""
    if points is None:
        return np.empty(0, np.uint32)
    bits = np.unpackbits(points[1], axis=1).astype(np.uint32)
    weights = np.left_shift(np.uint32(1), np.arange(_BITS, dtype=np.uint32))
    said = [bits[:, chosen] @ weights | np.uint32(table << _BITS) for table, chosen in enumerate(_CHOSEN)]
    return np.unique(np.concatenate(said).astype(np.uint32))


def may_be_one(fresh: Mapping[Name, Words], kept: Iterable[tuple[Name, Words]], *, most: int) -> dict[Name, list[Name]]:
    """Fresh photo -> at most `most` of the kept ones that share the most words with it.

    One pass over the kept: `log(words of the fresh)` for each word, whatever their number; memory for the fresh alone.
    """
    names = list(fresh)
    if not names:
        return {}
    index = np.concatenate([fresh[name] for name in names])
    owner = np.repeat(np.arange(len(names)), [len(fresh[name]) for name in names])
    order = np.argsort(index, kind="stable")
    index, owner = index[order], owner[order]
    _, where, times = np.unique(index, return_inverse=True, return_counts=True)
    rare = times[where] <= max(_COMMON_LEAST, _COMMON_SHARE * len(names))
    index, owner = index[rare], owner[rare]
    votes: dict[Name, list[tuple[int, Name]]] = defaultdict(list)
    for name, said in kept:
        first, last = np.searchsorted(index, said, "left"), np.searchsorted(index, said, "right")
        hit = np.flatnonzero(last > first)
        if len(hit) < MAYBE_FROM:
            continue
        shared = np.bincount(np.concatenate([owner[first[k] : last[k]] for k in hit]))
        for i in np.flatnonzero(shared >= MAYBE_FROM):
            if names[i] != name:
                votes[names[i]].append((int(shared[i]), name))
    return {
        name: [other for _, other in nlargest(most, found, key=lambda one: one[0])] for name, found in votes.items()
    }

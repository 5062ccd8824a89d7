"""Groups of photos that are one photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from hashlib import sha256

import faiss
import numpy as np

from amanah.photos.laying import SAME_FROM, alikeness, are_one
from amanah.photos.prints import BITS, Image, Prints, prints

MAYBE_BITS = 76
"""Bits in which a near copy may differ; whatever differs less is laid over the other. Of 128 expected by chance; the
nearest of 80,000 pairs of different photos differed in 46 and a copy in up to 62, so bits alone don't decide."""
SURE_BITS = 12
"""As the same photo saved again differs; nothing is left to lay where a photo is nearly plain."""

Told = Callable[[int, int], None]


def copies(
    names: Sequence[str], read: Callable[[str], bytes], decode: Callable[[bytes], Image], told: Told
) -> list[list[str]]:
    """Names of photos that are copies of each other, exact or near, in groups of two and more.

    `read` gives a photo's bytes, as often as it is asked; `told` hears how many are done, of how many.
    """
    found = [_looked(read(name), decode, told, i, len(names)) for i, name in enumerate(names)]
    firsts = _first_of_bytes([digest for digest, _ in found])
    joined = _Joined(len(names))
    for i, first in enumerate(firsts):
        joined.join(i, first)
    unique = sorted(set(firsts))
    for i, j, bits in _maybe([found[k][1] for k in unique]):
        one, other = unique[i], unique[j]
        if joined.are_joined(one, other):
            continue
        if bits <= SURE_BITS or are_one(decode(read(names[one])), decode(read(names[other]))):
            joined.join(one, other)
    return [[names[i] for i in group] for group in joined.groups()]


def near_pairs(
    found: Sequence[Prints],
    fresh: Sequence[int],
    image: Callable[[int], Image | None],
    *,
    unlike: Callable[[int, int], bool] = lambda i, j: False,
) -> list[tuple[int, int, float]]:
    """(photo, photo, likeness) of near copies among photos known by their prints, one of each pair being `fresh`.

    Prints suspect and laying proves, as in `copies`: `image` gives the picture of a suspect, None where it is gone.
    Pairs of which `unlike` says yes aren't looked at. `likeness`: correlation where they overlap; 1 - bits/256 of
    those as near as the same photo saved again.
    """
    new, pairs = set(fresh), []
    for i, j, bits in _maybe(found):
        if (i not in new and j not in new) or unlike(i, j):
            continue
        if bits <= SURE_BITS:
            pairs.append((i, j, 1 - bits / BITS))
            continue
        one, other = image(i), image(j)
        if one is not None and other is not None and (likeness := alikeness(one, other)) >= SAME_FROM:
            pairs.append((i, j, likeness))
    return pairs


def _looked(photo: bytes, decode: Callable[[bytes], Image], told: Told, i: int, of: int) -> tuple[bytes, Prints]:
    looked = sha256(photo).digest(), prints(decode(photo))
    told(i + 1, of)
    return looked


def _first_of_bytes(digests: Sequence[bytes]) -> list[int]:
    first: dict[bytes, int] = {}
    return [first.setdefault(digest, i) for i, digest in enumerate(digests)]


def _maybe(found: Sequence[Prints]) -> list[tuple[int, int, int]]:
    """(photo, photo, bits) of pairs where one's whole is near the other's whole or one of its cuts; nearest first."""
    if len(found) < 2:
        return []
    owner = np.repeat(np.arange(len(found)), [len(one) for one in found])
    index = faiss.IndexBinaryFlat(BITS)
    index.add(np.concatenate(found))
    limits, bits, rows = index.range_search(np.stack([one[0] for one in found]), MAYBE_BITS)
    nearest: dict[tuple[int, int], int] = {}
    for i in range(len(found)):
        for k in range(int(limits[i]), int(limits[i + 1])):
            j = int(owner[rows[k]])
            if i != j:
                pair = (min(i, j), max(i, j))
                nearest[pair] = min(nearest.get(pair, BITS), int(bits[k]))
    return sorted(((i, j, far) for (i, j), far in nearest.items()), key=lambda one: (one[2], one[:2]))


class _Joined:
    """Disjoint sets: whoever is joined to one of a group is joined to all."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def _root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def are_joined(self, i: int, j: int) -> bool:
        return self._root(i) == self._root(j)

    def join(self, i: int, j: int) -> None:
        low, high = sorted((self._root(i), self._root(j)))
        self._parent[high] = low

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            found[self._root(i)].append(i)
        return [group for _, group in sorted(found.items()) if len(group) > 1]

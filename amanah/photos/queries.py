"""Groups of photos that are one photo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from os import cpu_count

import faiss
import numpy as np
from numpy.typing import NDArray

from amanah.photos.laying import SAME_FROM, Sheet, alikeness, sheet
from amanah.photos.prints import BITS, MIRRORED, UPRIGHT, Image, Prints, prints
from amanah.values.problem import Problem

MAYBE_BITS = 76
"""Bits in which a near copy may differ; whatever differs less is laid over the other. Of 128 expected by chance; the
nearest of 80,000 pairs of different photos differed in 46 and a copy in up to 62, so bits alone don't decide."""
SURE_BITS = 12
"""As the same photo saved again differs; nothing is left to lay where a photo is nearly plain."""

_ASKED_AT_ONCE = 256
"""So many hashes look for their like at a time: thousands of copies of one photo meet each other millions of times."""
_KEPT_SHEETS = 200  # some 300 kB each

Told = Callable[[int, int], None]
Refused = Callable[[str, Problem], None]


def copies(
    names: Sequence[str],
    read: Callable[[str], bytes],
    decode: Callable[[bytes], Image],
    told: Told,
    refused: Refused | None = None,
) -> list[list[str]]:
    """Names of photos that are copies of each other, exact or near, in groups of two and more.

    `read` gives a photo's bytes, as often as it is asked; `told` hears how many are done, of how many. A photo that
    doesn't decode is told to `refused`, with the Problem, and compared by its bytes alone; without `refused` it raises.
    """
    digests, found = [], []
    with ThreadPoolExecutor(cpu_count()) as hands:  # decoding lets go of Python's lock
        looked = hands.map(lambda name: _looked(name, read(name), decode), names)
        for i, (digest, seen) in enumerate(looked):
            if isinstance(seen, Problem):
                if refused is None:
                    raise seen
                refused(names[i], seen)
            digests.append(digest)
            found.append(None if isinstance(seen, Problem) else seen)
            told(i + 1, len(names))
    firsts = _first_of_bytes(digests)
    joined = _Joined(len(names))
    for i, first in enumerate(firsts):
        joined.join(i, first)
    unique = [i for i in sorted(set(firsts)) if found[i] is not None]

    @lru_cache(_KEPT_SHEETS)
    def laid(i: int, mirrored: bool) -> Sheet:
        return sheet(decode(read(names[i])), mirrored=mirrored)

    for maybe in _maybe([one for i in unique if (one := found[i]) is not None]):
        i, j = unique[maybe.one], unique[maybe.other]
        if joined.are_joined(i, j):
            continue
        if maybe.bits <= SURE_BITS or alikeness(laid(i, maybe.mirrored), laid(j, False)) >= SAME_FROM:
            joined.join(i, j)
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
    pairs: dict[tuple[int, int], float] = {}
    for maybe in _maybe(found, set(fresh)):
        i, j = maybe.one, maybe.other
        if (i, j) in pairs or unlike(i, j):
            continue
        if maybe.bits <= SURE_BITS:
            pairs[i, j] = 1 - maybe.bits / BITS
            continue
        one, other = image(i), image(j)
        if one is None or other is None:
            continue
        likeness = alikeness(sheet(one, mirrored=maybe.mirrored), sheet(other))
        if likeness >= SAME_FROM:
            pairs[i, j] = likeness
    return [(i, j, likeness) for (i, j), likeness in pairs.items()]


def _looked(name: str, photo: bytes, decode: Callable[[bytes], Image]) -> tuple[bytes, Prints | Problem]:
    digest = sha256(photo or name.encode(errors="surrogateescape")).digest()  # nothing is a copy of nothing
    try:
        return digest, prints(decode(photo))
    except Problem as problem:
        return digest, problem


def _first_of_bytes(digests: Sequence[bytes]) -> list[int]:
    first: dict[bytes, int] = {}
    return [first.setdefault(digest, i) for i, digest in enumerate(digests)]


@dataclass(frozen=True, slots=True)
class _Maybe:
    """Two photos, the first mirrored or not, that differ in so few bits."""

    bits: int
    one: int
    other: int
    mirrored: bool


def _maybe(found: Sequence[Prints], fresh: Collection[int] | None = None) -> list[_Maybe]:
    """Pairs where one's whole, however turned, is near the other's whole or one of its cuts; nearest first.

    With `fresh` only pairs with one of those: what is old has long been compared with what is old.
    """
    everyone = [i for i, one in enumerate(found) if len(one)]
    new = everyone if fresh is None else [i for i in everyone if i in fresh]
    nearest: dict[tuple[int, int, bool], int] = {}
    _ask(found, new, everyone, nearest)
    if fresh is not None:
        _ask(found, [i for i in everyone if i not in fresh], new, nearest)
    return sorted(
        (_Maybe(far, i, j, mirrored) for (i, j, mirrored), far in nearest.items()),
        key=lambda one: (one.bits, one.mirrored, one.one, one.other),
    )


def _ask(
    found: Sequence[Prints], asking: Sequence[int], asked: Sequence[int], nearest: dict[tuple[int, int, bool], int]
) -> None:
    """Adds to `nearest` what the wholes of some photos meet among the wholes and cuts of others."""
    if not asking or not asked:
        return
    index = faiss.IndexBinaryFlat(BITS)
    index.add(np.concatenate([found[i][:UPRIGHT] for i in asked]))
    owner = np.repeat(asked, [len(found[i][:UPRIGHT]) for i in asked])
    asks = [(i, k) for i in asking for k in (0, *range(UPRIGHT, len(found[i])))]
    for begin in range(0, len(asks), _ASKED_AT_ONCE):
        some = asks[begin : begin + _ASKED_AT_ONCE]
        limits, bits, rows = index.range_search(np.stack([found[i][k] for i, k in some]), MAYBE_BITS)
        for n, (i, k) in enumerate(some):
            met = slice(int(limits[n]), int(limits[n + 1]))
            for j, far in _nearest_of(owner[rows[met]], bits[met]):
                if i != j:
                    pair = (min(i, j), max(i, j), k >= MIRRORED)
                    nearest[pair] = min(nearest.get(pair, BITS), far)


def _nearest_of(owners: NDArray[np.int64], bits: NDArray[np.int32]) -> Iterator[tuple[int, int]]:
    """(owner, the fewest of its bits), each owner once."""
    order = np.lexsort((bits, owners))
    each, first = np.unique(owners[order], return_index=True)
    yield from zip(each.tolist(), bits[order][first].tolist(), strict=True)


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

"""From territories to rounds: bisection on workload, PyVRP among neighbours, and the same again across the seams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amanah.routes.ground import Ground, Whole
from amanah.routes.solving import Purse, shorten
from amanah.routes.territories import plane, territories
from amanah.routes.thorough import do_windows_bind, whole_office
from amanah.routes.walking import Payer, even_s

_TOGETHER = 9
"""Rounds solved together: fewer leave too little to exchange, more search slower (tried: 6, 9, 12, 34)."""
_SWEEPS = 3
"""Times over all neighbourhoods, each time across the last one's seams."""
_TRIES_A_SECOND = 4000
"""PyVRP's iterations a second of CPU in a neighbourhood of nine rounds; makes seconds into a count, which repeats."""
_SHORTER = 0.86
"""A searched round over a nearest-first one; from Denpasar's, 2,500 stops."""
_FILLED = 0.955
"""How full days may be planned: above this the search finds no way to serve all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A day's search."""

    payers: tuple[Payer, ...]
    even: float
    everybody: bool
    seconds: float
    seed: int
    guard: float = 1.2
    """Times `seconds` of CPU that end the search on a machine so slow that the count of tries doesn't."""


def search(
    ground: Ground, some: Whole, asked: Asked, *, kept: Sequence[Sequence[int]] = ()
) -> tuple[list[list[int]], list[Whole]]:
    """(rounds by payer, some of them empty; territories by payer) over `some` places of the ground.

    `kept`: rounds there are, one a payer, whose visits stay served while others are added.
    """
    part, purse = ground.part(some), Purse.of(asked.guard * asked.seconds)
    if do_windows_bind(part, asked.payers) and not asked.everybody:
        there = [[int(np.searchsorted(some, place)) + 1 for place in one] for one in kept]
        whole = whole_office(part, asked.payers, asked.even, asked.seconds, purse, asked.seed, there)
        rounds = [[int(some[place - 1]) for place in one] for one in whole]
        return rounds, [np.array(sorted(one), dtype=np.int64) for one in rounds]
    out, lands = _enough(part, asked)
    rounds = [_nearest_first(part, land) for land in lands]
    if kept:
        out, rounds = len(kept), [[int(np.searchsorted(some, place)) + 1 for place in one] for one in kept]
    must = {place for one in rounds for place in one} if kept else set[int]()
    tries, sweep = asked.seconds * _TRIES_A_SECOND / _SWEEPS / max(1, len(some)), 0
    left = _left(part, rounds)
    while sweep < _SWEEPS or (left and out < len(asked.payers) and sweep < 2 * _SWEEPS):
        if sweep and left and out < len(asked.payers):
            rounds.append([])
            out += 1
        even = even_s(part, rounds, asked.payers, asked.even, len(rounds) if asked.everybody else 0)
        for group in _neighbourhoods(part, rounds, sweep):
            waiting = left if any(not rounds[i] for i in group) else _near(part, rounds, group, left)
            here = len(waiting) + sum(len(rounds[i]) for i in group)
            found = shorten(
                part, [rounds[i] for i in group], [asked.payers[i] for i in group], even=even, purse=purse,
                tries=min(round(tries * here), 100 + 25 * here), seed=asked.seed + sweep, waiting=waiting, must=must,
            )  # fmt: skip
            for i, one in zip(group, found, strict=True):
                rounds[i] = one
            left = _left(part, rounds)
        sweep += 1
    rounds += [[] for _ in range(len(asked.payers) - len(rounds))]
    return [[int(some[place - 1]) for place in one] for one in rounds], [some[land - 1] for land in lands]


def _left(part: Ground, rounds: Sequence[Sequence[int]]) -> list[int]:
    return sorted(set(range(1, len(part.metres))) - {place for one in rounds for place in one})


def _near(part: Ground, rounds: Sequence[Sequence[int]], group: Sequence[int], left: Sequence[int]) -> list[int]:
    """Of those left, the ones whose nearest served neighbour is walked to by this group."""
    served = np.array([place for one in rounds for place in one], dtype=np.int64)
    mine = {place for i in group for place in rounds[i]}
    return [place for place in left if not len(served) or int(served[part.metres[place, served].argmin()]) in mine]


def _enough(part: Ground, asked: Asked) -> tuple[int, list[Whole]]:
    """How many payers walk, and their territories: all, or the fewest whose days would hold the work."""
    most = [payer.most for payer in asked.payers]
    if asked.everybody:
        return len(most), _lands(part, most)
    out = 1
    while True:
        lands = _lands(part, most[:out])
        travel = sum(_travel_s(part, _nearest_first(part, land)) for land in lands)
        needed = (_SHORTER * travel + float(part.service.sum())) / _FILLED
        if needed <= sum(most[:out]) or out == len(most):
            return out, lands
        out = min(len(most), max(out + 1, int(0.97 * needed * len(most) / max(1, sum(most)))))


def _lands(part: Ground, shares: Sequence[float]) -> list[Whole]:
    """Work: the visit, the way to the next door, and a visit's part of the way out and home."""
    stops = len(part.metres) - 1
    ways = np.where(np.eye(stops + 1, dtype=bool), np.iinfo(np.int64).max, part.seconds).min(axis=1)
    out_and_home = 2 * part.seconds[0] * (len(shares) / max(1, stops))
    work: NDArray[np.float64] = part.service + ways + out_and_home
    return territories(plane(part.places), work, shares)


def _nearest_first(part: Ground, land: Whole) -> list[int]:
    left, here, order = land.copy(), 0, list[int]()
    while len(left):
        i = int(part.metres[here, left].argmin())
        here = int(left[i])
        order.append(here)
        left = np.delete(left, i)
    return order


def _travel_s(part: Ground, order: Sequence[int]) -> int:
    path = np.array([0, *order, 0])
    return int(part.seconds[path[:-1], path[1:]].sum())


def _neighbourhoods(part: Ground, rounds: Sequence[Sequence[int]], sweep: int) -> list[list[int]]:
    """Indices of rounds to be solved together: next to each other around the office, otherwise parted each sweep."""
    metres = plane(part.places)
    middles = [metres[list(one)].mean(axis=0) if len(one) else metres[0] for one in rounds]
    around = np.argsort([np.arctan2(y, x) for x, y in middles], kind="stable")
    turned = np.roll(around, sweep * _TOGETHER // 2)
    groups = np.array_split(turned, max(1, round(len(rounds) / _TOGETHER)))
    return [[int(i) for i in group] for group in groups if len(group)]

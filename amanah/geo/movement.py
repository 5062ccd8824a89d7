"""Fixes of one mover that can't all be true: which ones are false, and why. Pure.

A person can be anywhere, but not everywhere at once. The longest chain of fixes that somebody could have travelled is
believed; a fix outside it is a *teleport* when the way there **and** the way back were impossible, and when it wasn't
simply on the way. One impossible hop alone says little: fixes are late, tunnels exist (asking for one hop finds three
false for each true teleport; data/gps of the shared folder, docs/decisions/0033).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from amanah.geo.queries import EARTH_RADIUS_M
from amanah.values.problem import Sentence

Numbers = NDArray[np.float64]
SOONEST_S = 5.0
"""Fixes scatter by tens of metres whether a second lies between them or none: a hop takes this long at least, so that
what is nearer than 150 m is scatter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds, named by a version so that a flag can be made again as it was."""

    version: str = "2026.2"
    fastest_mps: float = 30.0
    """108 km/h: no payer's motorcycle or car in town is faster. On 18,107 real fixes with injected teleports of
    .5-5 km in 1-2 % of them: recall .99, precision .97-.99; at 20 m/s precision falls to .92."""
    lone_hop: float = 1.5
    """At either end of a track there is one hop only, and it must be so many times as fast."""
    detour_share: float = 0.5
    """Of the way there and back, the share that was for nothing; a fix on the way wastes little."""
    look_back: int = 30
    """So many fixes back a chain may be taken up again; longer absences are stays."""
    break_cost: int = 15
    """A mover who jumped and stayed so many fixes is believed to be where he now is. Half of `look_back`: a stay that
    pays for a jump there and another back is longer than what a chain passes over."""
    flight_s: float = 600.0
    """No flight takes less. A stay that was jumped to and back from in less is false."""
    poor_accuracy_m: float = 1_000.0
    """A radius beyond this says which town, not which house."""


class Kind(StrEnum):
    TELEPORT = "teleport"
    CLOCK_BACK = "clock_back"
    NO_PLACE = "no_place"
    POOR_ACCURACY = "poor_accuracy"


@dataclass(frozen=True, slots=True)
class Seen:
    """One fix of a mover. `accuracy_m` is the 68 % radius; 0 where the device said none."""

    at: datetime
    lat: float
    lng: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Flag:
    """`index`: the false fix, counted from 0 in the order they were given."""

    index: int
    kind: Kind
    reason: Sentence


def flags(seen: Sequence[Seen], limits: Limits | None = None) -> list[Flag]:
    """What can't be true of one mover's fixes, in the order they were given.

    Fixes without a place or with a useless one are flagged and left out of the movement.
    """
    held_to = limits or Limits()
    unplaced = _unplaced(seen, held_to)
    useless = {flag.index for flag in unplaced}
    backs = _clocks_back(seen)
    found = [*unplaced, *backs]
    for order in _stretches(seen, [flag.index for flag in backs], useless):
        track = _Track([seen[i] for i in order])
        found += [Flag(order[i], Kind.TELEPORT, why) for i, why in _teleports(track, held_to)]
    return sorted(found, key=lambda flag: (flag.index, flag.kind))


def _clocks_back(seen: Sequence[Seen]) -> list[Flag]:
    """None of a file that isn't in the order of time at all, such as one with the newest first."""
    backs = [i for i in range(1, len(seen)) if seen[i].at < seen[i - 1].at]
    if len(backs) > 1 and len(backs) * 3 > len(seen):
        return []
    return [Flag(i, Kind.CLOCK_BACK, _clock_said((seen[i - 1].at - seen[i].at).total_seconds())) for i in backs]


def _stretches(seen: Sequence[Seen], backs: Sequence[int], useless: set[int]) -> Iterator[list[int]]:
    """Indices in order of time, anew from where a clock went back: one hour twice isn't laid into itself."""
    for begin, end in pairwise([0, *backs, len(seen)]):
        yield sorted((i for i in range(begin, end) if i not in useless), key=lambda i: seen[i].at)


def _unplaced(seen: Sequence[Seen], limits: Limits) -> list[Flag]:
    found = []
    for i, one in enumerate(seen):
        if not (isfinite(one.lat) and isfinite(one.lng)) or (one.lat == 0 and one.lng == 0):
            found.append(Flag(i, Kind.NO_PLACE, _NOWHERE))
        elif not one.accuracy_m <= limits.poor_accuracy_m:  # NaN, too, says nothing of a place
            found.append(Flag(i, Kind.POOR_ACCURACY, _poor_said(one.accuracy_m)))
    return found


def _teleports(track: _Track, limits: Limits) -> Iterator[tuple[int, Sentence]]:
    if len(track.at) < 3:
        return
    believed = _without_stays(track, track.longest_chain(limits), limits)
    out = sorted(set(range(len(track.at))) - set(believed))
    for run in _runs(track, out, limits):
        why = _why_false(track, run, believed, limits)
        if why:
            yield from ((i, why) for i in run)


def _without_stays(track: _Track, believed: list[int], limits: Limits) -> list[int]:
    """Without long stays that a mover jumped to and back from, as with a false place switched on for a while."""
    ends = [k for k, (i, j) in enumerate(pairwise(believed), 1) if track.hop(i, j).mps > limits.fastest_mps]
    kept: list[list[int]] = []
    parts = [believed[begin:end] for begin, end in pairwise([0, *ends, len(believed)])]
    for part in parts:
        while len(kept) > 1 and _is_jump(track, kept[-2], kept[-1], part, limits):
            kept.pop()
        kept.append(part)
    return [i for part in kept for i in part]


def _is_jump(track: _Track, before: list[int], stay: list[int], after: list[int], limits: Limits) -> bool:
    there, back = track.hop(before[-1], stay[0]), track.hop(stay[-1], after[0])
    return (
        min(there.mps, back.mps) > limits.fastest_mps
        and max(there.seconds, back.seconds) < limits.flight_s
        and track.hop(before[-1], after[0]).mps <= limits.fastest_mps
        and len(stay) < max(len(before), len(after))
    )


def _runs(track: _Track, out: Sequence[int], limits: Limits) -> Iterator[list[int]]:
    """Fixes outside the chain that follow each other and could be one traveller's: one false place."""
    run: list[int] = []
    for i in out:
        if run and (i != run[-1] + 1 or not _is_beside(track.hop(run[-1], i), limits)):
            yield run
            run = []
        run.append(i)
    if run:
        yield run


def _is_beside(hop: _Hop, limits: Limits) -> bool:
    return hop.mps <= limits.fastest_mps and hop.seconds < limits.flight_s


def _why_false(track: _Track, run: list[int], believed: list[int], limits: Limits) -> Sentence | None:
    """None where the fixes may still be true: a hop was possible, or they lay on the way."""
    k = bisect(believed, run[0])
    hops = [track.hop(believed[j], run[end]) for j, end in ((k - 1, 0), (k, -1)) if 0 <= j < len(believed)]
    if len(hops) == 1 and not (len(run) == 1 and run[0] in (0, len(track.at) - 1)):
        return None  # several at the end of a track: somebody travelled, and we didn't see how
    least_mps = limits.fastest_mps * (1.0 if len(hops) == 2 else limits.lone_hop)
    if any(hop.mps <= least_mps for hop in hops):
        return None
    if len(hops) == 2:
        there_and_back = hops[0].far_m + hops[1].far_m
        if there_and_back - track.hop(believed[k - 1], believed[k]).far_m <= limits.detour_share * there_and_back:
            return None
    return _teleport_said(hops)


@dataclass(frozen=True, slots=True)
class _Hop:
    """`mps`: metres a second at least, both accuracies given the benefit."""

    far_m: float
    seconds: float
    mps: float


class _Track:
    """Columns of one mover's fixes in order of time."""

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.lat = np.radians([one.lat for one in seen])
        self.lng = np.radians([one.lng for one in seen])
        self.accuracy = np.array([one.accuracy_m for one in seen])
        self.at = np.array([one.at.timestamp() for one in seen])

    def far_m(self, some: slice | int, other: slice | int) -> Numbers:
        """Great-circle metres (haversine) from some fixes to another."""
        across = (
            np.sin((self.lat[some] - self.lat[other]) / 2) ** 2
            + np.cos(self.lat[some]) * np.cos(self.lat[other]) * np.sin((self.lng[some] - self.lng[other]) / 2) ** 2
        )
        metres: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(across)))
        return metres

    def hop(self, i: int, j: int) -> _Hop:
        far_m, seconds = float(self.far_m(i, j)), max(abs(self.at[i] - self.at[j]), SOONEST_S)
        least_m = max(0.0, far_m - self.accuracy[i] - self.accuracy[j])
        return _Hop(far_m, float(seconds), float(least_m / seconds))

    def longest_chain(self, limits: Limits) -> list[int]:
        """Indices of the most fixes that one traveller could have seen, each reachable from the one before, or from
        the longest chain so far at the price of `break_cost` fixes: after a jump a mover is judged where he is now.
        """
        length, before, top = [1], [-1], 0
        follows = self._follows(limits)
        for i in range(1, len(self.at)):
            best, so_many = i - 1, length[i - 1]
            if not (follows[i - 1] and so_many == length[top]):
                best, so_many = self._best_before(i, length, limits)
                if length[top] - limits.break_cost > so_many:
                    best, so_many = top, length[top] - limits.break_cost
            length.append(so_many + 1)
            before.append(best)
            top = i if length[i] > length[top] else top
        chain = []
        while top >= 0:
            chain.append(top)
            top = before[top]
        return chain[::-1]

    def _follows(self, limits: Limits) -> list[bool]:
        """Whether each fix but the first could be reached from the one before."""
        least_m = self.far_m(slice(0, -1), slice(1, None)) - self.accuracy[:-1] - self.accuracy[1:]
        reached: list[bool] = (least_m <= limits.fastest_mps * np.maximum(np.diff(self.at), SOONEST_S)).tolist()
        return reached

    def _best_before(self, i: int, length: Sequence[int], limits: Limits) -> tuple[int, int]:
        """The fix before `i` with the longest chain that reaches it, and how long that is; (-1, 0) for none."""
        back = slice(max(0, i - limits.look_back), i)
        least_m = self.far_m(back, i) - self.accuracy[back] - self.accuracy[i]
        reached = least_m <= limits.fastest_mps * np.maximum(self.at[i] - self.at[back], SOONEST_S)
        longest = np.where(reached, length[back], 0)
        if not longest.any():
            return -1, 0
        # of equally long chains the latest fix: the shorter its hop, the less is taken on trust
        best = len(longest) - 1 - int(np.argmax(longest[::-1]))
        return back.start + best, int(longest[best])


_NOWHERE = Sentence(
    "Koordinat (0, 0) bukan tempat: HP belum tahu di mana ia berada.",
    "Coordinates (0, 0) are no place: the phone didn't know where it was.",
)


def _clock_said(seconds: float) -> Sentence:
    return Sentence(
        f"Waktunya {seconds:.0f} detik lebih awal daripada titik sebelumnya: jam HP mundur.",
        f"Its time is {seconds:.0f} s before that of the fix before it: the phone's clock went back.",
    )


def _poor_said(accuracy_m: float) -> Sentence:
    return Sentence(
        f"Ketelitian {accuracy_m / 1000:.1f} km: tidak cukup untuk mengatakan tempat.",
        f"An accuracy of {accuracy_m / 1000:.1f} km doesn't tell a place.",
    )


def _teleport_said(hops: Sequence[_Hop]) -> Sentence:
    ways = ", ".join(f"{hop.far_m:.0f} m / {hop.seconds:.0f} s ({hop.mps * 3.6:.0f} km/h)" for hop in hops)
    return Sentence(
        f"Tidak mungkin ke sana dan kembali secepat itu: {ways}.",
        f"Nobody gets there and back so fast: {ways}.",
    )

"""Fixes of one mover that can't all be true: which ones are false, and why. Pure.

A person can be anywhere, but not everywhere at once. The longest chain of fixes that somebody could have travelled is
believed; a fix outside it is a *teleport* when the way there **and** the way back were impossible, and when it wasn't
simply on the way. One impossible hop alone says little: fixes are late, tunnels exist (asking for one hop finds three
false for each true teleport; data/gps of the shared folder, docs/decisions/0033).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from amanah.geo.queries import EARTH_RADIUS_M
from amanah.values.problem import Sentence

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds, named by a version so that a flag can be made again as it was."""

    version: str = "2026.1"
    fastest_mps: float = 30.0
    """108 km/h: no payer's motorcycle or car in town is faster. On 18,107 real fixes with injected teleports of
    .5-5 km in 1-2 % of them: recall .99, precision .97-.99; at 20 m/s precision falls to .92."""
    lone_hop: float = 1.5
    """At either end of a track there is one hop only, and it must be so many times as fast."""
    detour_share: float = 0.5
    """Of the way there and back, the share that was for nothing; a fix on the way wastes little."""
    look_back: int = 30
    """So many fixes back a chain may be taken up again: longer absences are journeys, not jumps."""
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
    found = [*_clocks_back(seen), *_unplaced(seen, held_to)]
    useless = {flag.index for flag in found if flag.kind is not Kind.CLOCK_BACK}
    order = sorted((i for i in range(len(seen)) if i not in useless), key=lambda i: seen[i].at)
    found += [Flag(order[i], Kind.TELEPORT, why) for i, why in _teleports([seen[i] for i in order], held_to)]
    return sorted(found, key=lambda flag: (flag.index, flag.kind))


def _clocks_back(seen: Sequence[Seen]) -> list[Flag]:
    return [
        Flag(i, Kind.CLOCK_BACK, _clock_said((seen[i - 1].at - seen[i].at).total_seconds()))
        for i in range(1, len(seen))
        if seen[i].at < seen[i - 1].at
    ]


def _unplaced(seen: Sequence[Seen], limits: Limits) -> list[Flag]:
    found = []
    for i, one in enumerate(seen):
        if one.lat == 0 and one.lng == 0:
            found.append(Flag(i, Kind.NO_PLACE, _NOWHERE))
        elif one.accuracy_m > limits.poor_accuracy_m:
            found.append(Flag(i, Kind.POOR_ACCURACY, _poor_said(one.accuracy_m)))
    return found


def _teleports(seen: Sequence[Seen], limits: Limits) -> list[tuple[int, Sentence]]:
    """Of fixes in order of time."""
    if len(seen) < 3:
        return []
    track = _Track(seen)
    believed = track.longest_chain(limits)
    out = sorted(set(range(len(seen))) - set(believed))
    return [(i, why) for i in out if (why := _why_false(track, i, believed, limits))]


def _why_false(track: _Track, i: int, believed: list[int], limits: Limits) -> Sentence | None:
    """None where the fix may still be true: a hop was possible, or it lay on the way."""
    k = bisect(believed, i)
    beside = [believed[j] for j in (k - 1, k) if 0 <= j < len(believed)]
    if len(beside) == 1 and not (abs(beside[0] - i) == 1 and i in (0, len(track.at) - 1)):
        return None  # several at the end of a track: somebody travelled, and we didn't see how
    hops = [track.hop(i, other) for other in beside]
    least_mps = limits.fastest_mps * (1.0 if len(hops) == 2 else limits.lone_hop)
    if any(hop.mps <= least_mps for hop in hops):
        return None
    if len(beside) == 2:
        there_and_back = hops[0].far_m + hops[1].far_m
        if there_and_back - track.hop(*beside).far_m <= limits.detour_share * there_and_back:
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

    def far_m(self, some: slice | int, other: int) -> Numbers:
        """Great-circle metres (haversine) from some fixes to another."""
        across = (
            np.sin((self.lat[some] - self.lat[other]) / 2) ** 2
            + np.cos(self.lat[some]) * np.cos(self.lat[other]) * np.sin((self.lng[some] - self.lng[other]) / 2) ** 2
        )
        metres: Numbers = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(across)))
        return metres

    def hop(self, i: int, j: int) -> _Hop:
        far_m, seconds = float(self.far_m(i, j)), max(abs(self.at[i] - self.at[j]), 1.0)
        least_m = max(0.0, far_m - self.accuracy[i] - self.accuracy[j])
        return _Hop(far_m, float(seconds), float(least_m / seconds))

    def longest_chain(self, limits: Limits) -> list[int]:
        """Indices of the most fixes that one traveller could have seen, each reachable from the one before."""
        length = np.ones(len(self.at), dtype=np.int64)
        before = np.full(len(self.at), -1, dtype=np.int64)
        for i in range(1, len(self.at)):
            back = slice(max(0, i - limits.look_back), i)
            least_m = self.far_m(back, i) - self.accuracy[back] - self.accuracy[i]
            reached = least_m <= limits.fastest_mps * np.maximum(self.at[i] - self.at[back], 1.0)
            longest = np.where(reached, length[back], 0)
            if longest.any():
                # of equally long chains the latest fix: the shorter its hop, the less is taken on trust
                best = len(longest) - 1 - int(np.argmax(longest[::-1]))
                length[i], before[i] = longest[best] + 1, back.start + best
        chain, i = [], int(np.argmax(length))
        while i >= 0:
            chain.append(i)
            i = int(before[i])
        return chain[::-1]


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

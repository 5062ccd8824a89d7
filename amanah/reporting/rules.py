"""Are some people's faces refused more often than others'? Counts in, rates with intervals and alarms out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import exp, inf, lgamma, sqrt

from amanah.reporting.types import Count, FaceGroup, Rate

Z_95 = 1.959963984540054
LEAST = 30
"""Fewer visits say nothing about a group: its rate isn't shown, and it is never tested."""
WORSE = 1.25
"""A rate this many times the others' is worth an alarm: the four-fifths rule turned over (29 CFR 1607.4 D, 1978).

The rule there compares how many are selected; held against how many are refused it is the stricter reading.
"""
ALPHA = 0.05


def wilson(events: int, of: int, *, z: float = Z_95) -> Rate:
    """The share with its 95 % interval (Wilson 1927, score interval); without anything counted: 0 in 0 to 1."""
    if of == 0:
        return Rate(0.0, 0.0, 1.0)
    share, spread = events / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return Rate(share, max(0.0, middle - half) if events else 0.0, min(1.0, middle + half) if events < of else 1.0)


def worse_by_chance(events: int, of: int, rest_events: int, rest_of: int) -> float:
    """How probable so many events or more fall to this group by chance alone: Fisher's exact test, one-sided.

    Exact where the groups are small and the events few, which the usual test of two proportions is not.
    """
    if of == 0 or rest_of == 0:
        return 1.0
    together, all_ = events + rest_events, of + rest_of
    base = _log_choose(all_, together)
    found, most = 0.0, min(of, together)
    for k in range(events, most + 1):
        if together - k > rest_of:
            continue
        chance = exp(_log_choose(of, k) + _log_choose(rest_of, together - k) - base)
        found += chance
        if chance < found * 1e-12 and k * all_ > of * together:
            break  # beyond the middle each term is smaller than the one before
    return min(1.0, found)


def holm(chances: Sequence[float]) -> list[float]:
    """Each chance corrected for how many were asked (Holm 1979): holds however the groups depend on each other."""
    order = sorted(range(len(chances)), key=lambda i: chances[i])
    corrected, highest = [0.0] * len(chances), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[i]))
        corrected[i] = highest
    return corrected


def judged(counts: Iterable[Count], *, tried: int, rejected: int) -> list[FaceGroup]:
    """Each group beside all others of `tried` and `rejected`; an alarm where chance doesn't explain what is worse."""
    groups = [_beside_the_rest(one, tried, rejected) for one in counts]
    tested = [i for i, one in enumerate(groups) if one.count.tried >= LEAST and tried - one.count.tried >= LEAST]
    corrected = holm([groups[i].chance for i in tested])
    for i, chance in zip(tested, corrected, strict=True):
        alarm = chance < ALPHA and groups[i].times >= WORSE
        groups[i] = replace(groups[i], chance=chance, is_tested=True, is_worse=alarm)
    return groups


def _beside_the_rest(count: Count, tried: int, rejected: int) -> FaceGroup:
    rest_tried, rest_rejected = tried - count.tried, rejected - count.rejected
    rate = wilson(count.rejected, count.tried)
    rest = rest_rejected / rest_tried if rest_tried else 0.0
    return FaceGroup(
        count=count,
        rate=rate if count.tried >= LEAST else None,
        times=rate.share / rest if rest else (inf if count.rejected else 1.0),
        chance=worse_by_chance(count.rejected, count.tried, rest_rejected, rest_tried),
    )


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)

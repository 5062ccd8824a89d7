"""95 % intervals by bootstrap over people: photos of one person stand or fall together, so people are drawn, not pairs.

After Bolle, Ratha, Pankanti (2004), "Error analysis of pattern recognition systems: the subsets bootstrap". An impostor
pair weighs the product of how often its two people were drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from amanah.faces.evaluating.scoring import Weights

RESAMPLES = 300
SEED = 20261124
Interval = tuple[float, float]
Numbers = Mapping[str, float | None]


def intervals(measure: Callable[[Weights], Numbers], people: int, *, resamples: int = RESAMPLES) -> dict[str, Interval]:
    """By name, where at least 95 of 100 draws could be measured; `measure` takes how often each person was drawn."""
    if people < 2:
        return {}
    chance = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = {}
    for _ in range(resamples):
        weights = chance.multinomial(people, np.full(people, 1 / people)).astype(np.float64)
        for name, value in measure(weights).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    return {name: _middle(values) for name, values in drawn.items() if len(values) >= 0.95 * resamples}


def _middle(values: list[float]) -> Interval:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def never_seen(rate: float | None, interval: Interval | None, trials: int) -> Interval | None:
    """Widens the interval of an error rate that came out as 0 or 1 to what `trials` independent trials allow.

    A draw can't show an error that isn't there; with none in n trials the true rate may still be 3/n (95 %, the rule
    of three: Hanley and Lippman-Hand 1983).
    """
    if rate is None or not trials or (interval is None and 0 < rate < 1):
        return interval
    room = min(1.0, 3 / trials)
    low, high = interval or (rate, rate)
    if rate == 0:
        high = max(high, room)
    if rate == 1:
        low = min(low, 1 - room)
    return low, high


def rounded(interval: Interval | None) -> Interval | None:
    return None if interval is None else (round(interval[0], 4), round(interval[1], 4))

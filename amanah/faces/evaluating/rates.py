"""Error rates from scores; every one can be asked again with people weighted, which is what the bootstrap does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amanah.faces.evaluating.looking import Floats
from amanah.faces.evaluating.scoring import Scores, Weights

FARS = {"1e-2": 1e-2, "1e-3": 1e-3, "1e-4": 1e-4, "1e-5": 1e-5}
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rates:
    """By false acceptance rate: the lowest cosine that lets in no more, and the share of genuine pairs at or above it.

    None where there are too few pairs to say. `eer` is the rate where false rejections and acceptances meet.
    """

    threshold: dict[str, float | None]
    tar: dict[str, float | None]
    eer: float | None


def rates(scores: Scores, weights: Weights | None = None) -> Rates:
    """A genuine pair weighs its person's weight, an impostor pair the product of its two people's (all 1 if None)."""
    weighed = _Weighed.of(scores, np.ones(scores.people) if weights is None else weights)
    thresholds = {name: weighed.threshold(far) for name, far in FARS.items()}
    return Rates(thresholds, {name: weighed.accepted(at) for name, at in thresholds.items()}, weighed.equal_error())


@dataclass(frozen=True, slots=True)
class _Weighed:
    """`below` and `let_in`: what the best 0, 1, 2 … pairs weigh together, genuine and impostor."""

    scores: Scores
    known: Doubles
    let_in: Doubles
    all_impostors: float

    @classmethod
    def of(cls, scores: Scores, weights: Weights) -> _Weighed:
        return cls(
            scores,
            np.concatenate([[0.0], np.cumsum(weights[scores.own])]),
            np.concatenate([[0.0], np.cumsum(weights[scores.a] * weights[scores.b])]),
            scores.impostor_weight(weights),
        )

    def threshold(self, far: float) -> float | None:
        """Just above the best impostor that may not come in any more."""
        allowed = int(far * self.all_impostors)
        if not allowed:
            return None
        first_out = int(np.searchsorted(self.let_in, allowed, side="right")) - 1
        if first_out >= len(self.scores.impostor):
            return None
        return float(np.nextafter(self.scores.impostor[first_out], np.float32(2)))

    def accepted(self, at: float | None) -> float | None:
        if at is None or not self.known[-1]:
            return None
        return float(self.known[at_or_above(self.scores.genuine, at)] / self.known[-1])

    def equal_error(self) -> float | None:
        """Letting in the best 0, 1, 2 … impostors, where acceptances first outweigh rejections; None when that lies
        among scores that were forgotten."""
        if not self.known[-1] or not self.all_impostors:
            return None
        low, high = 0, len(self.scores.impostor)
        if self._wrong(high)[0] < self._wrong(high)[1]:
            return None
        while low < high:
            middle = (low + high) // 2
            accepted, rejected = self._wrong(middle)
            low, high = (low, middle) if accepted >= rejected else (middle + 1, high)
        best = min((self._wrong(count) for count in (low - 1, low) if count >= 0), key=lambda two: abs(two[0] - two[1]))
        return (best[0] + best[1]) / 2

    def _wrong(self, let_in: int) -> tuple[float, float]:
        """Shares of impostors accepted and of genuine pairs rejected when the best `let_in` impostors come in."""
        impostor = self.scores.impostor
        if let_in < len(impostor):
            accepted_above = float(np.nextafter(impostor[let_in], np.float32(2)))
        else:
            accepted_above = -2.0 if self.scores.is_whole else float(impostor[-1])
        known = self.known[at_or_above(self.scores.genuine, accepted_above)]
        return float(self.let_in[let_in] / self.all_impostors), float(1 - known / self.known[-1])


def at_or_above(downwards: Floats, at: float) -> int:
    """How many of the scores, sorted downwards, reach `at`."""
    return len(downwards) - int(np.searchsorted(downwards[::-1], np.float32(at), side="left"))

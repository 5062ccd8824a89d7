"""How much a payer's day is doubted, for the order of the queue; and how right each kind of doubt has been.

A kind weighs log(odds that it is right) - log(odds of any day): its precision is a prior (the ruleset's, worth
`PRIOR_WORTH` cases) and what closed cases said since. Kinds add up as if they were independent, which they aren't
quite: a score ranks, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

PRIOR_WORTH = 10.0
"""So many closed cases weigh as much as what was believed before any."""
_ANY_DAY = 0.05  # share of payer-days believed to hold a fraud: what one doubt must lift itself from
_Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What closed cases of a kind of doubt said: `right` (the record was wrong), `wrong`, and `again` (undecided)."""

    flagged: int
    right: int
    wrong: int
    again: int


def precision(seen: Outcomes) -> float | None:
    """Share of decided cases in which the doubt was right; None before the first."""
    decided = seen.right + seen.wrong
    return seen.right / decided if decided else None


def wilson(seen: Outcomes) -> tuple[float, float]:
    """95 % interval of the precision (Wilson 1927); (0, 1) before the first."""
    n = seen.right + seen.wrong
    if n == 0:
        return 0.0, 1.0
    p, z2 = seen.right / n, _Z95**2
    middle, half = p + z2 / (2 * n), _Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z2 / n)), min(1.0, (middle + half) / (1 + z2 / n))


def weight(prior: float, seen: Outcomes | None) -> float:
    """Log-odds of a kind over any day's; learns from each closed case."""
    right, wrong = (seen.right, seen.wrong) if seen else (0, 0)
    believed = (prior * PRIOR_WORTH + right) / (PRIOR_WORTH + right + wrong)
    return _logit(min(max(believed, 0.01), 0.99)) - _logit(_ANY_DAY)


def score(kinds: Iterable[str], prior: Mapping[str, float], seen: Mapping[str, Outcomes]) -> float:
    """Of the kinds doubted on one payer's day, each counted once; a kind nobody knows weighs nothing."""
    return sum(weight(prior[kind], seen.get(kind)) for kind in sorted(set(kinds)) if kind in prior)


def _logit(p: float) -> float:
    return log(p / (1 - p))

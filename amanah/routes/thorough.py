"""Small offices where families have hours of their own: everybody searched at once, from nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from amanah.routes.ground import Ground
from amanah.routes.solving import THOROUGH, Purse, shorten
from amanah.routes.walking import Payer, even_s

_MOST = 1500
"""Stops: with 1,200 the whole is 7 % shorter than territories, with 2,000 it is 3 % longer for want of tries."""
_BIND = 0.1
"""Of the stops, with a window of less than three quarters of the day."""
_TRIES_A_SECOND = 300
"""Of CPU, up to 600 stops; makes seconds into a count, which repeats."""
_ALIKE = 600
"""Stops above which a try takes longer, in proportion."""
_TO_EVEN = 0.25
"""Of the tries, to make the days even once their number is known."""


def do_windows_bind(ground: Ground, payers: Sequence[Payer]) -> bool:
    """Whether territories that know no hours would be a poor start, and the office is small enough for another."""
    stops = len(ground.metres) - 1
    if not 0 < stops <= _MOST:
        return False
    early, late = min(one.early for one in payers), max(one.late for one in payers)
    hours = np.minimum(ground.late[1:], late) - np.maximum(ground.early[1:], early)
    return float(np.mean(hours < 0.75 * (late - early))) >= _BIND


def whole_office(
    ground: Ground, payers: Sequence[Payer], even: float, seconds: float, purse: Purse, seed: int,
    kept: Sequence[Sequence[int]] = (),
) -> list[list[int]]:  # fmt: skip
    """Rounds by payer over all places of the ground, some of them empty: first few and short, then even.

    `even`: the longest day over the mean. `kept`: rounds there are, one a payer, whose visits stay served.
    """
    everybody = range(1, len(ground.metres))
    must = {place for one in kept for place in one}
    affordable = seconds * _TRIES_A_SECOND * min(1, _ALIKE / len(everybody))
    tries = min(round(affordable), 1000 + 25 * len(everybody))
    rounds = shorten(
        ground, kept or [[] for _ in payers], payers, even=max(one.most for one in payers),
        tries=round((1 - _TO_EVEN) * tries), purse=purse, seed=seed, waiting=everybody, must=must, way=THOROUGH,
    )  # fmt: skip
    is_full = sum(map(len, rounds)) < len(everybody)
    out = [i for i, one in enumerate(rounds) if one or payers[i].done or is_full]
    evener = shorten(
        ground, [rounds[i] for i in out], [payers[i] for i in out], even=even_s(ground, rounds, payers, even, 0),
        tries=round(_TO_EVEN * tries), purse=purse, seed=seed, waiting=everybody, must=must, way=THOROUGH,
    )  # fmt: skip
    found = dict(zip(out, evener, strict=True))
    return [found.get(i, []) for i in range(len(payers))]

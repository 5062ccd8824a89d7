"""A sample of visits that nobody could choose: drawn by a seed sealed beforehand, and what its answers say of all.

Likelier to be drawn is what is likelier to be wrong; each visit's chance is known, so the answers still speak for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import fsum, inf

from scipy.special import betaincinv

from amanah.oversight.types import Asked, CaseOutcome, Said


@dataclass(frozen=True, slots=True)
class Estimate:
    """Share of visits that were wrong: Hajek's ratio, with two-sided bounds. `counts_as`: as many equal answers."""

    answered: int
    wrong: int
    rate: float
    low: float
    high: float
    counts_as: float


def seed_print(seed: str) -> str:
    """SHA-256 of the seed's bytes, hex: what is published before the draw. Raises ValueError when it is no hex."""
    return sha256(bytes.fromhex(seed)).hexdigest()


def chances(weights: Mapping[str, float], size: int) -> dict[str, float]:
    """Each one's chance to be among `size`: in proportion to its weight, 1 at most. Weights are above 0.

    Sums are exact before they are rounded (`fsum`): a frame read in another order gives the same bits.
    """
    sure: set[str] = set()
    while True:
        rest = {name: weight for name, weight in weights.items() if name not in sure}
        left, total = size - len(sure), fsum(rest.values())
        over = {name for name, weight in rest.items() if left * weight >= total}
        if not over:
            return {name: 1.0 if name in sure else left * weight / total for name, weight in weights.items()}
        sure |= over


def draw(weights: Mapping[str, float], size: int, seed: str) -> dict[str, float]:
    """The drawn and their chances: the same frame, size and seed give the same, on any machine.

    Systematic sampling of unequal chances (Madow 1949) over an order that SHA-256 of seed and name decides: as many as
    asked, nobody twice.
    """
    chance = chances(weights, size)
    order = sorted(chance, key=lambda name: (_number(seed, name), name))
    drawn: dict[str, float] = {}
    reached, mark = 0.0, _number(seed, "") / 2**64
    for i, name in enumerate(order):
        reached = reached + chance[name] if i < len(order) - 1 else inf
        if reached > mark and len(drawn) < size:
            drawn[name] = chance[name]
            mark += 1
    return drawn


def estimate(answers: Mapping[str, bool], chance: Mapping[str, float], *, sure: float = 0.95) -> Estimate:
    """`answers`: drawn name -> was it wrong. Bounds of Korn and Graubard (1998): Clopper and Pearson's with as many
    answers as the unequal weights leave (Kish's effective size); with equal chances they are Clopper and Pearson's.
    """
    weight = {name: 1 / chance[name] for name in answers}
    total = fsum(weight.values())
    if not answers:
        return Estimate(0, 0, 0.0, 0.0, 1.0, 0.0)
    rate = sum(weight[name] for name, wrong in answers.items() if wrong) / total
    count = total**2 / sum(one**2 for one in weight.values())
    bad, tail = rate * count, (1 - sure) / 2
    low = float(betaincinv(bad, count - bad + 1, tail)) if bad > 0 else 0.0
    high = float(betaincinv(bad + 1, count - bad, 1 - tail)) if bad < count else 1.0
    return Estimate(len(answers), sum(answers.values()), rate, low, high, count)


def outcome_of(said: Said, how: Asked) -> CaseOutcome | None:
    """What a call-back makes of a case. Nobody at the telephone says nothing yet; nobody at the door is an error."""
    if said is Said.NOT_FOUND and how is Asked.TELEPHONE:
        return None
    return CaseOutcome.UPHELD if said is Said.CONFIRMED else CaseOutcome.WRONG


def _number(seed: str, name: str) -> int:
    return int.from_bytes(sha256(f"{seed}:{name}".encode()).digest()[:8])

"""What bench/quality.py makes of its looks: pairs, curves, the weights a regression would choose, masks told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.faces import discarding, grading
from amanah.faces.grading import Measures

Floats = NDArray[np.float64]
PARTS = ("size", "sharpness", "brightness", "contrast", "evenness", "margins", "pose")
FAR = 1e-4
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """One photo in one version; `vector` None where no face was found, or none was asked for (masks)."""

    photo: int
    person: str
    kind: str
    vector: NDArray[np.float32] | None
    strength: float | None
    measures: dict[str, Any]
    quality: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A plain photo `a` and another photo `b` of the same person, as indexes of looks; `missed` below the threshold."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    missed: NDArray[np.bool_]

    def poorer(self, quality: Floats) -> Floats:
        poorer: Floats = np.minimum(quality[self.a], quality[self.b])
        return poorer


def report(looks: list[Look]) -> dict[str, Any]:
    seen = [look for look in looks if look.vector is not None]
    threshold = _threshold([look for look in seen if look.kind == "plain"])
    plain, spoiled = _pairs(seen, threshold, spoiled=False), _pairs(seen, threshold, spoiled=True)
    curves = {"plain": _curves(seen, plain), "spoiled": _curves(seen, spoiled)}
    return {
        "people": len({look.person for look in looks}),
        "photos": len({look.photo for look in looks}),
        "threshold": round(threshold, 4),
        "pairs": {"plain": len(plain.a), "spoiled": len(spoiled.a)},
        "ratio": round(curves["spoiled"]["total"]["area"] / curves["spoiled"]["weakest part"]["area"], 3),
        "curves": curves,
        "misses_by_total": _by_total(seen, spoiled),
        "weights": {name: _weights(seen, spoiled, take) for name, take in TAKEN.items()},
        "held_out": {name: _held_out(seen, spoiled, take) for name, take in TAKEN.items()},
        "not_found": _shares(looks, lambda look: not look.quality),
        "covered": _shares(
            [look for look in looks if look.quality], lambda look: look.quality["uncovered"] < grading.GOOD_ENOUGH
        ),
        "asked_to_uncover": _shares(
            [look for look in looks if look.quality], lambda look: look.quality["advice"] == "mask"
        ),
    }


def _threshold(plain: list[Look]) -> float:
    vectors = np.stack([look.vector for look in plain if look.vector is not None])
    people = np.array([look.person for look in plain])
    apart = np.triu(people[:, None] != people[None], 1)
    scores = (vectors @ vectors.T)[apart]
    most = max(1, int(len(scores) * FAR))
    return float(np.partition(scores, -most)[-most])


def _pairs(looks: list[Look], threshold: float, *, spoiled: bool) -> Pairs:
    """All pairs of a plain photo with another photo of the same person; spoiled: that other one spoiled too."""
    of: dict[str, list[int]] = {}
    for i, look in enumerate(looks):
        of.setdefault(look.person, []).append(i)
    pairs = [
        (a, b)
        for indexes in of.values()
        for a, b in permutations(indexes, 2)
        if looks[a].kind == "plain" and looks[a].photo != looks[b].photo
        and (spoiled or (looks[b].kind == "plain" and a < b))
    ]  # fmt: skip
    a, b = (np.array(each, np.int64) for each in zip(*pairs, strict=True))
    vectors = np.stack([look.vector for look in looks if look.vector is not None])
    return Pairs(a, b, np.einsum("ij,ij->i", vectors[a], vectors[b]) < threshold)


def _curves(looks: list[Look], pairs: Pairs) -> dict[str, Any]:
    rules: dict[str, Callable[[Look], float]] = {
        "total": lambda look: grading.total(Measures(**look.measures), look.strength),
        "total without strength": lambda look: grading.total(Measures(**look.measures), None),
        "weakest part": lambda look: min(look.quality[part] for part in PARTS),
        "random": lambda look: 0,
    }
    told = {name: _curve(pairs.missed, pairs.poorer(np.array([rule(look) for look in looks], float)))
            for name, rule in rules.items()}  # fmt: skip
    return told | {"ideal": _curve(pairs.missed, -pairs.missed.astype(float))}


def _curve(missed: NDArray[np.bool_], quality: Floats) -> dict[str, Any]:
    discard = [step / 100 for step in range(21)]
    fnmr = dict(zip(discard, discarding.curve(missed, quality, discard), strict=True))
    return {"area": round(discarding.area(missed, quality), 3), "fnmr": {k: round(v, 4) for k, v in fnmr.items()}}


def _by_total(looks: list[Look], pairs: Pairs) -> dict[str, tuple[int, float]]:
    """Pairs and miss rate by the total of the second photo."""
    totals = np.array([grading.total(Measures(**look.measures), look.strength) for look in looks])[pairs.b]
    tens = [(low, (totals >= low) & (totals < low + 10 + (low == 90))) for low in range(0, 100, 10)]
    return {f"{low}-{low + 10}": (int(within.sum()), round(float(pairs.missed[within].mean()), 4))
            for low, within in tens if within.any()}  # fmt: skip


TAKEN: dict[str, Callable[[Look], tuple[float, ...]]] = {
    "strength": lambda look: (look.strength or 0.0,),
    "strength, margin, texture": lambda look: (look.strength or 0.0, _margin(look), _texture(look)),
    "unsure": lambda look: (grading.unsure(Measures(**look.measures)),),
    "unsure, margin, texture": lambda look: (grading.unsure(Measures(**look.measures)), _margin(look), _texture(look)),
}


def _margin(look: Look) -> float:
    return float(min(max(look.measures["edge"], 0.0), 0.4))


def _texture(look: Look) -> float:
    """Sharpness for the contrast there is: noise and a dull light change both alike."""
    return float(np.log(max(look.measures["laplacian"] / (look.measures["deviation"] ** 2 + 1), 1e-3)))


def _weights(looks: list[Look], pairs: Pairs, take: Callable[[Look], tuple[float, ...]]) -> list[float]:
    """Of the log odds of a miss, the second photo against the median plain photo: constant, then one each."""
    taken = np.array([take(look) for look in looks])
    fitted = _regression(taken[pairs.a] + taken[pairs.b], pairs.missed)
    plain = np.array([look.kind == "plain" for look in looks])
    usual = float(np.median(taken[plain] @ fitted[1:]))
    return [round(float(each), 4) for each in (fitted[0] + usual, *fitted[1:])]


def _held_out(looks: list[Look], pairs: Pairs, take: Callable[[Look], tuple[float, ...]]) -> list[float]:
    taken = np.array([take(look) for look in looks])
    fold = np.array([int(sha256(look.person.encode()).hexdigest(), 16) % FOLDS for look in looks])[pairs.a]
    areas = []
    for held in range(FOLDS):
        known, other = fold != held, fold == held
        fitted = _regression((taken[pairs.a] + taken[pairs.b])[known], pairs.missed[known])
        part = Pairs(pairs.a[other], pairs.b[other], pairs.missed[other])
        areas.append(round(discarding.area(part.missed, part.poorer(-taken @ fitted[1:])), 3))
    return areas


def _regression(taken: Floats, missed: NDArray[np.bool_]) -> Floats:
    """Logistic regression by Newton's steps (Cox 1958), constant first."""
    inputs = np.column_stack([np.ones(len(taken)), taken])
    fitted = np.zeros(inputs.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ fitted, -30, 30)))
        slope = inputs.T @ (chance - missed)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + 1e-6 * np.eye(inputs.shape[1])
        fitted -= np.linalg.solve(bend, slope)
    return fitted


def _shares(looks: list[Look], is_so: Callable[[Look], bool]) -> dict[str, float]:
    kinds = sorted({look.kind for look in looks})
    return {kind: round(float(np.mean([is_so(look) for look in looks if look.kind == kind])), 3) for kind in kinds}

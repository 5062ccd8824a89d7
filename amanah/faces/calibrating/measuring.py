"""Measures a deployment's own photos and recommends thresholds from them.

`same_above` is the upper end of the 95 % interval of the cosine at the wanted false acceptance rate: a small folder
makes it stricter, never laxer. `different_below` is the lower of two: what one rightful person in a hundred falls
below, and the cosine at a false acceptance rate of 1e-3; below it a likeness is a doubt for a person to weigh.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from amanah.faces.calibrating import enough
from amanah.faces.calibrating.types import Measured
from amanah.faces.evaluating import chance, relatives, scoring
from amanah.faces.evaluating.chance import Interval
from amanah.faces.evaluating.looking import Looked
from amanah.faces.evaluating.rates import Rates, rates
from amanah.faces.evaluating.scoring import Ints, Scores, Weights
from amanah.faces.types import Kind, Shot
from amanah.values.problem import Problem, Sentence

RIGHTFUL_BELOW = 0.01
DIFFERENT_FAR = "1e-3"
# Between the two a person looks; without a gap everything would be `same` or `different`.
GAP = 0.02


def measure(
    looked: Looked, shots: Sequence[Shot], *, far: str, related: Sequence[tuple[str, str]]
) -> dict[Kind, Measured]:
    """Photos with photos, and KTP portraits with photos where there are enough.

    Raises Problem `calibration_too_few` when the photos can't say anything about `far` at all.
    """
    names = sorted({shot.person for shot in shots})
    number = {name: index for index, name in enumerate(names)}
    people = np.array([number[shot.person] for shot in shots])
    is_ktp = np.array([shot.kind == "ktp" for shot in shots])
    photos, ktp = np.flatnonzero(~is_ktp), np.flatnonzero(is_ktp)

    def between(some: Ints, others: Ints) -> Measured:
        return _measured(looked, people, some, others, far=far, names=names, related=related)

    found: dict[Kind, Measured] = {"photo": between(photos, photos)}
    if len(ktp):
        try:
            found["ktp"] = between(ktp, photos)
        except Problem:  # a few portraits don't spoil what the photos can say
            told = (*found["photo"].warnings, enough.KTP_UNMEASURED)
            found["photo"] = replace(found["photo"], warnings=told)
    return found


def _measured(
    looked: Looked,
    people: Ints,
    some: Ints,
    others: Ints,
    *,
    far: str,
    names: Sequence[str],
    related: Sequence[tuple[str, str]],
) -> Measured:
    scores = scoring.across(looked, people, some, others)
    found = rates(scores)
    bounds = _bounds(scores)
    same_above, different_below = recommended(scores, found, bounds, far=far)
    at = {"same_above": same_above, "different_below": different_below} | _known(found.threshold)
    kin = relatives.measure(looked, people, names, related, at, sides=(some, others))
    pairs, mated = pairs_of_people(scores), len(np.unique(scores.own))
    used = np.union1d(some, others)
    return Measured(
        people=len(np.unique(people[used])),
        mated_people=mated,
        pairs_of_people=pairs,
        genuine=len(scores.genuine),
        impostor=scores.impostors,
        not_found=int((~looked.found[used]).sum()),
        same_above=same_above,
        different_below=different_below,
        cosine_at_far={name: round(value, 4) for name, value in _known(found.threshold).items()},
        interval={name: chance.rounded(bounds.get(f"threshold {name}")) for name in _known(found.threshold)},
        tar={name: None if tar is None else round(tar, 4) for name, tar in found.tar.items()},
        tar_interval={
            name: chance.rounded(chance.never_seen(tar, bounds.get(f"tar {name}"), mated))
            for name, tar in found.tar.items()
        },
        relatives=kin,
        warnings=enough.warnings(pairs=pairs, mated=mated, far=float(far), kin=kin),
    )


def recommended(scores: Scores, found: Rates, bounds: Mapping[str, Interval], *, far: str) -> tuple[float, float]:
    """(same_above, different_below), on whole thousandths. Raises Problem `calibration_too_few`."""
    at = found.threshold.get(far)
    compared = scores.genuine[scores.genuine > -1]  # without a face nothing is compared, so nothing is `different`
    if at is None or not len(compared):
        raise _too_few(far)
    same_above = math.ceil(1000 * max(at, bounds.get(f"threshold {far}", (at, at))[1])) / 1000
    rightful = float(np.quantile(compared, RIGHTFUL_BELOW, method="lower"))
    below = min(rightful, found.threshold[DIFFERENT_FAR] or at, same_above - GAP)
    return same_above, math.floor(1000 * below) / 1000


def pairs_of_people(scores: Scores) -> int:
    """Pairs of different people with a photo on either side."""
    rows, columns = scores.rows > 0, scores.columns > 0
    pairs = int(rows.sum() * columns.sum() - (rows & columns).sum())
    return pairs // 2 if scores.both else pairs


def _bounds(scores: Scores) -> dict[str, Interval]:
    def drawn(weights: Weights) -> dict[str, float | None]:
        again = rates(scores, weights)
        return {
            **{f"threshold {name}": at for name, at in again.threshold.items()},
            **{f"tar {name}": tar for name, tar in again.tar.items()},
        }

    return chance.intervals(drawn, scores.people)


def _known(values: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in values.items() if value is not None}


def _too_few(far: str) -> Problem:
    return Problem(
        "calibration_too_few",
        Sentence(
            id=f"Foto terlalu sedikit untuk ambang pada FAR {far}. Perlu lebih banyak orang, dua foto tiap orang.",
            en=f"Too few photos for a threshold at FAR {far}. More people are needed, two photos of each.",
        ),
    )

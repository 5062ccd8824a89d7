"""Joins the measures of a folder into one answer: looking, all pairs, one to many, listed pairs, relatives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from amanah.faces.evaluating import chance, folders, identifying, listed, relatives, scoring
from amanah.faces.evaluating.identifying import FPIRS, Searches
from amanah.faces.evaluating.looking import Eye, Looked, Told, look_at_all
from amanah.faces.evaluating.rates import Rates, rates
from amanah.faces.evaluating.scoring import Ints, Scores, Weights
from amanah.faces.types import Evaluation, Intervals, Listed, Shot

EQUAL_ERROR, RANK1 = "eer", "rank1"


def evaluate(
    shots: Sequence[Shot],
    eye: Eye,
    *,
    pairs: Path | None = None,
    kin: Path | None = None,
    partly: bool = False,
    told: Told,
) -> Evaluation:
    """All pairs of the shots; `pairs` a list judged besides, `kin` a list of relatives, `partly` see `listed.judge`."""
    names = sorted({shot.person for shot in shots})
    related = relatives.read(kin, names) if kin else folders.related(folders.cards(shots))
    wanted = listed.read(pairs) if pairs else []
    looked = look_at_all(shots, eye, told=told)
    number = {name: index for index, name in enumerate(names)}
    people = np.array([number[shot.person] for shot in shots])
    scores, measured = _scored(looked, people)
    found = identifying.searches(looked, people)
    judged = listed.judge(wanted, shots, looked, partly=partly) if wanted else None
    at = {name: value for name, value in measured.threshold.items() if value is not None}
    return Evaluation(
        people=len(names),
        photos=len(shots),
        not_found=int((~looked.found).sum()),
        unreadable=looked.unreadable,
        genuine=len(scores.genuine),
        impostor=scores.impostors,
        eer=_round(measured.eer),
        tar={far: _round(tar) for far, tar in measured.tar.items()},
        threshold=measured.threshold,
        rank1=_round(found.rank1()),
        fnir={name: _round(found.fnir(fpir)) for name, fpir in FPIRS.items()},
        interval=_intervals(scores, found, measured),
        ten_fold=listed.ten_fold(judged) if judged else None,
        listed=_listed(judged) if judged else None,
        relatives=relatives.measure(looked, people, names, related, at),
        cpu_ms=looked.cpu_ms,
        photos_per_s=round(len(shots) / looked.seconds, 1),
        model=eye.model,
    )


def _scored(looked: Looked, people: Ints) -> tuple[Scores, Rates]:
    """Scored again with more kept when the equal error rate lies among what was forgotten."""
    scores = scoring.all_pairs(looked, people)
    measured = rates(scores)
    while measured.eer is None and len(scores.genuine) and not scores.is_whole:
        scores = scoring.all_pairs(looked, people, keep=8 * len(scores.impostor))
        measured = rates(scores)
    return scores, measured


def _intervals(scores: Scores, found: Searches, measured: Rates) -> Intervals:
    def measure(weights: Weights) -> dict[str, float | None]:
        drawn = rates(scores, weights)
        return {
            EQUAL_ERROR: drawn.eer,
            RANK1: found.rank1(weights),
            **{f"tar {far}": tar for far, tar in drawn.tar.items()},
            **{f"threshold {far}": at for far, at in drawn.threshold.items()},
            **{f"fnir {name}": found.fnir(fpir, weights) for name, fpir in FPIRS.items()},
        }

    bounds = chance.intervals(measure, scores.people)
    mated = len(np.unique(scores.own))

    def of(name: str, rate: float | None) -> tuple[float, float] | None:
        return chance.rounded(chance.never_seen(rate, bounds.get(name), mated)) if rate is not None else None

    return Intervals(
        eer=of(EQUAL_ERROR, measured.eer),
        tar={far: of(f"tar {far}", tar) for far, tar in measured.tar.items()},
        threshold={far: chance.rounded(bounds.get(f"threshold {far}")) for far in measured.threshold},
        rank1=of(RANK1, found.rank1()),
        fnir={name: of(f"fnir {name}", found.fnir(fpir)) for name, fpir in FPIRS.items()},
    )


def _listed(judged: listed.Judged) -> Listed:
    """Every listed pair weighs the same here: a list is judged as it stands."""
    genuine, impostor = (np.sort(judged.scores[mask])[::-1] for mask in (judged.same, ~judged.same))
    nobody = np.zeros(len(genuine), np.int64)
    # Two people with as many photos as give this number of pairs: the total is then the list's own.
    first, second = np.zeros(len(impostor), np.int64), np.ones(len(impostor), np.int64)
    rows, columns = np.array([len(impostor), 0]), np.array([0, 1])
    found = rates(Scores(genuine, nobody, impostor, first, second, rows, columns, both=False))
    tars = {far: _round(tar) for far, tar in found.tar.items()}
    return Listed(len(genuine), len(impostor), judged.left_out, _round(found.eer), tars, found.threshold)


def _round(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)

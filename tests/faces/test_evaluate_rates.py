"""Rates from kept scores are those of all pairs counted one by one, whole or weighted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from amanah.faces.evaluating import chance, scoring
from amanah.faces.evaluating.looking import Looked
from amanah.faces.evaluating.rates import FARS, rates

from .looked import crowd, looked

Pair = tuple[float, int, int]


def one_by_one(seen: Looked, who: NDArray[np.int64]) -> tuple[list[Pair], list[Pair]]:
    """(score, person, person) of all genuine and all impostor pairs, the slow way."""
    everyone = np.arange(len(who))
    scores = seen.scores(everyone, everyone)
    pairs = [(float(scores[i, j]), int(who[i]), int(who[j])) for i in everyone for j in everyone if i < j]
    return [pair for pair in pairs if pair[1] == pair[2]], [pair for pair in pairs if pair[1] != pair[2]]


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_a_threshold_lets_in_no_more_than_its_rate_and_the_next_lower_would(seed: int) -> None:
    seen, who = crowd(seed, people=25, photos=3)
    genuine, impostor = one_by_one(seen, who)
    found = rates(scoring.all_pairs(seen, who))
    for name, far in FARS.items():
        at = found.threshold[name]
        if int(far * len(impostor)) == 0:
            assert at is None
            continue
        assert at is not None
        assert sum(score >= at for score, _, _ in impostor) <= far * len(impostor)
        lower = max(score for score, _, _ in impostor if score < at)
        assert sum(score >= lower for score, _, _ in impostor) > int(far * len(impostor))
        known = sum(score >= at for score, _, _ in genuine) / len(genuine) if genuine else None
        assert found.tar[name] == (pytest.approx(known) if known is not None else None)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_weights_say_the_same_as_taking_a_person_several_times(seed: int) -> None:
    seen, who = crowd(seed, people=12, photos=3)
    weights = np.random.default_rng(seed).integers(0, 3, who.max() + 1).astype(float)
    genuine, impostor = one_by_one(seen, who)
    taken = [score for score, a, b in impostor for _ in range(int(weights[a] * weights[b]))]
    known = [score for score, a, _ in genuine for _ in range(int(weights[a]))]
    found = rates(scoring.all_pairs(seen, who), weights)
    at = found.threshold["1e-2"]
    if len(taken) < 100:
        assert at is None
        return
    assert at is not None
    assert sum(score >= at for score in taken) <= 0.01 * len(taken)
    if known:
        assert found.tar["1e-2"] == pytest.approx(sum(score >= at for score in known) / len(known))


@given(st.integers(0, 10_000), st.integers(20, 400))
@settings(max_examples=25, deadline=None)
def test_forgetting_low_scores_changes_nothing_that_is_told(seed: int, keep: int) -> None:
    seen, who = crowd(seed, people=30, photos=2)
    whole, kept = scoring.all_pairs(seen, who), scoring.all_pairs(seen, who, keep=keep)
    assert whole.impostors == kept.impostors
    assert len(kept.impostor) <= 2 * keep + 1
    told, again = rates(whole), rates(kept)
    for name in FARS:
        assert again.threshold[name] in (told.threshold[name], None)
    assert again.eer in (pytest.approx(told.eer), None)


def test_blocks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, who = crowd(3, people=40, photos=3)
    whole = scoring.all_pairs(seen, who)
    monkeypatch.setattr(scoring, "BLOCK", 7)
    cut = scoring.all_pairs(seen, who)
    assert np.allclose(whole.genuine, cut.genuine, atol=1e-6)
    assert np.allclose(whole.impostor, cut.impostor, atol=1e-6)


def test_people_who_never_meet_have_no_equal_error() -> None:
    found = rates(scoring.all_pairs(looked([[1, 0], [1, 0], [0, 1], [0, 1]]), np.array([0, 0, 1, 1])))
    assert found.eer == 0


def test_a_photo_without_a_face_is_a_miss_in_every_pair_of_its_person() -> None:
    scores = scoring.all_pairs(looked([[1, 0], [1, 0], [1, 0], [0, 1]], missed=[2]), np.array([0, 0, 0, 1]))
    assert scores.genuine.tolist() == [1, -1, -1]
    assert scores.impostors == 3


def test_two_sides_are_compared_across_only() -> None:
    """KTP portraits with photos: none with its like."""
    seen = looked([[1, 0], [0.8, 0.6], [0, 1], [0.6, 0.8]])
    scores = scoring.across(seen, np.array([0, 0, 1, 1]), np.array([0, 2]), np.array([1, 3]))
    assert scores.genuine.tolist() == pytest.approx([0.8, 0.8])
    assert scores.impostor.tolist() == pytest.approx([0.6, 0.6])
    assert scores.impostors == 2


def test_an_interval_holds_the_rate_and_chance_is_the_same_every_time() -> None:
    def share(weights: NDArray[np.float64]) -> dict[str, float | None]:
        return {"share": float(weights[:30].sum() / weights.sum())}

    (low, high), again = chance.intervals(share, 100)["share"], chance.intervals(share, 100)["share"]
    assert (low, high) == again
    # A share of .3 among 100 has a standard error of .046.
    assert 0.18 < low < 0.25
    assert 0.35 < high < 0.42


def test_no_error_seen_isnt_no_error() -> None:
    assert chance.never_seen(0.0, (0.0, 0.0), 300) == (0.0, 0.01)
    assert chance.never_seen(1.0, (1.0, 1.0), 300) == (0.99, 1.0)
    assert chance.never_seen(0.5, (0.4, 0.6), 300) == (0.4, 0.6)

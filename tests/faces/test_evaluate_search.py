"""One to many: the first photo is enrolled, the others search; a photo without a face finds nobody."""

from __future__ import annotations

import numpy as np
import pytest

from amanah.faces.evaluating import identifying

from .looked import crowd, looked


def test_a_search_that_puts_somebody_else_first_isnt_rank_one() -> None:
    seen = looked([[1, 0], [0.6, 0.8], [0, 1], [0, 1]])
    found = identifying.searches(seen, np.array([0, 0, 1, 1]))
    assert found.own.tolist() == pytest.approx([0.6, 1.0])
    assert found.best_other.tolist() == pytest.approx([0.8, 0.0])
    assert found.rank1() == 0.5


def test_a_search_without_a_face_misses_and_alarms_nobody() -> None:
    found = identifying.searches(looked([[1, 0], [1, 0], [0, 1]], missed=[1]), np.array([0, 0, 1]))
    assert found.own.tolist() == [-1]
    assert found.best_other.tolist() == [-1]
    assert found.rank1() == 0


def test_who_has_one_photo_is_found_by_others_only() -> None:
    found = identifying.searches(looked([[1, 0], [0.8, 0.6], [0.6, 0.8]]), np.array([0, 0, 1]))
    assert len(found.person) == 1
    assert found.best_other.tolist() == pytest.approx([0.96])


def test_false_alarms_stay_within_their_rate() -> None:
    seen, who = crowd(5, people=80, photos=4)
    found = identifying.searches(seen, who)
    missed = found.fnir(0.1)
    assert missed is not None
    alarms = [at for at in np.sort(found.best_other) if (found.best_other >= at).mean() <= 0.1]
    assert missed == pytest.approx((found.own < min(alarms)).mean(), abs=1 / len(found.own))


def test_too_few_searches_say_nothing_about_a_small_rate() -> None:
    seen, who = crowd(6, people=10, photos=3)
    assert identifying.searches(seen, who).fnir(0.01) is None

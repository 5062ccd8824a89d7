"""The error-versus-discard curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.faces import discarding

MISSED = np.array([True, True, False, False, False, False, False, False, False, False])
WORST_FIRST = np.arange(10.0)


def test_a_quality_that_knows_leaves_no_miss() -> None:
    assert discarding.curve(MISSED, WORST_FIRST, (0, 0.1, 0.2)) == pytest.approx((0.2, 1 / 9, 0))


def test_a_quality_that_is_the_same_for_all_changes_nothing() -> None:
    assert discarding.curve(MISSED, np.ones(10), (0, 0.1, 0.2)) == pytest.approx((0.2, 0.2, 0.2))
    assert discarding.area(MISSED, np.ones(10)) == pytest.approx(1)


def test_a_quality_that_errs_makes_it_worse() -> None:
    assert discarding.area(MISSED, -WORST_FIRST) > 1 > discarding.area(MISSED, WORST_FIRST)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 4)), min_size=5, max_size=40), st.randoms())
def test_the_order_of_the_pairs_is_no_matter(pairs: list[tuple[bool, int]], chance: object) -> None:
    shuffled = sorted(pairs, key=lambda _: chance.random())  # type: ignore[attr-defined]  # hypothesis names no type
    both = [np.array([list(column) for column in zip(*each, strict=True)]) for each in (pairs, shuffled)]
    one, other = (discarding.curve(each[0].astype(bool), each[1].astype(float)) for each in both)
    assert one == pytest.approx(other)

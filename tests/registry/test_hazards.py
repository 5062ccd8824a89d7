"""Hazards stand while somebody confirms them; what helped is kept; what is gone is gone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from amanah.registry.rules.hazards import DECAY, standing
from amanah.registry.types import HazardTold

FAMILY = UUID(int=1)
THEN = datetime(2026, 1, 1, tzinfo=UTC)


def told(day: int, *, kind: str = "dog", note: str = "", helped: str = "", gone: bool = False) -> HazardTold:
    return HazardTold(FAMILY, kind, note, helped, gone, THEN + timedelta(days=day))


def at(day: int) -> datetime:
    return THEN + timedelta(days=day)


def test_a_hazard_that_nobody_confirmed_is_let_go_after_180_days() -> None:
    assert len(standing([told(0)], now=at(180))) == 1
    assert standing([told(0)], now=at(180) + timedelta(seconds=1)) == []


def test_confirming_keeps_it_with_what_was_known() -> None:
    (dog,) = standing([told(0, note="di gerbang", helped="panggil dulu"), told(170)], now=at(300))
    assert (dog.note, dog.helped) == ("di gerbang", "panggil dulu")
    assert (dog.noted_at, dog.confirmed_at) == (at(0), at(170))


def test_what_is_gone_is_not_said_and_may_come_back() -> None:
    gone = [told(0), told(10, gone=True)]
    assert standing(gone, now=at(11)) == []
    (back,) = standing([*gone, told(12)], now=at(13))
    assert back.noted_at == at(12)


def test_another_kind_stands_by_itself() -> None:
    assert [h.kind for h in standing([told(0), told(1, kind="tide"), told(2, gone=True)], now=at(3))] == ["tide"]


def test_two_other_hazards_are_two() -> None:
    both = [told(0, kind="other", note="sumur terbuka"), told(1, kind="other", note="anak kecil di jalan")]
    assert len(standing(both, now=at(2))) == 2


@given(
    days=st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=12, unique_by=lambda d: d[0]),
    seed=st.integers(),
)
def test_the_order_of_hearing_changes_nothing_and_nothing_older_than_decay_is_said(
    days: list[tuple[int, bool]], seed: int
) -> None:
    notes = [told(day, gone=gone) for day, gone in days]
    shuffled = random.Random(seed).sample(notes, len(notes))
    stand = standing(notes, now=at(400))
    assert stand == standing(shuffled, now=at(400))
    assert all(at(400) - one.confirmed_at <= DECAY for one in stand)

"""Which references a face is compared with: pure, so any order of the same ones gives the same choice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.registry.rules.references import best_first, is_anchor, regency_of
from amanah.registry.types import ReferenceNoted, Source

TODAY = datetime(2026, 11, 24, tzinfo=UTC)
FAMILY = UUID(int=1)


def known(number: int, source: str, *, years: float = 0, quality: int | None = None) -> ReferenceNoted:
    at = TODAY - timedelta(days=365 * years)
    return ReferenceNoted(UUID(int=number), FAMILY, "m", f"{number:064}", source, at, quality)


some = st.lists(
    st.builds(
        known,
        st.integers(1, 10_000),
        st.sampled_from(list(Source)),
        years=st.floats(0, 12),
        quality=st.one_of(st.none(), st.integers(0, 100)),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)


@given(some)
def test_at_most_three_are_chosen_and_none_is_made_up(references: list[ReferenceNoted]) -> None:
    chosen = best_first(references)
    assert len(chosen) == min(3, len(references))
    assert len({one.id for one in chosen}) == len(chosen)
    assert all(one in references for one in chosen)


@given(some)
def test_the_newest_is_always_chosen(references: list[ReferenceNoted]) -> None:
    if references:
        assert max(one.at for one in references) in {one.at for one in best_first(references)}


@given(some)
def test_an_anchor_is_always_chosen_where_there_is_one(references: list[ReferenceNoted]) -> None:
    assert any(map(is_anchor, best_first(references))) == any(map(is_anchor, references))


def test_even_a_poor_anchor_is_chosen_before_a_fourth_good_field_photo() -> None:
    anchor = known(1, "list", years=1, quality=5)
    fields = [known(number, "field", years=number - 2, quality=90) for number in (2, 3, 4)]
    assert anchor in best_first([anchor, *fields])


@given(some, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_choice(references: list[ReferenceNoted], chance: object) -> None:
    shuffled = list(references)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis names its Random no more precisely
    assert best_first(shuffled) == best_first(references)


@given(some)
def test_a_ktp_portrait_comes_after_every_photo(references: list[ReferenceNoted]) -> None:
    chosen = [one.source == Source.KTP for one in best_first(references)]
    assert chosen == sorted(chosen)


def test_the_best_photo_comes_first_and_the_poor_one_in_the_middle_of_time_is_left_out() -> None:
    listed = known(1, "list", years=4, quality=80)
    newest = known(2, "field", quality=60)
    far = known(3, "field", years=2, quality=70)
    poor = known(4, "field", years=3, quality=30)
    assert best_first([poor, newest, far, listed]) == [listed, far, newest]


def test_of_two_alike_the_one_further_in_time_is_chosen() -> None:
    listed = known(1, "list", years=6, quality=70)
    newest = known(2, "field", quality=70)
    middle, recent = known(3, "field", years=3, quality=70), known(4, "field", years=0.2, quality=70)
    assert middle in best_first([listed, newest, middle, recent])
    assert recent not in best_first([listed, newest, middle, recent])


@pytest.mark.parametrize(
    ("code", "regency"),
    [
        ("51.71.04.1001", "5171"), ("5171041001", "5171"), ("51.71", "5171"), ("", "0000"), ("51", "0000"),
        ("Denpasar", "0000"), ("٥١.٧١.04", "0000"),
    ],
)  # fmt: skip
def test_a_regency_is_read_from_a_village_code_or_is_nowhere(code: str, regency: str) -> None:
    assert regency_of(code) == regency

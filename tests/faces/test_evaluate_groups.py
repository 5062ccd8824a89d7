"""Photos of one person come together; a chain of lookalikes doesn't."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amanah.faces.evaluating import grouping

from .looked import crowd, looked


def angles(*degrees: float) -> list[list[float]]:
    return [[float(np.cos(np.radians(angle))), float(np.sin(np.radians(angle)))] for angle in degrees]


def test_photos_of_one_person_are_a_group_and_its_lowest_pair_is_told() -> None:
    found = grouping.groups(looked(angles(0, 10, 90)), ["a", "b", "c"], same_above=0.9)
    assert [(group.photos, group.likeness) for group in found] == [(["a", "b"], 0.9848)]


def test_a_chain_of_lookalikes_is_cut() -> None:
    """Each is like the next (cos 25 = .906), the ends are strangers (cos 75 = .26)."""
    found = grouping.groups(looked(angles(0, 25, 50, 75)), ["a", "b", "c", "d"], same_above=0.9)
    assert [group.photos for group in found] == [["a", "b"], ["c", "d"]]


def test_one_poor_photo_doesnt_break_a_person_in_two() -> None:
    """a to d is .85, below the threshold; the mean of d with a, b and c is above."""
    found = grouping.groups(looked(angles(0, 10, 20, 31)), ["a", "b", "c", "d"], same_above=0.9)
    assert [group.photos for group in found] == [["a", "b", "c", "d"]]
    assert found[0].likeness == 0.8572


def test_a_photo_without_a_face_is_in_no_group() -> None:
    found = grouping.groups(looked(angles(0, 1, 2), missed=[1]), ["a", "b", "c"], same_above=0.9)
    assert [group.photos for group in found] == [["a", "c"]]


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_a_photo_is_in_one_group_at_most_and_the_order_of_photos_doesnt_matter(seed: int) -> None:
    seen, who = crowd(seed, people=12, photos=4)
    names = [f"{index:03}" for index in range(len(who))]
    found = grouping.groups(seen, names, same_above=0.5)
    every = [photo for group in found for photo in group.photos]
    assert len(every) == len(set(every))
    order = np.random.default_rng(seed).permutation(len(who))
    shuffled = looked(seen.vectors[order], np.flatnonzero(~seen.found[order]).tolist())
    again = grouping.groups(shuffled, [names[i] for i in order], same_above=0.5)
    assert sorted(sorted(group.photos) for group in again) == sorted(sorted(group.photos) for group in found)

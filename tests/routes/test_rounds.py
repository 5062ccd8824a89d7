from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from amanah.routes.queries import order_round, share

Places = list[tuple[float, float]]


def matrix(places: Places) -> list[list[float]]:
    return [[((a - c) ** 2 + (b - d) ** 2) ** 0.5 for c, d in places] for a, b in places]


def length(places: Places, order: list[int]) -> float:
    far, path = matrix(places), [0, *(stop + 1 for stop in order), 0]
    return sum(far[here][there] for here, there in pairwise(path))


def scattered(count: int, seed: int = 1) -> Places:
    chance = random.Random(seed)
    return [(chance.random() * 9000, chance.random() * 9000) for _ in range(count)]


def test_no_stop_and_one_stop_are_rounds_too() -> None:
    assert order_round([[0.0]]) == []
    assert order_round(matrix([(0, 0), (5, 5)])) == [0]


def test_a_line_of_stops_is_walked_along() -> None:
    assert order_round(matrix([(0, 0), (3, 0), (1, 0), (2, 0)])) == [1, 2, 0]


def test_every_stop_is_visited_once() -> None:
    assert sorted(order_round(matrix(scattered(41)), seconds=0.2)) == list(range(40))


def test_a_round_is_shorter_than_the_order_of_the_list() -> None:
    places = scattered(31)
    assert length(places, order_round(matrix(places), seconds=0.3)) < 0.6 * length(places, list(range(30)))


@given(count=st.integers(0, 60), payers=st.integers(1, 9))
def test_sharing_gives_each_family_to_one_payer_and_evenly(count: int, payers: int) -> None:
    shares = share(scattered(count), payers)
    assert sorted(i for some in shares for i in some) == list(range(count))
    assert len(shares) == payers
    assert max(map(len, shares)) - min(map(len, shares)) <= 3


def test_neighbours_stay_together() -> None:
    east, west = [(0.0, 115.0 + i / 1e4) for i in range(5)], [(0.0, 116.0 + i / 1e4) for i in range(5)]
    assert {frozenset(some) for some in share(east + west, 2)} == {frozenset(range(5)), frozenset(range(5, 10))}

"""Many at once, in real threads with real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection

from amanah.ledger import queries
from amanah.ledger.commands import post
from amanah.ledger.types import Conflict, Transfer, family, office, suspense
from amanah.values.ids import new_id
from amanah.values.money import Money

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
WAYAN = family("01932b6e-0000-7000-8000-00000000000a")
ACCOUNTS = [office(f"8000{n}") for n in range(5)] + [suspense("80000"), WAYAN]


def in_a_thread(asked: list[Transfer]) -> int | str:
    try:
        return post(asked, by="test")
    except Conflict:
        return "conflict"
    finally:
        connection.close()


def test_the_same_post_from_many_at_once_is_booked_once() -> None:
    asked = [Transfer(new_id(), ACCOUNTS[0], WAYAN, Money(600_000), "paid", "x", AT) for _ in range(20)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(in_a_thread, [asked, asked[::-1]] * 6))
    assert sum(int(answer) for answer in answers) == 20
    assert queries.balance(WAYAN) == 12_000_000


def test_posts_that_touch_the_same_accounts_in_any_order_never_wait_for_each_other_in_a_ring() -> None:
    random = Random(11)
    posts = [
        [
            Transfer(new_id(), giver, receiver, Money(random.randint(1, 9)), "moved", "x", AT)
            for giver, receiver in (random.sample(ACCOUNTS, 2) for _ in range(30))
        ]
        for _ in range(24)
    ]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(in_a_thread, posts)) == [30] * 24
    assert (queries.total(), queries.drift()) == (0, [])


def test_two_who_claim_one_id_for_different_things_do_not_both_win() -> None:
    one = Transfer(new_id(), ACCOUNTS[0], WAYAN, Money(600_000), "paid", "x", AT)
    other = replace(one, amount=Money(700_000))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(in_a_thread, [[one], [other]]))
    assert sorted(map(str, answers)) == ["1", "conflict"]
    assert queries.balance(WAYAN) in (600_000, 700_000)

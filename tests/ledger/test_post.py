from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amanah.ledger import queries
from amanah.ledger.commands import post
from amanah.ledger.types import Conflict, Transfer, bag, family, office, suspense, treasury
from amanah.values.ids import new_id
from amanah.values.money import Money

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
PHONE = "01932b6e-0000-7000-8000-000000000001"
BAG = bag(PHONE, "2026-11-24")
WAYAN = family("01932b6e-0000-7000-8000-00000000000a")
ACCOUNTS = [treasury(), office("80000"), BAG, WAYAN, suspense("80000")]


def transfer(giver: str = BAG, receiver: str = WAYAN, rupiah: int = 600_000) -> Transfer:
    return Transfer(new_id(), giver, receiver, Money(rupiah), "paid", "payment:1", AT)


def refused(sql: str) -> str:
    """The name of the constraint that refuses this statement."""
    with pytest.raises(IntegrityError) as caught, connection.cursor() as cursor:
        cursor.execute(sql)
    cause = caught.value.__cause__
    assert isinstance(cause, psycopg.Error)
    return str(cause.diag.constraint_name)


def test_it_moves_money_from_giver_to_receiver() -> None:
    post([transfer(office("80000"), BAG, 18_600_000), transfer()], by="test")
    assert (queries.balance(BAG), queries.balance(WAYAN)) == (18_000_000, 600_000)


def test_an_account_nothing_touched_has_a_balance_of_zero() -> None:
    assert queries.balance(office("99999")) == 0


def test_all_accounts_sum_to_zero() -> None:
    post([transfer(treasury(), office("80000")), transfer(office("80000"), BAG), transfer()], by="test")
    assert queries.total() == 0


def test_the_same_transfer_again_is_quiet() -> None:
    once = transfer()
    assert (post([once], by="test"), post([once, once], by="other")) == (1, 0)
    assert queries.balance(WAYAN) == 600_000


def test_a_retry_may_tell_another_time() -> None:
    once = transfer()
    post([once, replace(once, at=datetime(2026, 11, 25, tzinfo=UTC))], by="test")
    assert queries.balance(WAYAN) == 600_000


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Money(700_000)},
        {"receiver": suspense("80000")},
        {"giver": office("80000")},
        {"about": "payment:2"},
        {"word": "returned"},
    ],
)
def test_the_same_id_with_other_content_is_a_conflict(change: dict[str, object]) -> None:
    once = transfer()
    post([once], by="test")
    with pytest.raises(Conflict) as conflict:
        post([transfer(), replace(once, **change)], by="test")  # type: ignore[arg-type]  # one field at a time
    assert conflict.value.ids == {once.id}
    assert queries.balance(WAYAN) == 600_000


def test_a_post_that_contradicts_itself_books_nothing() -> None:
    once = transfer()
    with pytest.raises(Conflict):
        post([once, replace(once, amount=Money(1))], by="test")
    assert queries.balances() == {}


def test_it_posts_nothing_quietly() -> None:
    assert post([], by="test") == 0


def test_a_transfer_to_oneself_is_refused() -> None:
    with pytest.raises(IntegrityError, match="transfer_has_two_sides"):
        post([transfer(BAG, BAG)], by="test")


def test_a_transfer_of_nothing_is_refused() -> None:
    with pytest.raises(IntegrityError, match="transfer_moves_money"):
        post([transfer(rupiah=0)], by="test")


def test_an_account_of_no_known_kind_is_refused() -> None:
    with pytest.raises(IntegrityError, match="account_is_of_a_known_kind"):
        post([transfer(receiver="pocket:wayan")], by="test")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_transfer SET amount = amount + 1",
        "DELETE FROM ledger_transfer",
        "TRUNCATE ledger_transfer",
        "DELETE FROM ledger_account",
        "TRUNCATE ledger_account",
    ],
)
def test_what_is_booked_is_never_changed(statement: str) -> None:
    post([transfer()], by="test")
    assert refused(statement) == "ledger_is_append_only"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_account SET received = received + 1",
        "INSERT INTO ledger_account (name, received, given) VALUES ('treasury', 5, 0)",
    ],
)
def test_a_balance_moves_by_transfers_only(statement: str) -> None:
    post([transfer()], by="test")
    assert refused(statement) == "account_moves_by_transfers_only"


def test_a_balance_tampered_with_is_found_as_drift_and_in_the_total() -> None:
    post([transfer()], by="test")
    assert queries.drift() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER account_moves_by_transfers_only")
        cursor.execute("UPDATE ledger_account SET received = received - 100000 WHERE name = %s", [WAYAN])
        cursor.execute("ALTER TABLE ledger_account ENABLE TRIGGER account_moves_by_transfers_only")
    assert queries.drift() == [WAYAN]
    assert queries.total() == -100_000


def test_a_transfer_removed_behind_the_ledgers_back_is_found_as_drift() -> None:
    post([transfer()], by="test")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_transfer DISABLE TRIGGER transfer_is_never_changed")
        cursor.execute("DELETE FROM ledger_transfer")
        cursor.execute("ALTER TABLE ledger_transfer ENABLE TRIGGER transfer_is_never_changed")
    assert queries.drift() == sorted([BAG, WAYAN])


def test_balances_of_a_prefix_holds_no_other_accounts() -> None:
    post([transfer(office("80000"), BAG), transfer()], by="test")
    assert queries.balances("bag:") == {BAG: 0}


def test_balances_of_names_has_a_zero_for_the_unknown() -> None:
    post([transfer()], by="test")
    assert queries.balances_of([WAYAN, treasury()]) == {WAYAN: 600_000, treasury(): 0}


def test_transfers_of_an_account_hold_both_sides() -> None:
    given, received = transfer(), transfer(office("80000"), BAG)
    post([given, received, transfer(treasury(), office("80000"))], by="test")
    assert {t.id for t in queries.transfers(account=BAG)} == {given.id, received.id}


_sides = st.lists(st.sampled_from(ACCOUNTS), min_size=2, max_size=2, unique=True)
_transfers = st.lists(st.tuples(_sides, st.integers(1, 10**9)), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=_transfers, seed=st.integers(0, 2**32))
def test_any_shuffle_and_repetition_gives_the_same_balances(drawn: list[tuple[list[str], int]], seed: int) -> None:
    """The property behind "never pay twice": however a post is cut, repeated or reordered, balances agree."""
    asked = [transfer(giver, receiver, rupiah) for (giver, receiver), rupiah in drawn]
    before = queries.balances_of(ACCOUNTS)
    expected = dict(before)
    for one in asked:
        expected[one.giver] -= one.amount.rupiah
        expected[one.receiver] += one.amount.rupiah
    random = Random(seed)
    twice = asked + random.choices(asked, k=len(asked))
    random.shuffle(twice)
    cut = random.randrange(len(twice))
    post(twice[:cut], by="test")
    post(twice[cut:], by="test")
    assert queries.balances_of(ACCOUNTS) == expected
    assert (queries.total(), queries.drift()) == (0, [])

"""Whatever order, repetition or cutting the network brings: the same settlements, balances and judgements."""

from __future__ import annotations

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.types import Sent
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, fails, pays
from tests.visits.conftest import Field

State = tuple[dict[str, int], list[tuple[object, ...]], list[tuple[object, ...]], int]


def a_whole_day(field: Field) -> list[Sent]:
    """Opened, paid twice over, failed, paid, returned, closed."""
    say, (one, two, three, *_) = field.handset.say, field.debts
    say("day.opened", {"round": str(field.round), "float": 3_000_000, "counted": True})
    pays(field.handset, one)
    fails(field.handset, two)
    pays(field.handset, one, with_photos=False)
    pays(field.handset, three, place=None)
    say("lease.released", {"entitlement": str(two.entitlement), "fence": 1, "reason": "failed:counter"})
    say("cash.returned", {"amount": 1_200_000, "office": OFFICE})
    sums = {"float": 3_000_000, "paid": 1_800_000, "returned": 1_200_000, "variance": 0}
    say("day.closed", {"round": str(field.round), **sums, "note": "", "visits": 4, "failed": 1})
    return field.handset.said


def state() -> State:
    settled = models.Settlement.objects.order_by("entitlement", "is_paid").values_list(
        "entitlement", "is_paid", "amount"
    )
    judged = models.Judgement.objects.filter(is_current=True).order_by("visit")
    chain = models.PhoneChain.objects.values_list("ack_seq", flat=True).get()
    # which of two payments of one phone came first may differ: their money and their number may not
    doubts: list[tuple[object, ...]] = [(tuple(d for d in row.doubts if d != "double_paid"),) for row in judged]
    return ledger.balances(), list(settled), doubts, chain


@pytest.fixture
def day(field: Field) -> tuple[Field, list[Sent]]:
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    return field, a_whole_day(field)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), cut=st.integers(1, 7))
def test_any_shuffle_repetition_or_cut_gives_the_same_state(day: tuple[Field, list[Sent]], seed: int, cut: int) -> None:
    field, said = day
    straight = outcome(field, [said])
    chance = random.Random(seed)
    mixed = said + chance.sample(said, len(said) // 2)
    chance.shuffle(mixed)
    assert outcome(field, [mixed[i : i + cut] for i in range(0, len(mixed), cut)]) == straight


def outcome(field: Field, batches: list[list[Sent]]) -> State:
    """The state these batches lead to; taken back afterwards."""
    with transaction.atomic():
        for batch in batches:
            commands.accept(field.phone, batch, now=NOW)
        assert ledger.total() == 0
        assert queries.replay().same_state
        found = state()
        transaction.set_rollback(True)
    return found


def test_the_day_conserves_its_cash(day: tuple[Field, list[Sent]]) -> None:
    field, said = day
    commands.accept(field.phone, said, now=NOW)
    assert ledger.balance(accounts.bag(field.phone.id, DAY)) == 0
    assert ledger.balance(accounts.suspense(cast.OFFICE)) == 600_000

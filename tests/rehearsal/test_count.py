"""The count tells what is lost, paid twice or out of balance: each is broken on purpose and must be reported."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from django.db import connection

from amanah.cli.rehearsal.count import Remembered, count
from amanah.cli.rehearsal.show import holds
from amanah.values.money import Money
from amanah.visits import commands as visits
from tests.visits import cast
from tests.visits.conftest import Field, a_field

MUST_BE_ZERO = ("lost", "paid_twice", "ledger_sum", "bags_unbalanced")


def remember(handset: cast.Handset, *, acked: int | None = None) -> Remembered:
    """What a phone would remember of what it said, as the driver tells it."""
    events = [(json.loads(sent.text), sha256(sent.text.encode()).hexdigest()) for sent in handset.said]
    paid = [event["body"] for event, _ in events if event["type"] == "payment.paid"]
    return Remembered(
        phone="p1",
        events=tuple((event["id"], hash_, event["seq"]) for event, hash_ in events),
        acked_seq=len(events) if acked is None else acked,
        payments=tuple((b["payment"], i["entitlement"], i["amount"]) for b in paid for i in b["items"]),
        unsent=0,
    )


@pytest.fixture
def field(db: None) -> Field:
    return a_field()


@pytest.fixture
def day(field: Field) -> Field:
    """Two families paid, one not home, the bag counted and closed."""
    visits.hand_cash(field.round, Money(3_000_000), by="user:kasir", now=cast.NOW)
    field.handset.say("day.opened", {"round": str(field.round), "float": 3_000_000, "counted": True})
    cast.pays(field.handset, field.debts[0])
    cast.pays(field.handset, field.debts[1])
    cast.fails(field.handset, field.debts[2])
    field.handset.say("cash.returned", {"amount": 1_800_000, "office": cast.OFFICE})
    field.sends()
    visits.close_round(field.round, Money(1_800_000), by="user:kasir", now=cast.NOW)
    return field


def wrong(field: Field) -> set[str]:
    result = count([remember(field.handset)])
    return {name for name in MUST_BE_ZERO if result[name] != 0}


def meddle(statement: str, *tables: str) -> None:
    """What somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_whole_day_holds(day: Field) -> None:
    result = count([remember(day.handset)])
    assert wrong(day) == set()
    assert (result["payments"], result["visits"], result["events_sent"]) == (2, 3, len(day.handset.said))
    assert result["events_found"] == result["events_acked"] == result["events_sent"]
    assert holds({**result, "replay_same_state": True})


def test_an_event_that_vanished_is_lost(day: Field) -> None:
    meddle("DELETE FROM visits_event WHERE seq = 2", "visits_event")
    assert count([remember(day.handset)])["lost"] == 1


def test_an_event_whose_bytes_changed_is_lost(day: Field) -> None:
    meddle("UPDATE visits_event SET text = text || ' ' WHERE seq = 2", "visits_event")
    assert count([remember(day.handset)])["lost"] == 1


def test_a_payment_only_the_phone_remembers_is_lost(day: Field) -> None:
    cast.pays(day.handset, day.debts[3])  # said, and the house never heard of it
    forgotten = count([remember(day.handset, acked=len(day.handset.said) - 4)])
    assert forgotten["lost"] == 1


def test_a_second_paid_settlement_is_paid_twice(day: Field) -> None:
    meddle("DROP INDEX entitlement_paid_once")
    phone, second = cast.a_phone("putu")
    cast.pays(second, day.debts[0])
    visits.accept(phone, second.said, now=cast.NOW)
    meddle("UPDATE visits_settlement SET is_paid = true, why = ''", "visits_settlement")
    meddle(
        "UPDATE ledger_transfer SET receiver = (SELECT receiver FROM ledger_transfer"
        " WHERE receiver LIKE 'family:%' LIMIT 1) WHERE receiver LIKE 'suspense:%'",
        "ledger_transfer",
    )
    assert "paid_twice" in wrong(day)


def test_a_balance_that_was_tampered_with_breaks_the_ledgers_sum(day: Field) -> None:
    meddle("UPDATE ledger_account SET received = received + 1 WHERE name LIKE 'bag:%'", "ledger_account")
    assert "ledger_sum" in wrong(day)


def test_cash_that_never_came_back_unbalances_the_bag(field: Field) -> None:
    visits.hand_cash(field.round, Money(3_000_000), by="user:kasir", now=cast.NOW)
    field.handset.say("day.opened", {"round": str(field.round), "float": 3_000_000, "counted": True})
    cast.pays(field.handset, field.debts[0])
    closed = {"round": str(field.round), "float": 3_000_000, "paid": 600_000, "returned": 0, "variance": 2_400_000}
    field.handset.say("day.closed", {**closed, "note": "", "visits": 1, "failed": 0})
    field.sends()
    assert "bags_unbalanced" in wrong(field)

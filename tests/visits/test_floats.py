"""A float is booked once, whoever speaks first and however often the round is leased again."""

from __future__ import annotations

from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.values.money import Money
from amanah.visits import commands
from tests.visits import cast
from tests.visits.cast import NOW
from tests.visits.conftest import Field


def test_leasing_again_after_the_office_confirmed_a_float_books_it_no_second_time(field: Field) -> None:
    field.handset.say("day.opened", {"round": str(field.round), "float": 3_000_000, "counted": True})
    field.sends()
    commands.hand_cash(field.round, Money(3_000_000), by="user:cashier", now=NOW)
    commands.lease_round(field.round, field.phone.id, by="user:head", now=NOW)
    assert ledger.balance(accounts.bag(field.phone.id, cast.DAY)) == 3_000_000


def test_a_float_handed_before_the_phone_was_known_and_told_by_the_phone_is_booked_once(field: Field) -> None:
    other, handset = cast.a_phone("dewi")
    cast.a_debt(77)
    planned = commands.plan_rounds(cast.OFFICE, cast.DAY, [other.payer.id], field.stage, by="user:head", now=NOW)
    (round_id,) = planned.rounds
    commands.hand_cash(round_id, Money(2_000_000), by="user:cashier", now=NOW)
    handset.say("day.opened", {"round": str(round_id), "float": 2_000_000, "counted": True})
    commands.accept(other, handset.said, now=NOW)
    commands.lease_round(round_id, other.id, by="user:head", now=NOW)
    assert ledger.balance(accounts.bag(other.id, cast.DAY)) == 2_000_000

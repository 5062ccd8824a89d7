"""Each number is right when all is well, and tells when something is broken on purpose."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from amanah.reporting import queries
from amanah.reporting.types import Conservation
from amanah.values.ids import new_id
from amanah.values.money import Money
from tests.reporting.conftest import AT, Field, Owed, Share, again, insert, run


def broken(numbers: Conservation) -> dict[str, int]:
    """What isn't zero though it must be."""
    return {name: count for name, count in numbers.must_be_zero.items() if count}


def meddle(table: str, trigger: str, statement: str, *parameters: str | int | UUID) -> None:
    """What somebody with the owner's rights could do."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    run(statement, *parameters)
    run(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    run("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def paid(field: Field, owed: Owed) -> Share:
    """A family that was paid once, and a day that was closed."""
    share = field.pay(owed.entitlement, owed.family)
    field.close()
    return share


def test_an_empty_house_is_sound(db: None) -> None:
    assert queries.conservation().is_sound


def test_a_sound_day_breaks_nothing(paid: Share) -> None:
    numbers = queries.conservation()
    assert (broken(numbers), numbers.is_sound) == ({}, True)
    assert (numbers.payments, numbers.paid_rp, numbers.events, numbers.bags, numbers.bags_open) == (1, 600_000, 2, 1, 0)


def test_a_second_payment_in_suspense_is_not_paid_twice(paid: Share, another: Field, owed: Owed) -> None:
    another.pay(owed.entitlement, owed.family, why="double_paid")
    numbers = queries.conservation()
    assert broken(numbers) == {}
    assert (numbers.suspense_open, numbers.suspense_rp, numbers.doubts) == (1, 600_000, {"double_paid": 1})


def test_a_second_paid_settlement_is_paid_twice(paid: Share, another: Field, owed: Owed) -> None:
    run("DROP INDEX entitlement_paid_once")
    another.pay(owed.entitlement, owed.family)
    assert broken(queries.conservation()) == {"paid_twice": 1}


def test_suspense_left_with_a_family_already_paid_is_paid_twice(paid: Share, another: Field, owed: Owed) -> None:
    share = another.pay(owed.entitlement, owed.family, why="double_paid")
    insert("visits.Resolution", settlement_id=share.settlement, how="family", note="", by="user:sari", at=AT)
    another.move("suspense:80000", f"family:{owed.family}", Money(600_000), "suspense.resolved")
    assert broken(queries.conservation()) == {"paid_twice": 1}


def test_suspense_charged_to_the_office_is_not_paid_twice(paid: Share, another: Field, owed: Owed) -> None:
    share = another.pay(owed.entitlement, owed.family, why="double_paid")
    insert("visits.Resolution", settlement_id=share.settlement, how="shortage", note="", by="user:sari", at=AT)
    another.move("suspense:80000", "shortage:80000", Money(600_000), "suspense.resolved")
    numbers = queries.conservation()
    assert (broken(numbers), numbers.suspense_open) == ({}, 0)


def test_suspense_that_left_without_being_resolved_is_told(paid: Share, another: Field, owed: Owed) -> None:
    another.pay(owed.entitlement, owed.family, why="double_paid")
    another.move("suspense:80000", "shortage:80000", Money(600_000), "suspense.resolved")
    assert broken(queries.conservation()) == {"suspense_differs_rp": -600_000}


def test_a_deleted_event_is_missing(paid: Share, field: Field) -> None:
    last = "DELETE FROM visits_event WHERE type = 'day.closed'"
    meddle("visits_event", "visits_event_is_never_changed", last)
    assert broken(queries.conservation()) == {"events_missing": 1}


def test_a_deleted_payment_leaves_its_settlement_unfounded(paid: Share, field: Field) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE visits_settlement DROP CONSTRAINT " + foreign_key("visits_settlement", "event_id"))
    first = "DELETE FROM visits_event WHERE type = 'payment.paid'"
    meddle("visits_event", "visits_event_is_never_changed", first)
    assert broken(queries.conservation()) == {"events_missing": 1, "settlements_unfounded": 1}


def test_an_altered_event_breaks_its_phones_chain(paid: Share, field: Field) -> None:
    altered = "UPDATE visits_event SET text = replace(text, '600000', '500000') WHERE type = 'payment.paid'"
    meddle("visits_event", "visits_event_is_never_changed", altered)
    assert broken(queries.conservation()) == {"chains_broken": 1}


def test_an_altered_event_with_a_new_hash_breaks_its_phones_chain(paid: Share, field: Field) -> None:
    altered = """UPDATE visits_event SET text = replace(text, '600000', '500000'),
        hash = encode(sha256(convert_to(replace(text, '600000', '500000'), 'UTF8')), 'hex') WHERE seq = 1"""
    meddle("visits_event", "visits_event_is_never_changed", altered)
    assert broken(queries.conservation()) == {"chains_broken": 1}


def test_a_payment_that_was_told_but_never_settled_is_unbooked(field: Field, owed: Owed) -> None:
    field.told(Share(field.phone, new_id(), owed.entitlement, owed.family, new_id()))
    assert broken(queries.conservation()) == {"items_unbooked": 1}


def test_a_settlement_without_its_transfer_is_unbooked(field: Field, owed: Owed) -> None:
    share = Share(field.phone, new_id(), owed.entitlement, owed.family, new_id())
    field.settle(share, field.told(share))
    assert broken(queries.conservation()) == {"settlements_unbooked": 1}


def test_a_settlement_booked_to_another_family_is_unbooked(field: Field, owed: Owed) -> None:
    share = Share(field.phone, new_id(), owed.entitlement, owed.family, new_id())
    field.settle(share, field.told(share))
    field.move(field.bag, f"family:{new_id()}", Money(600_000), "payment.paid", as_=share.settlement)
    assert broken(queries.conservation()) == {"settlements_unbooked": 1}


def test_a_payment_in_the_ledger_alone_is_unfounded(field: Field, owed: Owed) -> None:
    field.move(field.bag, f"family:{owed.family}", Money(600_000), "payment.paid")
    assert broken(queries.conservation()) == {"transfers_unfounded": 1}


def test_a_settlement_that_no_event_tells_of_is_unfounded(paid: Share, field: Field) -> None:
    ghost = again(paid)
    field.settle(ghost, field.tell("visit.started", {}), why="double_paid")
    field.book(ghost, why="double_paid")
    field.move("office:80000", field.bag, Money(600_000), "float.handed")
    assert broken(queries.conservation()) == {"settlements_unfounded": 1}


def test_a_tampered_balance_shows_in_sum_and_drift(paid: Share, owed: Owed) -> None:
    statement = "UPDATE ledger_account SET received = received - 1 WHERE name = %s"
    meddle("ledger_account", "account_moves_by_transfers_only", statement, f"family:{owed.family}")
    assert broken(queries.conservation()) == {"ledger_sum": -1, "drift": 1}


def test_a_closed_bag_with_money_in_it_is_unbalanced(paid: Share, field: Field) -> None:
    field.move("office:80000", field.bag, Money(1), "float.handed")
    assert broken(queries.conservation()) == {"bags_unbalanced": 1}


def test_a_return_removed_unbalances_its_bag(paid: Share, field: Field) -> None:
    gone = "DELETE FROM ledger_transfer WHERE word = 'cash.returned'"
    meddle("ledger_transfer", "transfer_is_never_changed", gone)
    assert broken(queries.conservation()) == {"drift": 2, "bags_unbalanced": 1}


def test_an_open_bag_may_hold_money(field: Field) -> None:
    numbers = queries.conservation()
    assert (broken(numbers), numbers.bags_open) == ({}, 1)


def test_events_still_on_their_way_are_missing(field: Field) -> None:
    field.tell("visit.started", {})
    run("UPDATE visits_phonechain SET max_seq = 5 WHERE phone_id = %s", field.phone)
    assert broken(queries.conservation()) == {"events_missing": 4}


def test_a_broken_journal_is_told(paid: Share) -> None:
    from amanah.journal import commands as journal

    journal.append("visits.accepted", by="phone:1", about="x", details={"n": 1}, now=AT)
    statement = """UPDATE journal_entry SET line = replace(line, '"n":1', '"n":2')"""
    meddle("journal_entry", "entry_is_never_changed", statement)
    numbers = queries.conservation()
    assert (numbers.chain_ok, numbers.is_sound) == (False, False)


def test_an_events_hash_is_that_of_its_bytes_not_of_its_column(paid: Share, field: Field) -> None:
    event = field.tell("visit.started", {})
    altered = "UPDATE visits_event SET text = text || ' ' WHERE id = %s"
    meddle("visits_event", "visits_event_is_never_changed", altered, event)
    found = queries.event_hashes([str(event), str(new_id())])
    assert list(found) == [str(event)]
    assert found[str(event)] != field.head


def test_booked_payments_are_those_the_ledger_holds(paid: Share, another: Field, owed: Owed) -> None:
    suspended = another.pay(owed.entitlement, owed.family, why="double_paid")
    unbooked = again(suspended)
    another.settle(unbooked, another.told(unbooked), why="double_paid")
    assert queries.booked_payments() == {
        (str(paid.payment), str(owed.entitlement)),
        (str(suspended.payment), str(owed.entitlement)),
    }


def test_an_office_says_how_far_it_is_with_a_stage(stage: UUID, paid: Share, another: Field, owed: Owed) -> None:
    another.pay(owed.entitlement, owed.family, why="double_paid")
    [row] = queries.offices(stage)
    assert (row.office, row.owed, row.owed_rp, row.paid, row.paid_rp, row.suspended, row.open) == (
        "80000", 1, 600_000, 1, 600_000, 1, 0,
    )  # fmt: skip


def test_the_numbers_can_be_written_as_json(paid: Share) -> None:
    assert queries.conservation().as_json()["paid_twice"] == 0


def foreign_key(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return next(name for name, c in found.items() if c["foreign_key"] and c["columns"] == [column])

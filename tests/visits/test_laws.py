"""The law of this room as the database holds it, whatever the code above it may forget."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.store.books import constraint_of
from tests.visits.cast import NOW, pays
from tests.visits.conftest import Field

FACTS = {
    "visits_event": "seq = seq + 1",
    "visits_settlement": "amount = amount + 1",
    "visits_resolution": "how = 'family'",
    "visits_cashclosing": "counted = counted + 1",
}


@pytest.fixture
def lived(field: Field) -> Field:
    """A day with one of everything: a payment, a second one in suspense and resolved, a bag counted."""
    pays(field.handset, field.debts[0])
    pays(field.handset, field.debts[0])
    field.sends()
    (held,) = queries.suspense()
    commands.resolve_suspense(held.settlement.id, "returned", note="kembali", by="user:head", now=NOW)
    commands.close_round(field.round, Money(0), by="user:cashier", now=NOW)
    return field


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_fact_is_never_changed(lived: Field, table: str, verb: str) -> None:
    change = {
        "UPDATE": f"UPDATE {table} SET {FACTS[table]}",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else what is still to be checked refuses a TRUNCATE first
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            cursor.execute(change[verb])


def refused_by(row: models.Settlement) -> str | None:
    """The name of the constraint that says no to this settlement."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        models.Settlement.objects.bulk_create([row])
    return constraint_of(caught.value)


def another(field: Field, **changed: object) -> models.Settlement:
    row = models.Settlement.objects.get(is_paid=True)
    row.pk, row.payment = new_id(), new_id()
    for name, value in changed.items():
        setattr(row, name, value)
    return row


def test_an_entitlement_is_paid_once_by_the_databases_own_word(lived: Field) -> None:
    assert refused_by(another(lived)) == "entitlement_paid_once"


def test_a_payment_settles_an_item_once(lived: Field) -> None:
    payment = models.Settlement.objects.get(is_paid=True).payment
    row = another(lived, payment=payment, is_paid=False, why="double_paid")
    assert refused_by(row) == "payment_settles_an_item_once"


@pytest.mark.parametrize(("is_paid", "why"), [(False, ""), (False, "because"), (True, "double_paid")])
def test_money_is_in_suspense_for_a_reason_or_paid_without_one(lived: Field, is_paid: bool, why: str) -> None:
    row = another(lived, entitlement=lived.debts[1].entitlement, is_paid=is_paid, why=why)
    assert refused_by(row) == "suspense_has_a_reason"


def test_a_lease_is_held_by_one_phone_by_the_databases_own_word(lived: Field) -> None:
    lease = models.Lease.objects.first()
    assert lease is not None
    rows = [
        models.Lease(
            id=new_id(), entitlement_id=lease.entitlement_id, phone_id=lease.phone_id, round_id=lease.round_id,
            fence=fence, taken_at=NOW + timedelta(hours=1),
        )
        for fence in (8, 9)
    ]  # fmt: skip
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        models.Lease.objects.bulk_create(rows)
    assert constraint_of(caught.value) == "lease_held_by_one_phone"

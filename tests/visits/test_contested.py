"""Two phones and one family: what was taken from a phone unheard may be paid only against the letter or a grant."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from amanah.access import queries as access
from amanah.access.types import Phone
from amanah.papers.codes import letter_code
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.visits import commands, models, queries
from amanah.visits.commands.granting import grant
from amanah.visits.queries.pack import pack_for
from amanah.visits.queries.replay import replay
from amanah.visits.types import Doubt
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, Debt, Handset, pays
from tests.visits.conftest import Field


def second_phone(field: Field) -> tuple[Phone, Handset, Debt]:
    """Another phone that was given the first family while the first phone was out of reach."""
    phone, handset = cast.a_phone("ketut")
    cast.a_debt(77)
    planned = commands.plan_rounds(OFFICE, DAY, [phone.payer.id], field.stage, by="user:head", now=NOW)
    commands.lease_round(planned.rounds[0], phone.id, by="user:head", now=NOW)
    debt = field.debts[0]
    commands.move_lease(debt.entitlement, to_round=planned.rounds[0], by="user:head", now=NOW, reason="unreachable")
    return phone, handset, debt


def doubts_of(visit: UUID) -> frozenset[Doubt]:
    seen = queries.visit(visit)
    assert seen is not None
    return seen.doubts


def hear(phone: Phone, handset: Handset) -> None:
    known = access.phone(phone.id)
    assert known is not None
    commands.accept(known, handset.said, now=NOW)


def test_the_pack_says_which_entitlement_another_phone_might_have_paid(field: Field) -> None:
    phone, _, debt = second_phone(field)
    pack = pack_for(phone, now=NOW, epoch=1)
    assert pack is not None
    told = {item["entitlement"]: item["contested"] for family in pack["families"] for item in family["items"]}
    assert told.pop(str(debt.entitlement)) is True
    assert set(told.values()) == {False}


def test_paying_it_without_letter_or_grant_is_doubted_and_booked(field: Field) -> None:
    phone, handset, debt = second_phone(field)
    told = pays(handset, debt, fence=2)
    hear(phone, handset)
    assert Doubt.CONTESTED_UNPROVEN in doubts_of(told.visit)
    assert models.Settlement.objects.filter(entitlement=debt.entitlement, is_paid=True).count() == 1


def test_the_unmarked_letter_proves_that_nobody_paid(field: Field) -> None:
    phone, handset, debt = second_phone(field)
    letter = vault.letter_id(debt.family, field.stage)
    told = pays(handset, debt, fence=2, shown={"letter": str(letter), "unmarked": True})
    hear(phone, handset)
    assert Doubt.CONTESTED_UNPROVEN not in doubts_of(told.visit)
    assert replay().differences == ()


def test_a_marked_letter_proves_nothing(field: Field) -> None:
    phone, handset, debt = second_phone(field)
    told = pays(handset, debt, fence=2, shown={"letter": str(new_id()), "unmarked": False})
    hear(phone, handset)
    assert Doubt.CONTESTED_UNPROVEN in doubts_of(told.visit)


def test_a_grant_of_the_house_is_the_same_word_twice_and_proves_it_too(field: Field) -> None:
    phone, handset, debt = second_phone(field)
    given = grant(phone, debt.entitlement, fence=2, now=NOW)
    assert grant(phone, debt.entitlement, fence=2, now=NOW) == given
    told = pays(handset, debt, fence=2, grant=given)
    hear(phone, handset)
    assert Doubt.CONTESTED_UNPROVEN not in doubts_of(told.visit)


def test_another_phones_grant_proves_nothing(field: Field) -> None:
    phone, handset, debt = second_phone(field)
    other = field.debts[1]
    foreign = grant(field.phone, other.entitlement, fence=1, now=NOW)
    told = pays(handset, debt, fence=2, grant=foreign)
    hear(phone, handset)
    assert Doubt.CONTESTED_UNPROVEN in doubts_of(told.visit)


def test_no_grant_for_what_is_settled_or_held_by_another(field: Field) -> None:
    phone, _, debt = second_phone(field)
    with pytest.raises(Problem) as not_yours:
        grant(field.phone, debt.entitlement, fence=1, now=NOW)
    assert not_yours.value.code == "lease_not_yours"
    pays(field.handset, debt)
    hear(field.phone, field.handset)
    with pytest.raises(Problem) as paid:
        grant(phone, debt.entitlement, fence=2, now=NOW)
    assert paid.value.code == "entitlement_settled"


def test_a_grant_is_never_changed(field: Field) -> None:
    phone, _, debt = second_phone(field)
    given = grant(phone, debt.entitlement, fence=2, now=NOW)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        models.Grant.objects.filter(id=given).update(fence=9)


@pytest.mark.parametrize("is_right", [True, False])
def test_the_code_on_the_letter_is_checked(field: Field, is_right: bool) -> None:
    debt = field.debts[0]
    letter = vault.letter_id(debt.family, field.stage)
    code = letter_code(vault.letter_secret(letter), letter) if is_right else "22222222"
    told = pays(field.handset, debt, marked={"letter": str(letter), "code": code, "written": True})
    hear(field.phone, field.handset)
    assert (Doubt.LETTER_CODE_DIFFERS in doubts_of(told.visit)) is not is_right
    assert replay().differences == ()


def test_another_familys_letter_is_not_this_ones(field: Field) -> None:
    mine, theirs = field.debts[:2]
    letter = vault.letter_id(theirs.family, field.stage)
    code = letter_code(vault.letter_secret(letter), letter)
    told = pays(field.handset, mine, marked={"letter": str(letter), "code": code, "written": True})
    hear(field.phone, field.handset)
    assert Doubt.LETTER_CODE_DIFFERS in doubts_of(told.visit)

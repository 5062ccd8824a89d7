"""A payer falls ill, a road is lost: only open leases move, and money that has begun stays where it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, box

from amanah.access.types import Phone
from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Problem
from amanah.visits import commands, models, queries
from amanah.visits.commands import replanning
from amanah.visits.rules.replanning import Stays
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, OWED, Debt, Handset, fails, pays
from tests.visits.conftest import Field

UNTIL = NOW + timedelta(hours=6)
HEAD = "user:head"


@dataclass(frozen=True, slots=True)
class Two:
    """The field's payer, and another out on a round of four families of their own."""

    field: Field
    phone: Phone
    handset: Handset
    round: UUID
    debts: list[Debt]

    def holder(self, debt: Debt) -> UUID:
        return queries.leases_of(debt.entitlement)[-1].phone

    def pass_on(self) -> replanning.Replanned:
        return replanning.pass_on(self.field.round, by=HEAD, now=NOW, reason="demam", until=UNTIL)


@pytest.fixture
def two(field: Field) -> Two:
    for i, debt in enumerate(field.debts):
        cast.a_home(debt, lng=115.195 + i / 1000)
    debts = [cast.a_debt(number) for number in range(50, 54)]
    for i, debt in enumerate(debts):
        cast.a_home(debt, lng=115.202 + i / 1000)
    phone, handset = cast.a_phone("ketut")
    (round_,) = commands.plan_rounds(OFFICE, DAY, [phone.payer.id], field.stage, by=HEAD, now=NOW).rounds
    commands.lease_round(round_, phone.id, by=HEAD, now=NOW)
    return Two(field, phone, handset, round_, debts)


def intends(handset: Handset, debt: Debt) -> tuple[UUID, dict[str, str]]:
    """Up to "hand over the money", and no word since."""
    visit, payment = new_id(), new_id()
    who = {"visit": str(visit), "family": str(debt.family)}
    money = {"items": [{"entitlement": str(debt.entitlement), "amount": debt.amount, "fence": 1}], "total": debt.amount}
    handset.say("visit.started", {**who, "how": "letter"})
    handset.say("payment.intended", {"payment": str(payment), **who, **money, "letter": None, "grant": None})
    return visit, who


def test_an_ill_payers_open_doors_go_to_who_is_out(two: Two) -> None:
    done = two.pass_on()
    assert set(done.moved) == {debt.family for debt in two.field.debts}
    assert {two.holder(debt) for debt in two.field.debts} == {two.phone.id}
    assert [lease.fence for lease in queries.leases_of(two.field.debts[0].entitlement)] == [1, 2]
    found = queries.round_of(two.round)
    assert found is not None
    assert len(found.stops) == 9


def test_what_is_paid_or_begun_or_failed_stays(two: Two) -> None:
    paid, begun, failed, *open_ = two.field.debts
    pays(two.field.handset, paid)
    intends(two.field.handset, begun)
    fails(two.field.handset, failed)
    two.field.sends()
    done = two.pass_on()
    assert set(done.moved) == {debt.family for debt in open_}
    assert two.holder(begun) == two.field.phone.id


def test_a_payment_begun_and_answered_with_no_may_move(two: Two) -> None:
    one = two.field.debts[0]
    _, who = intends(two.field.handset, one)
    two.field.handset.say("payment.voided", {**who, "payment": str(new_id()), "reason": "returned"})
    two.field.sends()
    with transaction.atomic():
        commands.move_lease(one.entitlement, to_round=two.round, by=HEAD, now=NOW, reason="uji")
    assert two.holder(one) == two.phone.id


def test_the_database_itself_refuses_to_take_a_lease_whose_payment_began(two: Two) -> None:
    intends(two.field.handset, two.field.debts[0])
    two.field.sends()
    lease = models.Lease.objects.filter(entitlement=two.field.debts[0].entitlement)
    with pytest.raises(IntegrityError, match="before its payment began"), transaction.atomic():
        lease.update(ended_at=NOW, how="taken")
    with pytest.raises(Problem) as refused:
        commands.move_lease(two.field.debts[0].entitlement, to_round=two.round, by=HEAD, now=NOW, reason="uji")
    assert refused.value.code == "payment_begun"


def test_a_payer_who_could_not_be_reached_pays_into_suspense(two: Two) -> None:
    one = two.field.debts[0]
    pays(two.field.handset, one)  # offline: nobody has heard it
    two.pass_on()
    pays(two.handset, one, fence=2)
    commands.accept(two.phone, two.handset.said, now=NOW)
    two.field.sends()
    assert ledger.balance(accounts.family(one.family)) == OWED
    assert ledger.balance(accounts.suspense(OFFICE)) == OWED


def test_a_bag_takes_on_no_more_than_it_holds(two: Two) -> None:
    commands.hand_cash(two.round, Money(6 * OWED), by="user:cashier", now=NOW)  # its own four, and two more
    done = two.pass_on()
    assert len(done.moved) == 2
    assert set(done.stays.values()) == {Stays.NO_CASH}


def test_without_time_left_nothing_moves_and_the_reason_is_told(two: Two) -> None:
    done = replanning.pass_on(two.field.round, by=HEAD, now=NOW, reason="demam", until=NOW + timedelta(minutes=10))
    assert not done.moved
    assert set(done.stays.values()) == {Stays.NO_TIME}


def test_alone_out_there_is_nobody_to_pass_on_to(field: Field) -> None:
    with pytest.raises(Problem) as refused:
        replanning.pass_on(field.round, by=HEAD, now=NOW, reason="demam", until=UNTIL)
    assert refused.value.code == "nobody_else_out"


def test_doors_behind_a_flood_wait_at_the_end_of_their_round(two: Two) -> None:
    flood = box(115.1945, -8.601, 115.1965, -8.599)  # the first two homes
    done = replanning.go_around([two.field.round], flood, times=None, by=HEAD, now=NOW, reason="banjir", until=UNTIL)
    assert set(done.stays.values()) == {Stays.CUT_OFF}
    found = queries.round_of(two.field.round)
    assert found is not None
    assert {stop.family for stop in found.stops[-2:]} == {debt.family for debt in two.field.debts[:2]}


def test_a_flood_elsewhere_changes_no_round(two: Two) -> None:
    before = queries.round_of(two.field.round)
    flood = box(115.3, -8.5, 115.31, -8.49)
    done = replanning.go_around([two.field.round], flood, times=3, by=HEAD, now=NOW, reason="banjir", until=UNTIL)
    assert (done.moved, done.rounds, queries.round_of(two.field.round)) == ({}, (), before)


def test_what_a_slow_road_makes_too_long_goes_to_another(two: Two) -> None:
    around = box(115.1935, -8.61, 115.1995, -8.59)
    short = NOW + timedelta(minutes=75)
    done = replanning.go_around([two.field.round, two.round], around, times=30, by=HEAD, now=NOW, reason="banjir",
                              until=short)  # fmt: skip
    assert set(done.moved) | set(done.stays)
    for family, into in done.moved.items():
        held = next(debt for debt in two.field.debts if debt.family == family)
        assert (into, two.holder(held)) == (two.round, two.phone.id)


ACTS: dict[str, Callable[..., object]] = {"paid": pays, "begun": intends, "failed": fails}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["open", "paid", "begun", "failed"]), min_size=5, max_size=5))
def test_whatever_happened_before_only_open_leases_move(two: Two, acts: list[str]) -> None:
    with transaction.atomic():
        said = list(two.field.handset.said)
        chain = (two.field.handset.seq, two.field.handset.prev)
        for debt, act in zip(two.field.debts, acts, strict=True):
            acted = ACTS.get(act)
            if acted:
                acted(two.field.handset, debt)
        if two.field.handset.said:
            two.field.sends()
        done = two.pass_on()
        opened = {debt.family for debt, act in zip(two.field.debts, acts, strict=True) if act == "open"}
        assert set(done.moved) == opened
        taken = models.Lease.objects.filter(how="taken").values_list("entitlement", flat=True)
        assert set(taken) == {debt.entitlement for debt in two.field.debts if debt.family in opened}
        two.field.handset.said[:] = said
        two.field.handset.seq, two.field.handset.prev = chain
        transaction.set_rollback(True)


@given(
    st.lists(st.tuples(st.floats(-9, -8), st.floats(115, 116)), min_size=2, max_size=8, unique=True),
    st.tuples(st.floats(-9, -8), st.floats(115, 116)),
    st.floats(0.01, 0.5),
)
def test_a_way_is_slowed_exactly_where_its_line_meets_the_flood(
    places: list[tuple[float, float]], corner: tuple[float, float], side: float
) -> None:
    area = box(corner[1], corner[0], corner[1] + side, corner[0] + side)
    met = replanning._meet(area, np.array(places))
    for (i, a), (j, b) in combinations(enumerate(places), 2):
        assert met[i, j] == met[j, i] == area.intersects(LineString([a[::-1], b[::-1]]))

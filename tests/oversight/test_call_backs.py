"""What families of drawn visits say: kept as it was said, by somebody who had no hand in the visit, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.oversight import commands, models
from amanah.oversight.queries import sampling as seen
from amanah.oversight.types import Asked, CaseOutcome, Said
from amanah.values.money import Money
from amanah.values.problem import Problem
from amanah.visits import commands as visiting
from amanah.visits import queries as visits
from amanah.visits.queries import desk
from tests.oversight.test_sampling import LATER, asked, drawn_case
from tests.visits import cast
from tests.web.cast import World
from tests.web.conftest import world as world

OUTCOMES = [
    (Said.CONFIRMED, Asked.TELEPHONE, None, CaseOutcome.UPHELD),
    (Said.SHORT, Asked.TELEPHONE, 550_000, CaseOutcome.WRONG),
    (Said.NOT_RECEIVED, Asked.VISIT, None, CaseOutcome.WRONG),
    (Said.OTHER_PERSON, Asked.TELEPHONE, None, CaseOutcome.WRONG),
    (Said.NOT_FOUND, Asked.VISIT, None, CaseOutcome.WRONG),
    (Said.NOT_FOUND, Asked.TELEPHONE, None, None),
]


def test_each_answer_is_kept_and_counted_as_what_it_means(world: World) -> None:
    case = drawn_case()
    sample = seen.samples([cast.OFFICE])[0].id
    for said, how, received, outcome in OUTCOMES:
        with taken_back():
            assert asked(case.pk, said, how=how, received=received) == outcome
            (kept,) = seen.call_backs([case.pk])
            assert (kept.said, kept.how, kept.received, kept.by, kept.at) == (said, how, received, "user:head", LATER)
            rate = seen.error_rate(sample)
            assert (rate.answered, rate.wrong) == (outcome is not None, outcome is CaseOutcome.WRONG)
            assert seen.counted(seen.drawn_visits(sample)) == ({said: 1} if outcome else {})


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done within is undone: the next try finds the same world, without building it anew."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_nobody_at_the_telephone_leaves_the_case_for_a_visit(world: World) -> None:
    case = drawn_case()
    asked(case.pk, Said.NOT_FOUND)
    asked(case.pk, Said.CONFIRMED, how=Asked.VISIT)
    assert [one.said for one in seen.call_backs([case.pk])] == [Said.NOT_FOUND, Said.CONFIRMED]
    with pytest.raises(Problem, match="case_closed"):
        asked(case.pk, Said.NOT_RECEIVED)


def test_neither_the_payer_nor_who_closed_the_days_cash_asks_the_family(world: World) -> None:
    case = drawn_case()
    access.hire("kasir", "Kasir", cast.PASSWORD, [Grant(Role.CASHIER, f"nopen:{cast.OFFICE}")], by="test")
    visiting.close_round(world.round_id, Money(0), by="user:kasir", now=LATER)
    round_ = visits.round_of(world.round_id)
    assert round_ is not None
    payer = apps.get_model("access", "User").objects.get(pk=round_.payer)
    assert desk.counters_of(world.visit) == {"user:kasir"}
    for by in ("user:kasir", f"user:{payer.username}"):
        with pytest.raises(Problem, match="own_work"):
            asked(case.pk, Said.CONFIRMED, by=by)
    assert not models.CallBack.objects.exists()
    assert asked(case.pk, Said.CONFIRMED, by="user:head") is CaseOutcome.UPHELD


def test_an_amount_belongs_to_a_short_answer_alone(world: World) -> None:
    case = drawn_case()
    for said, received in [(Said.SHORT, None), (Said.SHORT, 0), (Said.SHORT, 600_000), (Said.SHORT, -1),
                           (Said.CONFIRMED, 5)]:  # fmt: skip
        with pytest.raises(Problem, match="amount_not_short"):
            asked(case.pk, said, received=received)


def test_a_drawn_visit_isnt_closed_without_asking_its_family(world: World) -> None:
    case = drawn_case()
    with pytest.raises(Problem, match="needs_call_back"):
        commands.close_case(case.pk, outcome=CaseOutcome.UPHELD, note="trust me", by="user:head", now=LATER)
    with pytest.raises(Problem, match="case_not_drawn"):
        asked(world.case, Said.CONFIRMED)


def test_the_database_closes_no_drawn_visit_but_by_what_was_said(world: World) -> None:
    case = drawn_case()
    asked(case.pk, Said.NOT_FOUND)
    for outcome in ("upheld", "wrong"):
        with pytest.raises(IntegrityError, match="closed by a call-back"), transaction.atomic():
            models.Closing.objects.create(case=case, outcome=outcome, note="x", by="user:head", at=LATER)


def test_the_database_keeps_call_backs_and_refuses_those_of_other_cases(world: World) -> None:
    case = drawn_case()
    asked(case.pk, Said.SHORT, received=1)
    with pytest.raises(IntegrityError, match="call-backs are kept"), transaction.atomic():
        models.CallBack.objects.update(received=2)
    with pytest.raises(IntegrityError, match="call-backs are kept"), transaction.atomic():
        models.CallBack.objects.all()._raw_delete("default")
    for other in (world.case, case.pk):  # a doubt's case, and one that is closed
        with pytest.raises(IntegrityError, match="open case of a sample"), transaction.atomic():
            models.CallBack.objects.create(
                case_id=other, said="confirmed", how="visit", due=5, note="x", by="user:x", at=LATER
            )


def test_the_database_refuses_an_answer_that_makes_no_sense(world: World) -> None:
    case = drawn_case()
    wrongs: list[dict[str, object]] = [
        {"said": "short"}, {"said": "short", "received": 5}, {"received": 1}, {"note": ""},
    ]  # fmt: skip
    for wrong in wrongs:
        row = {"said": "confirmed", "how": "visit", "due": 5, "note": "x", "by": "user:x", "at": LATER, **wrong}
        with pytest.raises(IntegrityError, match="call_back"), transaction.atomic():
            models.CallBack.objects.create(case=case, **row)

"""A fault in the house never makes it deaf: what came is stored and answered, and booked once the fault is mended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from amanah.cli.main import main
from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.oversight import queries as cases
from amanah.visits import commands, models, queries
from amanah.visits.commands import judging, later
from amanah.visits.types import Doubt
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OWED, pays
from tests.visits.conftest import Field, a_field
from tests.visits.pictured import work


@contextmanager
def a_fault(error: Exception | None = None) -> Iterator[None]:
    """Judging raises, as a defect nobody foresaw would."""

    def judge(*_: object, **__: object) -> object:
        raise error or ZeroDivisionError("a family's name, perhaps")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judging, "judge", judge)
        yield


def paid_to(field: Field, number: int) -> int:
    return ledger.balance(accounts.family(field.debts[number].family))


def book_all() -> list[float | None]:
    return [later.book_again(one, by="test", now=NOW) for one in later.waiting()]


def test_the_phone_is_answered_as_ever(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        answer = field.sends()
    assert (answer.ack_seq, answer.head_hash, answer.held) == (4, field.handset.prev, ())
    assert models.Event.objects.count() == 4
    assert paid_to(field, 0) == 0


def test_what_comes_after_is_booked_at_once(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
    pays(field.handset, field.debts[1])
    field.sends()
    assert (paid_to(field, 0), paid_to(field, 1)) == (0, OWED)


def test_once_mended_the_house_stands_as_if_nothing_had_been(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
        (wait_s,) = book_all()
    assert wait_s == 60
    assert book_all() == [None]
    assert (paid_to(field, 0), ledger.balance(accounts.bag(field.phone.id, DAY)), ledger.total()) == (OWED, -OWED, 0)
    assert models.Judgement.objects.filter(is_current=True).count() == 1
    done = queries.replay()
    assert done.same_state, done.differences


def test_it_is_booked_once(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
        field.sends()  # the answer was lost: the phone comes again
    (unbooked,) = later.waiting()
    for _ in range(2):
        assert later.book_again(unbooked, by="test", now=NOW) is None
    assert paid_to(field, 0) == OWED
    assert models.Settlement.objects.count() == 1


def test_who_was_booked_first_keeps_the_entitlement_and_the_replay_says_the_same(field: Field) -> None:
    """The other phone's payment came later and was booked first; whoever comes second lies in suspense."""
    other, second = cast.a_phone("putu")
    pays(field.handset, field.debts[0])
    pays(second, field.debts[0])
    with a_fault():
        field.sends()
    commands.accept(other, second.said, now=NOW)
    assert book_all() == [None]
    (paid,) = models.Settlement.objects.filter(is_paid=True)
    (aside,) = models.Settlement.objects.filter(is_paid=False)
    assert (paid.phone_id, aside.phone_id, aside.why) == (other.id, field.phone.id, Doubt.DOUBLE_PAID)
    done = queries.replay()
    assert done.same_state, done.differences


def test_until_then_the_replay_says_what_is_missing(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
    assert any(line.startswith("settlement") for line in queries.replay().differences)


def test_a_database_that_is_away_is_not_taken_for_a_fault(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault(OperationalError("the connection is lost")), pytest.raises(OperationalError):
        field.sends()
    assert models.Event.objects.count() == 0


def test_an_error_keeps_its_class_and_place_and_none_of_its_words(field: Field) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
    (row,) = models.Unbooked.objects.all()
    assert row.error.startswith("ZeroDivisionError at test_book_later.py:")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM visits_unbooked",
        "TRUNCATE visits_unbooked",
        "UPDATE visits_unbooked SET error = 'none'",
        "UPDATE visits_unbooked SET booked_at = NULL, turn = NULL",
    ],
)
def test_what_waits_can_not_be_made_to_vanish(field: Field, change: str) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still due can't be truncated at all
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(change)


def test_the_command_books_what_waits_and_tells_what_does_not(field: Field, capsys: pytest.CaptureFixture[str]) -> None:
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
        assert main(["events", "book"]) == 1
    assert "isn't booked" in capsys.readouterr().out
    assert main(["events", "book"]) == 0
    assert paid_to(field, 0) == OWED


@pytest.mark.django_db(transaction=True)
def test_the_worker_opens_a_case_and_books_by_itself() -> None:
    field = a_field()
    pays(field.handset, field.debts[0])
    with a_fault():
        field.sends()
    work()
    (case,) = [one for one in cases.open_cases(None) if "not_booked" in one.doubts]
    assert case.office == cast.OFFICE
    assert (later.waiting(), paid_to(field, 0)) == ([], OWED)

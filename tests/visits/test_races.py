"""Two phones, one entitlement, two real connections: one settles, the other's money lands in suspense."""

from __future__ import annotations

import json
from threading import Barrier, Thread

import pytest
from django.db import connections

from amanah.access.types import Phone
from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.values.ids import new_id
from amanah.visits import commands, models, queries
from amanah.visits.types import Accepted, Sent
from tests.visits import cast
from tests.visits.cast import NOW, OFFICE, OWED, pays
from tests.visits.conftest import a_field


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_phones_racing_pay_an_entitlement_once(attempt: int) -> None:
    field = a_field()
    other, handset = cast.a_phone("ketut")
    for debt in field.debts:
        pays(field.handset, debt)
    for debt in reversed(field.debts):
        pays(handset, debt)
    barrier, answers = Barrier(2), list[Accepted]()

    def send(phone: object, said: list[Sent]) -> None:
        try:
            barrier.wait(timeout=10)
            answers.append(commands.accept(phone, said, now=NOW))  # type: ignore[arg-type]  # a Phone, through Thread
        finally:
            connections.close_all()

    threads = [
        Thread(target=send, args=[field.phone, field.handset.said]),
        Thread(target=send, args=[other, handset.said]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert [answer.ack_seq for answer in answers] == [20, 20]
    assert models.Settlement.objects.filter(is_paid=True).count() == 5
    assert models.Settlement.objects.filter(why="double_paid").count() == 5
    assert ledger.balance(accounts.suspense(OFFICE)) == 5 * OWED
    assert ledger.total() == 0
    assert queries.replay().same_state


@pytest.mark.django_db(transaction=True)
def test_one_phone_sending_twice_at_once_is_heard_once() -> None:
    field = a_field()
    for debt in field.debts:
        pays(field.handset, debt)
    barrier, answers = Barrier(3), list[Accepted]()

    def send() -> None:
        try:
            barrier.wait(timeout=10)
            answers.append(commands.accept(field.phone, field.handset.said, now=NOW))
        finally:
            connections.close_all()

    threads = [Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [(a.ack_seq, a.head_hash) for a in answers] == [(20, field.handset.prev)] * 3
    assert models.Event.objects.count() == 20
    assert models.Settlement.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_phones_bringing_one_event_id_at_once_are_both_answered() -> None:
    """A forged id: one is stored, the other put aside, and neither door falls."""
    field = a_field()
    other, handset = cast.a_phone("ketut")
    same = new_id()
    said = [
        cast.signed(one.key, one.say("tea.offered", {}).text.replace(str(read_id(one)), str(same)))
        for one in (field.handset, handset)
    ]
    barrier, answers = Barrier(2), list[Accepted]()

    def send(phone: Phone, sent: Sent) -> None:
        try:
            barrier.wait(timeout=10)
            answers.append(commands.accept(phone, [sent], now=NOW))
        finally:
            connections.close_all()

    threads = [Thread(target=send, args=pair) for pair in zip((field.phone, other), said, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(answer.held[0].code for answer in answers) == ["body_unknown", "id_reused"]
    assert models.Event.objects.count() == 1


def read_id(handset: cast.Handset) -> str:
    return str(json.loads(handset.said[-1].text)["id"])

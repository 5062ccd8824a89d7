from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from amanah.ledger import queries as ledger
from amanah.ledger import types as accounts
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.visits import commands, models, queries
from amanah.visits.types import Accepted, Doubt, Paid, Sent
from tests.visits import cast
from tests.visits.cast import DAY, NOW, OFFICE, OWED, fails, pays
from tests.visits.conftest import Field


def bag(field: Field) -> int:
    return ledger.balance(accounts.bag(field.phone.id, DAY))


def codes(accepted: Accepted) -> list[str]:
    return [held.code for held in accepted.held]


def test_it_books_a_payment_from_the_bag_to_the_family(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    assert ledger.balance(accounts.family(field.debts[0].family)) == OWED
    assert bag(field) == -OWED
    assert ledger.total() == 0


def test_it_settles_the_entitlement(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    assert set(queries.settled([d.entitlement for d in field.debts])) == {field.debts[0].entitlement}


def test_it_answers_how_far_the_chain_is_stored(field: Field) -> None:
    pays(field.handset, field.debts[0])
    answer = field.sends()
    assert (answer.ack_seq, answer.head_hash) == (4, field.handset.prev)


def test_a_replay_gets_the_same_answer_and_changes_nothing(field: Field) -> None:
    pays(field.handset, field.debts[0])
    first = field.sends()
    again = field.sends()
    assert (again.ack_seq, again.head_hash, again.held) == (first.ack_seq, first.head_hash, first.held)
    assert again.fresh == 0
    assert bag(field) == -OWED
    assert models.Settlement.objects.count() == 1


def test_an_honest_visit_has_no_doubts(field: Field) -> None:
    cast.a_home(field.debts[0])
    told = pays(field.handset, field.debts[0])
    field.sends()
    seen = queries.visit(told.visit)
    assert seen is not None
    assert isinstance(seen.visit.ending, Paid)
    assert seen.doubts == frozenset()


def test_a_gap_is_waited_for_and_the_cash_is_booked_meanwhile(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    started, evidence, intended, paid = field.handset.said
    answer = commands.accept(field.phone, [paid], now=NOW)
    assert answer.ack_seq == 0
    assert bag(field) == -OWED
    seen = queries.visit(told.visit)
    assert seen is not None
    assert seen.doubts == frozenset()  # not judged yet: the rest may be on its way
    assert not models.Judgement.objects.exists()
    answer = commands.accept(field.phone, [evidence, intended, started], now=NOW)
    assert answer.ack_seq == 4
    assert models.Judgement.objects.get().doubts == []


def test_events_may_come_backwards(field: Field) -> None:
    pays(field.handset, field.debts[0])
    fails(field.handset, field.debts[1])
    for sent in reversed(field.handset.said):
        answer = commands.accept(field.phone, [sent], now=NOW)
    assert answer.ack_seq == 6
    assert answer.head_hash == field.handset.prev


def test_the_same_id_with_other_bytes_is_put_aside_and_the_batch_goes_on(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    forged = cast.signed(field.handset.key, field.handset.said[0].text.replace('"letter"', '"list"'))
    pays(field.handset, field.debts[1])
    answer = commands.accept(field.phone, [forged, *field.handset.said[4:]], now=NOW)
    assert codes(answer) == ["id_reused"]
    assert answer.ack_seq == 8


def test_two_events_with_one_seq_are_a_copied_phone(field: Field) -> None:
    pays(field.handset, field.debts[0])
    copy = cast.Handset(field.handset.id, field.handset.key)
    pays(copy, field.debts[1])
    field.sends()
    answer = commands.accept(field.phone, copy.said, now=NOW)
    assert set(codes(answer)) == {"seq_taken"}
    assert models.Settlement.objects.count() == 1
    assert models.Incident.objects.filter(code="seq_taken").count() == 4


def test_a_broken_chain_is_put_aside(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    field.handset.prev = "ab" * 32
    lone = field.handset.say("hazard.noted", {"family": str(field.debts[0].family), "kind": "dog", "note": ""})
    answer = commands.accept(field.phone, [lone], now=NOW)
    assert codes(answer) == ["chain_broken"]
    assert answer.ack_seq == 4


def test_a_bad_signature_is_put_aside(field: Field) -> None:
    pays(field.handset, field.debts[0])
    first, *rest = field.handset.said
    bad = Sent(first.text, rest[0].signature)
    answer = commands.accept(field.phone, [bad, *rest], now=NOW)
    assert codes(answer) == ["bad_signature"]
    assert answer.ack_seq == 0
    assert bag(field) == -OWED  # the payment itself was signed


def test_an_event_of_another_phone_is_put_aside(field: Field) -> None:
    stranger = cast.Handset(new_id(), field.handset.key)
    pays(stranger, field.debts[0])
    answer = commands.accept(field.phone, stranger.said, now=NOW)
    assert set(codes(answer)) == {"other_phone"}
    assert not models.Event.objects.exists()


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"v":1}', "\ud800", '{"v":1,"seq":1e999}', "[" * 5000])
def test_what_is_no_event_is_put_aside(field: Field, text: str) -> None:
    pays(field.handset, field.debts[0])
    answer = commands.accept(field.phone, [Sent(text, "xx"), *field.handset.said], now=NOW)
    assert codes(answer) == ["unreadable"]
    assert answer.ack_seq == 4
    kept = models.Incident.objects.get()
    assert bytes(kept.body) == text.encode("utf-8", "surrogatepass")


def test_a_body_that_says_nothing_we_know_is_kept_and_counted(field: Field) -> None:
    """A newer app must not stop at an older house."""
    field.handset.say("tea.offered", {"cups": 2})
    pays(field.handset, field.debts[0])
    answer = field.sends()
    assert codes(answer) == ["body_unknown"]
    assert answer.ack_seq == 5


def test_a_repeated_bad_event_raises_one_incident(field: Field) -> None:
    for _ in range(3):
        commands.accept(field.phone, [Sent("nonsense", "")], now=NOW)
    assert models.Incident.objects.count() == 1


def test_a_clock_in_1970_is_accepted_and_doubted(field: Field) -> None:
    told = pays(field.handset, field.debts[0], at=datetime(1970, 1, 1, tzinfo=UTC))
    answer = field.sends()
    assert answer.ack_seq == 4
    seen = queries.visit(told.visit)
    assert seen is not None
    assert Doubt.CLOCK_OFF in seen.doubts
    assert seen.visit.received_at == NOW
    assert bag(field) == -OWED


def test_a_second_payment_lands_in_suspense(field: Field) -> None:
    pays(field.handset, field.debts[0])
    told = pays(field.handset, field.debts[0])
    field.sends()
    assert ledger.balance(accounts.suspense(OFFICE)) == OWED
    assert ledger.balance(accounts.family(field.debts[0].family)) == OWED
    seen = queries.visit(told.visit)
    assert seen is not None
    assert Doubt.DOUBLE_PAID in seen.doubts


def test_money_that_is_not_owed_lands_in_suspense(field: Field) -> None:
    stranger = cast.Debt(field.debts[0].family, new_id())
    told = pays(field.handset, stranger)
    field.sends()
    assert ledger.balance(accounts.suspense(OFFICE)) == OWED
    seen = queries.visit(told.visit)
    assert seen is not None
    assert Doubt.NOT_OWED in seen.doubts


def test_another_familys_entitlement_stays_unsettled(field: Field) -> None:
    pays(field.handset, cast.Debt(field.debts[0].family, field.debts[1].entitlement))
    field.sends()
    assert queries.settled([field.debts[1].entitlement]) == {}


def test_a_day_opened_without_an_advance_books_the_payers_word(field: Field) -> None:
    field.handset.say("day.opened", {"round": str(field.round), "float": 5_000_000, "counted": True})
    field.sends()
    assert bag(field) == 5_000_000
    assert ledger.balance(accounts.office(OFFICE)) == -5_000_000


def test_a_day_opened_with_the_office_s_float_books_nothing_twice(field: Field) -> None:
    commands.hand_cash(field.round, Money(5_000_000), by="user:cashier", now=NOW)
    field.handset.say("day.opened", {"round": str(field.round), "float": 5_000_000, "counted": True})
    field.sends()
    assert bag(field) == 5_000_000


def test_cash_returned_goes_back_to_the_office(field: Field) -> None:
    commands.hand_cash(field.round, Money(5_000_000), by="user:cashier", now=NOW)
    field.handset.say("cash.returned", {"amount": 5_000_000, "office": OFFICE})
    field.sends()
    assert bag(field) == 0
    assert ledger.balance(accounts.office(OFFICE)) == 0


def test_a_released_lease_ends(field: Field) -> None:
    body = {"entitlement": str(field.debts[0].entitlement), "fence": 1, "reason": "failed:counter"}
    field.handset.say("lease.released", body)
    field.sends()
    assert queries.leases_of(field.debts[0].entitlement)[-1].how == "released"


def test_a_closed_day_ends_its_leases(field: Field) -> None:
    body = {"round": str(field.round), "float": 0, "paid": 0, "returned": 0, "variance": 0, "note": "", "visits": 0}
    field.handset.say("day.closed", {**body, "failed": 0})
    field.sends()
    assert {queries.leases_of(debt.entitlement)[-1].how for debt in field.debts} == {"day_closed"}


def test_it_names_the_photos_that_are_to_follow(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    expected = sorted(photo["sha256"] for photo in cast.photos(str(told.visit)))
    assert list(field.sends().missing_media) == expected


def test_an_empty_batch_hears_how_the_house_stands(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    answer = commands.accept(field.phone, [], now=NOW)
    assert answer.ack_seq == 4


def test_the_exact_bytes_are_kept(field: Field) -> None:
    sent = field.handset.say(
        "hazard.noted", {"family": str(field.debts[0].family), "kind": "dog", "note": "Anjing é 🐕"}
    )
    field.sends()
    row = models.Event.objects.get()
    assert row.text == sent.text
    assert row.hash == sha256(sent.text.encode()).hexdigest()


@pytest.mark.parametrize(
    "change", ["UPDATE visits_event SET seq = 9", "DELETE FROM visits_event", "TRUNCATE visits_event CASCADE"]
)
def test_the_database_refuses_to_change_a_fact(field: Field, change: str) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    with pytest.raises(IntegrityError, match="facts are only ever added"), transaction.atomic():
        execute(change)


def execute(change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change)


def test_what_follows_is_deferred_in_the_same_transaction(field: Field) -> None:
    paid = pays(field.handset, field.debts[0], place=None)
    field.sends()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'amanah.follow' ORDER BY id DESC LIMIT 1")
        (args,) = cursor.fetchone()
    told = {one["word"]: one["details"] for one in (json.loads(args) if isinstance(args, str) else args)["told"]}
    assert told["visits.judged"]["visits"] == [str(paid.visit)]


def test_an_unknown_body_is_told_again_on_a_replay(field: Field) -> None:
    field.handset.say("tea.offered", {"cups": 2})
    assert codes(field.sends()) == codes(field.sends()) == ["body_unknown"]
    assert models.Incident.objects.count() == 1

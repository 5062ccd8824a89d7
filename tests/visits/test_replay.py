"""Replay says the same of an honest house, and names the row that somebody changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from amanah.cli.main import main
from amanah.visits import models, queries
from tests.visits.cast import fails, pays
from tests.visits.conftest import Field


@pytest.fixture
def told(field: Field) -> Field:
    pays(field.handset, field.debts[0])
    pays(field.handset, field.debts[0], place=None)
    fails(field.handset, field.debts[1])
    field.handset.say("cash.returned", {"amount": 70_000, "office": "80000"})
    field.sends()
    return field


@contextmanager
def without_the_law() -> Iterator[None]:
    """As somebody with the database's password would: the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("visits_event", "visits_settlement", "ledger_transfer"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield


def test_an_honest_house_replays_to_the_same_state(told: Field) -> None:
    done = queries.replay()
    assert done.same_state, done.differences
    assert (done.events, done.settlements, done.visits, done.transfers) == (11, 2, 3, 3)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE visits_settlement SET amount = 1 WHERE is_paid", "settlement"),
        ("UPDATE visits_settlement SET is_paid = false, why = 'not_owed' WHERE is_paid", "settlement"),
        ("UPDATE visits_visit SET ending = 'failed' WHERE ending = 'paid'", "visit"),
        ("UPDATE visits_judgement SET doubts = '{}' WHERE doubts <> '{}'", "judgement"),
        ("UPDATE ledger_transfer SET amount = 5 WHERE word = 'cash.returned'", "transfer"),
        ("UPDATE visits_phonechain SET ack_seq = 3", "chain"),
        ("DELETE FROM visits_judgement WHERE doubts = '{}'", "judgement"),
    ],
)
def test_a_changed_row_is_named(told: Field, change: str, named: str) -> None:
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount
        done = queries.replay()
    assert not done.same_state
    assert any(difference.startswith(named) for difference in done.differences)


def test_a_chain_that_is_whole_checks(told: Field) -> None:
    done = queries.check_events()
    assert done.ok, done.faults
    assert done.events == 11


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE visits_event SET text = replace(text, '70000', '70001')", "altered"),
        ("DELETE FROM visits_event WHERE seq = 10", "gap at 11"),
        ("UPDATE visits_event SET signature = decode(repeat('00', 64), 'hex') WHERE seq = 1", "not signed"),
    ],
)
def test_a_changed_event_is_found(told: Field, change: str, says: str) -> None:
    with without_the_law(), connection.cursor() as cursor:
        cursor.execute(change)
        done = queries.check_events()
    assert any(says in fault for fault in done.faults)


def test_a_photo_that_is_gone_is_found(told: Field) -> None:
    models.Media.objects.update(state="complete")
    assert any("gone" in fault for fault in queries.check_events().faults)


def test_the_command_line_says_so(told: Field, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["events", "replay", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["same_state"] is True
    assert main(["events", "check"]) == 0
    assert "1 phones, 11 events, 0 photos: all is as it should be" in capsys.readouterr().out


def test_the_command_line_names_what_differs_and_fails(told: Field, capsys: pytest.CaptureFixture[str]) -> None:
    models.Visit.objects.filter(ending="failed").update(reason="moved")
    assert main(["events", "replay"]) == 1
    assert "should be" in capsys.readouterr().out

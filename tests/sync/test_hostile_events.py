"""Events a sound phone never makes: each is stored or put aside, and holds up nothing that comes after it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from amanah.access.types import Role
from amanah.values.ids import new_id
from amanah.visits import models, queries
from amanah.visits.types import Doubt, Sent
from tests.sync.test_door import Knock, a_knock
from tests.visits import cast
from tests.visits.cast import pays
from tests.web.cast import signed_in


@pytest.fixture
def knock(db: None) -> Knock:
    return a_knock()


def changed(knock: Knock, text: str) -> dict[str, Any]:
    sent = cast.signed(knock.handset.key, text) if _is_text(text) else Sent(text, "")
    return {"phone": str(knock.handset.id), "epoch": 1, "events": [{"e": sent.text, "s": sent.signature}]}


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def test_half_a_letter_in_a_field_nobody_reads_is_put_aside(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    event = json.loads(knock.handset.said[0].text)
    text = json.dumps({**event, "more": "HALF"}).replace("HALF", "\ud800")
    answer = knock.post(changed(knock, text))
    assert answer.status_code == 200
    assert [held["code"] for held in answer.json()["held"]] == ["unreadable"]


@pytest.mark.parametrize("field", ["lat", "lng", "accuracy_m", "fixes"])
def test_a_number_longer_than_any_number_is_no_place(knock: Knock, field: str) -> None:
    pays(knock.handset, knock.debts[0])
    event = json.loads(knock.handset.said[1].text)
    event["body"]["place"][field] = 10**400
    assert knock.post(changed(knock, json.dumps(event))).status_code == 200


def test_lists_within_lists_are_put_aside_at_any_depth(knock: Knock) -> None:
    for depth in range(700, 1000, 3):
        body = f'{{"phone":"x","epoch":1,"events":[{"[" * depth}{"]" * depth}]}}'.encode()
        assert knock.post(body).status_code < 500, depth


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_a_clock_of_any_year_loses_no_payment_and_breaks_no_page(knock: Knock, year: int) -> None:
    told = pays(knock.handset, knock.debts[0], at=datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    assert knock.post(knock.batch()).json()["ack_seq"] == 4
    seen = queries.visit(told.visit)
    assert seen is not None
    assert Doubt.CLOCK_OFF in seen.doubts
    assert queries.settled([knock.debts[0].entitlement])
    assert signed_in(Role.OFFICE_HEAD).get(f"/families/{knock.debts[0].family}/").status_code == 200


def test_a_day_opened_a_second_time_with_another_float_is_heard(knock: Knock) -> None:
    """The payer's first word for the float is booked; a second brings no second float and holds up nobody."""
    opened = {"round": str(new_id()), "counted": True}
    knock.handset.say("day.opened", {**opened, "float": 1_000_000})
    assert knock.post(knock.batch()).json()["ack_seq"] == 1
    knock.handset.say("day.opened", {**opened, "float": 2_000_000})
    pays(knock.handset, knock.debts[0])
    answer = knock.post(knock.batch())
    assert (answer.status_code, answer.json().get("ack_seq")) == (200, 6)


def test_a_day_opened_twice_in_one_batch_is_heard(knock: Knock) -> None:
    opened = {"round": str(new_id()), "counted": True}
    knock.handset.say("day.opened", {**opened, "float": 1_000_000})
    knock.handset.say("day.opened", {**opened, "float": 2_000_000})
    assert knock.post(knock.batch()).json().get("ack_seq") == 2


def test_what_is_no_event_stands_in_nobodys_way_and_is_kept_as_it_came(knock: Knock) -> None:
    pays(knock.handset, knock.debts[0])
    batch = knock.batch()
    batch["events"][1:1] = [{"e": "bukan catatan", "s": "x"}, 7, {"e": 1}]
    answer = knock.post(batch)
    assert (answer.status_code, answer.json()["ack_seq"]) == (200, 4)
    assert [held["code"] for held in answer.json()["held"]] == ["unreadable"] * 3
    assert all(held["id_text"] and held["en_text"] for held in answer.json()["held"])
    assert b"bukan catatan" in [bytes(one.body) for one in models.Incident.objects.all()]
    assert queries.settled([knock.debts[0].entitlement])

"""A phone of contract 1.0, recorded from the code of that version, and today's house: its day arrives whole.

contract/recorded/1.0/day.json holds its enrolment, pack, batches and photos, byte for byte.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from django.apps import apps
from django.test import Client

from amanah.access import commands as access
from amanah.access.types import Grant, Role
from amanah.ledger import queries as ledger
from amanah.sync import schema
from amanah.values.clock import utc_now
from amanah.values.money import Money
from amanah.vault import queries as vault
from amanah.visits import commands, queries
from amanah.visits.commands import planning
from amanah.visits.types import read_event
from tests.visits import cast

CONTRACT = Path(__file__).resolve().parents[2] / "contract"
DAY: dict[str, Any] = json.loads((CONTRACT / "recorded/1.0/day.json").read_text(encoding="utf-8"))
LOG: dict[str, Any] = json.loads((CONTRACT / "recorded/1.0/log.json").read_text(encoding="utf-8"))
ENROLLED = json.loads(DAY["enrolment"]["body"])
PACK = json.loads(DAY["pack"]["body"])
ANSWERS = schema.schemas()["answers"]["$defs"]
TYPES = {branch["properties"]["type"]["const"] for branch in schema.schema()["oneOf"]}
Named = Callable[[str, str, str], None]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Named:
    """The next row of a model gets this id: today's house has the rows that yesterday's had."""

    def name(app: str, model: str, id_: str) -> None:
        field = apps.get_model(app, model)._meta.get_field("id")
        monkeypatch.setattr(field, "_get_default", lambda: UUID(id_))

    return name


@pytest.fixture
def phone(db: None, named: Named, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The recorded phone, enrolled by its own recorded words; what its token says to the house."""
    cast.an_office()
    person = access.hire("made", "Made", cast.PASSWORD, [Grant(Role.PAYER, f"nopen:{cast.OFFICE}")], by="test")
    code = access.open_enrolment(person.id, office=cast.OFFICE, by="test", now=utc_now())
    named("access", "Phone", ENROLLED["phone"])
    sent = {**json.loads(DAY["enrolment"]["sent"]), "code": code}
    answer = Client().post("/api/sync/enrol", json.dumps(sent), content_type="application/json")
    assert answer.status_code == 200
    assert set(ENROLLED) <= set(answer.json())
    monkeypatch.setattr(planning, "new_id", lambda: UUID(PACK["round"]["id"]))
    lease_its_families(person.id, named)
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def lease_its_families(payer: UUID, named: Named) -> None:
    for number, family in enumerate(PACK["families"], start=1):
        named("registry", "Family", family["family"])
        named("programs", "Entitlement", family["items"][0]["entitlement"])
        cast.a_debt(number)
    day = date.fromisoformat(PACK["round"]["day"])
    planned = commands.plan_rounds(cast.OFFICE, day, [payer], cast.a_stage(), by="user:head", now=utc_now())
    (round_,) = planned.rounds
    commands.lease_round(round_, UUID(ENROLLED["phone"]), by="user:head", now=utc_now())
    commands.hand_cash(round_, Money(PACK["round"]["float"]), by="user:cashier", now=utc_now())


def say(phone: dict[str, str], batch: str) -> Any:
    headers = {**phone, "Content-Encoding": "gzip"}
    sent = Client().post(
        "/api/sync/events", gzip.compress(batch.encode()), content_type="application/json", headers=headers
    )
    assert sent.status_code == 200
    jsonschema_rs.validate(ANSWERS["heard"], sent.json())
    return sent.json()


def upload(phone: dict[str, str], sha256: str, raw: bytes) -> int:
    told = f"sha256 {b64encode(sha256.encode()).decode()}"
    begun = Client().post("/api/sync/media", headers={**phone, "Upload-Length": str(len(raw)), "Upload-Metadata": told})
    assert begun.status_code == 201
    piece = {**phone, "Upload-Offset": "0"}
    return (
        Client()
        .patch(begun["Location"], raw, content_type="application/offset+octet-stream", headers=piece)
        .status_code
    )


def test_the_day_of_an_old_phone_arrives_whole(phone: dict[str, str]) -> None:
    for batch, before in zip(DAY["batches"], DAY["answers"], strict=True):
        heard, told_then = say(phone, batch), json.loads(before["body"])
        assert (heard["ack_seq"], heard["head_hash"]) == (told_then["ack_seq"], told_then["head_hash"])
        assert heard["held"] == []
        assert set(told_then) <= set(heard)
        for sha256 in heard["missing_media"]:
            assert upload(phone, sha256, b64decode(DAY["photos"][sha256])) == 204
    events = [event for batch in DAY["batches"] for event in json.loads(batch)["events"]]
    stored = apps.get_model("visits", "Event").objects.order_by("seq").values_list("text", flat=True)
    assert [str(text) for text in stored] == [event["e"] for event in events]
    assert apps.get_model("visits", "Settlement").objects.filter(is_paid=True).count() == 3
    assert not apps.get_model("visits", "Incident").objects.exists()
    assert not apps.get_model("visits", "Media").objects.exclude(state="complete").exists()
    assert (ledger.total(), list(ledger.balances("bag:").values())) == (0, [0])
    assert queries.check_events().ok


def test_saying_it_twice_changes_nothing(phone: dict[str, str]) -> None:
    first, again = say(phone, DAY["batches"][0]), say(phone, DAY["batches"][0])
    assert (first["ack_seq"], first["head_hash"]) == (again["ack_seq"], again["head_hash"])


def test_todays_pack_has_all_that_the_old_pack_had(phone: dict[str, str]) -> None:
    """A reader of 1.0 takes the fields it knows and leaves the rest: none of those it knows may be gone."""
    pack = Client().get("/api/sync/pack", headers=phone).json()
    jsonschema_rs.validate(schema.schemas()["pack"], pack)
    jsonschema_rs.validate(schema.schemas()["pack"], PACK)
    assert lacking(PACK, pack) == []


def lacking(old: Any, new: Any, where: str = "") -> list[str]:
    """Paths of the old value that the new one hasn't, or has as another kind of thing."""
    if isinstance(old, dict) and isinstance(new, dict):
        gone = [f"{where}.{name}" for name in old if name not in new]
        return gone + [path for name in old if name in new for path in lacking(old[name], new[name], f"{where}.{name}")]
    if isinstance(old, list) and isinstance(new, list):
        return [path for one in old[:1] for other in new[:1] for path in lacking(one, other, f"{where}[]")]
    return [] if old is None or new is None or type(old) is type(new) else [where]


def test_the_record_holds_every_type_that_1_0_had() -> None:
    assert set(DAY["types"]) == TYPES - {"receipt.given", "home.tagged"}


def test_the_recorded_answers_bear_their_houses_signature() -> None:
    for one in (DAY["enrolment"], DAY["pack"], *DAY["answers"]):
        assert vault.is_signed(one["body"].encode(), signature=one["signature"], by=ENROLLED["house_key"])


@pytest.mark.parametrize("event", LOG["events"], ids=lambda event: event["type"])
def test_an_event_as_1_0_wrote_it_is_known_and_read_whole(event: dict[str, str]) -> None:
    assert vault.is_signed(event["text"].encode(), signature=event["signature"], by=LOG["phone_key"]["public_key"])
    read = read_event(event["text"])
    assert (read.envelope.type, read.body is not None) == (event["type"], True)

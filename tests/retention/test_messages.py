"""A receipt to a telephone goes after its days, sent or not, with the number and the tries; a certificate says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from amanah.journal import queries as journal
from amanah.oversight import commands as oversight
from amanah.oversight.types import CaseKind, CaseOutcome
from amanah.receipts import commands as receipts
from amanah.receipts import models as sent
from amanah.retention import commands, queries
from amanah.vault import queries as vault
from amanah.visits import models as facts
from amanah.visits.queries.given import receipts_asked
from tests.vault.test_boxes import box
from tests.visits import cast
from tests.visits.cast import NOW
from tests.visits.conftest import Field, a_field

OLD = NOW + timedelta(days=91)


@pytest.fixture
def field(db: None, settings: Settings, tmp_path: Path) -> Field:
    settings.AMANAH_RECEIPTS_FILE = tmp_path / "receipts.jsonl"
    return a_field()


def a_message(field: Field) -> UUID:
    told = cast.pays(field.handset, field.debts[0])
    asked = {"payment": str(told.payment), "visit": str(told.visit), "family": str(field.debts[0].family)}
    number = box(b"081234567890", vault.seal_public_key())
    field.handset.say("receipt.given", {**asked, "how": "sms", "to": number})
    field.sends()
    (event,) = facts.Event.objects.filter(type="receipt.given").values_list("id", flat=True)
    (wanted,) = receipts_asked([event])
    message = receipts.take_up(wanted, by="job:test", now=NOW)
    assert message
    return message


@pytest.mark.parametrize("is_sent", [True, False])
def test_it_goes_with_its_tries_after_its_days_and_no_sooner(field: Field, is_sent: bool) -> None:
    message = a_message(field)
    if is_sent:
        receipts.send(message, by="job:test", now=NOW)
    assert commands.destroy_due(by="job:test", now=NOW + timedelta(days=89)) == []
    assert sent.Message.objects.count() == 1
    [run] = commands.destroy_due(by="job:test", now=OLD)
    assert (sent.Message.objects.count(), sent.Try.objects.count()) == (0, 0)
    assert [(one.what, one.name, one.rule) for one in queries.orders(run)] == [("message", str(message), "message:90d")]
    certified = queries.certificate(run)
    assert certified is not None
    assert certified.counts == {"message": 1}
    assert commands.destroy_due(by="job:test", now=OLD) == []


def test_the_journal_still_tells_that_one_was_sent_and_never_where(field: Field) -> None:
    receipts.send(a_message(field), by="job:test", now=NOW)
    commands.destroy_due(by="job:test", now=OLD)
    told = [entry for entry in journal.entries(limit=100) if entry.word.startswith("receipts.")]
    assert sorted(entry.word for entry in told) == ["receipts.sent", "receipts.taken_up"]
    assert "81234567890" not in str(told)


def test_a_case_holds_its_family_s_receipt_until_it_is_closed(field: Field) -> None:
    a_message(field)
    family = field.debts[0].family
    case = oversight.open_case(
        CaseKind.DOUBT, about="visit:1", office=cast.OFFICE, doubts=["no_fix"], by="job:test", now=NOW, family=family
    )
    commands.destroy_due(by="job:test", now=OLD)
    assert sent.Message.objects.count() == 1
    oversight.close_case(case, outcome=CaseOutcome.UPHELD, note="benar", by="user:head", now=NOW)
    commands.destroy_due(by="job:test", now=OLD)
    assert sent.Message.objects.count() == 0


def test_a_message_that_is_still_there_is_never_certified(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    a_message(field)
    monkeypatch.setattr(receipts, "forget", lambda message: None)
    commands.destroy_due(by="job:test", now=OLD)
    assert queries.certificates() == []
    monkeypatch.undo()
    commands.destroy_due(by="job:test", now=OLD)
    [certified] = queries.certificates()
    assert certified.counts == {"message": 1}

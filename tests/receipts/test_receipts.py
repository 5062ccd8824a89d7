"""A receipt reaches a telephone once, later if need be, with no name; the payment never waited for it."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from amanah.access.types import Role
from amanah.config import jobs
from amanah.journal import queries as journal
from amanah.receipts import commands, models, queries, rules
from amanah.receipts.types import Outgoing, SendFailed
from amanah.values.money import Money
from amanah.vault import queries as vault
from amanah.visits import models as facts
from amanah.visits.queries.given import receipts_asked
from tests.vault.test_boxes import box
from tests.visits.cast import NOW, Told, pays
from tests.visits.conftest import Field, a_field, calibration  # noqa: F401 (a fixture is named to be used)
from tests.web.cast import signed_in

NUMBER = "0812-3456-7890"


@pytest.fixture
def field(db: None, settings: Settings, tmp_path: Path) -> Field:
    settings.AMANAH_RECEIPTS_FILE = tmp_path / "receipts.jsonl"
    return a_field()


class Broken:
    """A gateway that is down, and says more than it should."""

    name = "broken"

    def __init__(self, fails: int) -> None:
        self.fails = fails
        self.sent: list[Outgoing] = []

    def send(self, message: Outgoing) -> None:
        if self.fails:
            self.fails -= 1
            raise SendFailed(f"no line to {message.number}")
        self.sent.append(message)


def gives(field: Field, *, how: str = "whatsapp", number: str = NUMBER, to: str | None = None) -> Told:
    told = pays(field.handset, field.debts[0])
    gives_again(field, told, how=how, to=to or box(number.encode(), vault.seal_public_key()))
    return told


def gives_again(field: Field, told: Told, *, how: str, to: str | None) -> None:
    who = {"visit": str(told.visit), "family": str(field.debts[0].family)}
    field.handset.say("receipt.given", {"payment": str(told.payment), **who, "how": how, "to": to})
    field.sends()


def take_up() -> list[UUID]:
    events = list(facts.Event.objects.filter(type="receipt.given").values_list("id", flat=True))
    taken = [commands.take_up(asked, by="job:test", now=NOW) for asked in receipts_asked(events)]
    return [message for message in taken if message]


def words() -> list[str]:
    return sorted(entry.word for entry in journal.entries(limit=100) if entry.word.startswith("receipts."))


def lines(settings: Settings) -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(settings.AMANAH_RECEIPTS_FILE).read_text().splitlines()]


def test_it_is_sent_once_with_code_amount_day_and_no_name(field: Field, settings: Settings) -> None:
    gives(field)
    (message,) = take_up()
    assert commands.send(message, by="job:test", now=NOW) is None
    assert commands.send(message, by="job:test", now=NOW) is None
    (line,) = lines(settings)
    assert line == {
        "id": str(message), "how": "whatsapp", "to": "+6281234567890",
        "text": "Amanah: bantuan Rp600.000 tercatat diterima 24 November 2026. Kode terima 7K3M-9QXA.",
    }  # fmt: skip
    assert Path(settings.AMANAH_RECEIPTS_FILE).stat().st_mode & 0o077 == 0
    assert words() == ["receipts.sent", "receipts.taken_up"]


def test_the_number_is_sealed_in_the_table_and_masked_everywhere_else(
    field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    told = gives(field)
    (message,) = take_up()
    with caplog.at_level(logging.WARNING, logger="amanah.receipts"):
        commands.send(message, by="job:test", now=NOW, sender=Broken(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT message::text, try::text FROM receipts_message AS message, receipts_try AS try")
        kept = " ".join(cursor.fetchone())
    said = " ".join([kept, caplog.text, *(str(entry) for entry in journal.entries(limit=100))])
    assert "81234567890" not in said
    assert b"81234567890".hex() not in said
    assert rules.masked("+6281234567890") in caplog.text
    assert queries.receipts_of(told.visit)[0].number == rules.masked("+6281234567890")


def test_the_visits_page_says_how_its_receipt_stands(field: Field) -> None:
    told, address = gives(field), "/visits/{}/"
    (message,) = take_up()
    office = signed_in(Role.SUPERVISOR)
    assert "belum terkirim" in office.get(address.format(told.visit)).content.decode()
    commands.send(message, by="job:test", now=NOW)
    page = office.get(address.format(told.visit)).content.decode()
    assert "belum terkirim" not in page
    assert "terkirim" in page
    assert "81234567890" not in page


def test_a_sender_that_fails_is_asked_again_later_and_later_and_then_it_arrives(field: Field) -> None:
    gives(field)
    (message,) = take_up()
    sender = Broken(3)
    waits = [commands.send(message, by="job:test", now=NOW, sender=sender) for _ in range(4)]
    assert waits == [60, 120, 240, None]
    assert [one.id for one in sender.sent] == [message]
    assert commands.send(message, by="job:test", now=NOW, sender=sender) is None
    assert len(sender.sent) == 1


def test_it_is_given_up_after_about_a_day_and_said_so(field: Field) -> None:
    told = gives(field)
    (message,) = take_up()
    sender = Broken(100)
    waits = [commands.send(message, by="job:test", now=NOW, sender=sender) for _ in range(rules.MOST_TRIES)]
    assert waits[-1] is None
    assert 12 * 3600 < sum(wait or 0 for wait in waits) < 36 * 3600
    assert commands.send(message, by="job:test", now=NOW, sender=sender) is None
    assert queries.receipts_of(told.visit)[0].tries == rules.MOST_TRIES
    assert words() == ["receipts.given_up", "receipts.taken_up"]


def test_a_second_tap_sends_nothing_again_and_another_way_does(field: Field) -> None:
    told = gives(field)
    gives_again(field, told, how="whatsapp", to=box(b"081299999999", vault.seal_public_key()))
    gives_again(field, told, how="sms", to=box(NUMBER.encode(), vault.seal_public_key()))
    assert len(take_up()) == 2
    assert take_up() == []


@pytest.mark.parametrize("to", ["rubbish", "AAAA"])
def test_what_does_not_open_is_refused_and_the_payment_stands(field: Field, to: str) -> None:
    gives(field, to=to)
    assert take_up() == []
    assert words() == ["receipts.refused"]
    assert facts.Settlement.objects.get(entitlement=field.debts[0].entitlement).is_paid


def test_a_text_that_is_no_number_is_refused(field: Field) -> None:
    gives(field, number="Bu Komang")
    assert take_up() == []


def test_no_receipt_of_a_payment_that_this_phone_did_not_make(field: Field) -> None:
    told = gives(field)
    (asked,) = receipts_asked(list(facts.Event.objects.filter(type="receipt.given").values_list("id", flat=True)))
    nobody = UUID(int=7)
    for wrong in (
        replace(asked, phone=nobody),
        replace(asked, payment=told.visit),
        replace(asked, visit=nobody),
    ):
        assert commands.take_up(wrong, by="job:test", now=NOW) is None
    assert models.Message.objects.count() == 0


@pytest.mark.parametrize("how", ["screen", "printed"])
def test_shown_or_printed_asks_nothing_of_the_house(field: Field, how: str) -> None:
    told = pays(field.handset, field.debts[0])
    gives_again(field, told, how=how, to=None)
    assert receipts_asked(list(facts.Event.objects.values_list("id", flat=True))) == []


def test_nothing_sent_or_tried_is_ever_changed(field: Field) -> None:
    gives(field)
    (message,) = take_up()
    commands.send(message, by="job:test", now=NOW, sender=Broken(1))
    for change in (models.Message.objects.all(), models.Try.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change.update(at=NOW + timedelta(days=1))


def test_the_table_itself_knows_no_second_message(field: Field) -> None:
    gives(field)
    (message,) = take_up()
    kept = models.Message.objects.get(pk=message)
    with pytest.raises(IntegrityError, match="receipt_sent_once_a_payment_and_way"), transaction.atomic():
        models.Message.objects.create(
            payment=kept.payment, visit=kept.visit, how=kept.how, number="+62", text="", event_id=kept.event_id, at=NOW
        )


def test_the_worker_takes_it_up_and_sends_it(field: Field, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(jobs.do, "defer", lambda job, said: deferred.append((job, said)))
    gives(field)
    events = [str(id_) for id_ in facts.Event.objects.filter(type="receipt.given").values_list("id", flat=True)]
    jobs.JOBS["take_up_receipts"]({"events": events}, NOW)
    ((job, said),) = deferred
    jobs.JOBS[job](said, NOW)
    assert [line["to"] for line in lines(settings)] == ["+6281234567890"]


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("62-812-3456-7890", "+6281234567890"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0812", None),
        ("+62812345678901234", None),
        ("081234567890; rm", None),
        ("٠٨١٢٣٤٥٦٧٨٩٠", None),
    ],
)
def test_a_number_as_people_write_it(told: str, number: str | None) -> None:
    assert rules.number_of(told) == number


@given(number=st.from_regex(r"\A\+[1-9][0-9]{7,14}\Z"))
def test_a_masked_number_shows_six_signs_at_most(number: str) -> None:
    assert rules.masked(number).count("•") == len(number) - 6


def test_the_text_fits_one_sms_and_says_both_languages() -> None:
    said = {
        language: rules.text(
            code="7K3M9QXA", amount=Money(1_800_000), day=date(2026, 11, 24), hotline="0361 222 333", language=language
        )
        for language in ("id", "en")
    }
    assert said["en"] == (
        "Amanah: aid of Rp1.800.000 is on record as received on 24 November 2026. Receipt code 7K3M-9QXA. "
        "Not right? Call 0361 222 333."
    )
    assert all(len(text) <= 160 and text.isascii() for text in said.values())

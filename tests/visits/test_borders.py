"""What one phone says changes nothing of another's; what is answered once stays answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.apps import apps

from amanah.access import commands as access
from amanah.access.types import Phone
from amanah.journal import queries as journal
from amanah.values.problem import Problem
from amanah.visits import commands, models, queries
from amanah.visits.commands import letters
from amanah.visits.types import Suspended
from tests.visits import cast
from tests.visits.cast import NOW, Handset, fails, pays
from tests.visits.conftest import Field


@dataclass(frozen=True, slots=True)
class Stranger:
    """Another phone of the same office."""

    phone: Phone
    handset: Handset

    def says(self, type_: str, body: dict[str, object]) -> None:
        self.handset.say(type_, body)
        commands.accept(self.phone, self.handset.said, now=NOW)


@pytest.fixture
def stranger(field: Field) -> Stranger:
    return Stranger(*cast.a_phone("nyoman"))


def open_leases(field: Field) -> int:
    return models.Lease.objects.filter(phone=field.phone.id, ended_at=None).count()


def test_a_phone_releases_its_own_leases_alone(field: Field, stranger: Stranger) -> None:
    stranger.says("lease.released", {"entitlement": str(field.debts[0].entitlement), "fence": 1, "reason": "moved"})
    assert open_leases(field) == 5


def test_a_phone_closes_its_own_day_alone(field: Field, stranger: Stranger) -> None:
    money = {"float": 0, "paid": 0, "returned": 0, "variance": 0, "note": "", "visits": 0, "failed": 0}
    stranger.says("day.closed", {"round": str(field.round), **money})
    assert open_leases(field) == 5


def test_a_visit_stays_the_phones_that_first_told_of_it(field: Field, stranger: Stranger) -> None:
    visit = fails(field.handset, field.debts[0])
    field.sends()
    who = {"visit": str(visit), "family": str(field.debts[1].family)}
    stranger.says("visit.started", {**who, "how": "list"})
    kept = models.Visit.objects.get(id=visit)
    assert (kept.phone_id, kept.family) == (field.phone.id, field.debts[0].family)


def test_an_entitlement_that_was_withdrawn_is_not_owed(field: Field) -> None:
    apps.get_model("programs", "Entitlement").objects.filter(pk=field.debts[0].entitlement).update(state="withdrawn")
    pays(field.handset, field.debts[0])
    field.sends()
    (held,) = queries.suspense()
    assert held.settlement.why is Suspended.NOT_OWED


def a_letter(field: Field) -> UUID:
    pays(field.handset, field.debts[0])
    events = [{"e": sent.text, "s": sent.signature} for sent in field.handset.said]
    body = json.dumps({"phone": str(field.phone.id), "epoch": 1, "events": events}).encode()
    access.revoke_phone(field.phone.id, by="test", now=NOW, reason="hilang")
    letters.keep_for_later(body, phone=field.phone, now=NOW)
    return queries.letters()[0].id


def test_a_letter_is_opened_once(field: Field) -> None:
    letter = a_letter(field)
    letters.open_letter(letter, reason="the phone was found", by="user:head", now=NOW)
    with pytest.raises(Problem) as caught:
        letters.open_letter(letter, reason="the phone was found", by="user:other", now=NOW)
    assert caught.value.code == "letter_unknown"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_letter_is_opened_for_a_reason_or_not_at_all(field: Field, reason: str) -> None:
    letter = a_letter(field)
    with pytest.raises(Problem) as caught:
        letters.open_letter(letter, reason=reason, by="user:head", now=NOW)
    assert caught.value.code == "reason_missing"
    assert not queries.letters()[0].is_opened
    letters.open_letter(letter, reason=" uangnya dihitung ", by="user:head", now=NOW)
    (entry,) = journal.entries(word="visits.letter_opened")
    assert (entry.by, entry.details) == ("user:head", {"reason": "uangnya dihitung"})


def test_strangers_cannot_fill_the_house(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "MOST_UNOPENED", 2)
    for number in range(2):
        letters.keep_for_later(f"letter {number}".encode(), phone=None, now=NOW)
    with pytest.raises(Problem) as caught:
        letters.keep_for_later(b"one more", phone=None, now=NOW)
    assert (caught.value.code, caught.value.status) == ("inbox_full", 429)
    letters.keep_for_later(b"letter 0", phone=None, now=NOW)
    letters.keep_for_later(b"a payer's own", phone=field.phone, now=NOW)
    assert models.Inbox.objects.count() == 3

"""A phone replaced in the field, what others carry for it, and what a revoked one still brings."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import cv2
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.db import IntegrityError, transaction

from amanah.access import commands as access_commands
from amanah.access import queries as access
from amanah.access.types import Phone, PhoneState
from amanah.journal import queries as journal
from amanah.ledger import queries as ledger
from amanah.values.problem import Problem
from amanah.vault import signing
from amanah.visits import commands, models
from amanah.visits.commands import letters, photos, replacing
from amanah.visits.commands.carrying import accept_carried, carried_phone, carry_photo
from amanah.visits.queries.pack import pack_for
from amanah.visits.queries.replay import replay
from tests.visits import cast
from tests.visits.cast import NOW, OFFICE, OWED, Handset, pays
from tests.visits.conftest import Field


def replaced(field: Field) -> tuple[Phone, Handset]:
    """The field's phone broke; its payer enrolled another with the code the office gave."""
    code = replacing.replace(field.phone.id, by="user:head", now=NOW, reason="jatuh ke air")
    key = ec.generate_private_key(ec.SECP256R1())
    done = replacing.enrol(code, public_key=signing.public_text(key), name="HP baru", had_seq=7, now=NOW)
    return done.phone, Handset(done.phone.id, key)


def revoked(field: Field) -> Phone:
    access_commands.revoke_phone(field.phone.id, by="user:head", now=NOW, reason="disita")
    phone = access.phone(field.phone.id)
    assert phone is not None
    return phone


def settled(entitlement: UUID) -> int:
    return models.Settlement.objects.filter(entitlement=entitlement, is_paid=True).count()


def a_photo(shade: int) -> bytes:
    done, jpeg = cv2.imencode(".jpg", np.full((48, 48, 3), shade, np.uint8))
    assert done
    return jpeg.tobytes()


def test_a_new_phone_goes_on_with_the_round_and_every_item_is_contested(field: Field) -> None:
    phone, _ = replaced(field)
    pack = pack_for(phone, now=NOW, epoch=1)
    assert pack is not None
    items = [item for family in pack["families"] for item in family["items"]]
    assert {item["entitlement"] for item in items} == {str(debt.entitlement) for debt in field.debts}
    assert {(item["fence"], item["contested"]) for item in items} == {(2, True)}
    assert (phone.replaces, phone.had_seq) == (field.phone.id, 7)


def test_what_the_old_phone_paid_and_sent_is_no_stop_of_the_new_one(field: Field) -> None:
    pays(field.handset, field.debts[0])
    field.sends()
    phone, _ = replaced(field)
    round_ = models.Round.objects.get(phone=phone.id)
    assert field.debts[0].family not in set(round_.stops.values_list("family_id", flat=True))
    assert round_.stops.count() == len(field.debts) - 1


def test_the_old_phone_may_still_be_heard_and_a_second_payment_lands_in_suspense(field: Field) -> None:
    phone, handset = replaced(field)
    debt = field.debts[0]
    pays(handset, debt, fence=2)
    commands.accept(phone, handset.said, now=NOW)
    pays(field.handset, debt)
    old = access.phone(field.phone.id)
    assert old is not None
    assert old.state is PhoneState.LOST
    commands.accept(old, field.handset.said, now=NOW)
    assert settled(debt.entitlement) == 1
    assert ledger.balance(f"suspense:{OFFICE}") == OWED
    assert ledger.total() == 0
    assert replay().differences == ()


def test_a_replaced_phone_is_replaced_once_and_its_code_can_be_asked_again(field: Field) -> None:
    first, _ = replaced(field)
    second, _ = replaced(field)
    assert {first.replaces, second.replaces} == {field.phone.id}
    assert models.Round.objects.filter(goes_on__phone=field.phone.id).count() == 1


def test_a_round_goes_on_once(field: Field) -> None:
    replaced(field)
    row = models.Round.objects.get(goes_on__isnull=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Round.objects.create(
            office_id=row.office_id, day=row.day, stage_id=row.stage_id, payer_id=row.payer_id, goes_on=row.goes_on
        )


def test_two_rounds_of_one_payer_and_day_still_need_a_replaced_phone(field: Field) -> None:
    row = models.Round.objects.get(id=field.round)
    with pytest.raises(IntegrityError, match="round_once_a_payer_and_day"), transaction.atomic():
        models.Round.objects.create(office_id=row.office_id, day=row.day, stage_id=row.stage_id, payer_id=row.payer_id)


def test_a_revoked_phone_isnt_replaced_before_it_is_declared_lost(field: Field) -> None:
    revoked(field)
    with pytest.raises(Problem) as refused:
        replacing.replace(field.phone.id, by="user:head", now=NOW, reason="x")
    assert refused.value.code == "phone_revoked"


def test_what_is_carried_is_heard_once_whoever_brings_it_and_who_did_is_on_record(field: Field) -> None:
    told = pays(field.handset, field.debts[0])
    first = accept_carried(field.phone, field.handset.said, by="phone:another", now=NOW)
    again = accept_carried(field.phone, field.handset.said, by="user:head", now=NOW)
    assert first is not None
    assert again is not None
    assert (first.ack_seq, first.fresh) == (again.ack_seq, 4) == (4, 4)
    assert again.fresh == 0
    assert settled(field.debts[0].entitlement) == 1
    assert [entry.by for entry in journal.entries(word="visits.carried")] == ["phone:another", "user:head"]
    assert models.Visit.objects.filter(id=told.visit).count() == 1


def test_what_another_signed_is_no_word_of_this_phone(field: Field) -> None:
    _, forger = cast.a_phone("ketut")
    forger.id = field.phone.id
    pays(forger, field.debts[0])
    done = accept_carried(field.phone, forger.said, by="phone:another", now=NOW)
    assert done is not None
    assert (done.ack_seq, len(done.held)) == (0, 4)
    assert settled(field.debts[0].entitlement) == 0


def test_a_phone_of_another_office_isnt_carried_for(field: Field) -> None:
    with pytest.raises(Problem) as refused:
        carried_phone("80200", field.phone.id)
    assert refused.value.code == "phone_unknown"


def test_what_is_carried_for_a_revoked_phone_is_one_sealed_letter_and_opens_to_payments(field: Field) -> None:
    pays(field.handset, field.debts[0])
    phone = revoked(field)
    for carrier in ("phone:another", "user:head"):
        assert accept_carried(phone, field.handset.said, by=carrier, now=NOW) is None
    [letter] = models.Inbox.objects.all()
    assert settled(field.debts[0].entitlement) == 0
    letters.open_letter(letter.id, by="user:head", now=NOW, reason="uangnya diserahkan")
    assert settled(field.debts[0].entitlement) == 1
    [entry] = journal.entries(word="visits.letter_opened")
    assert entry.details == {"reason": "uangnya diserahkan"}


def test_photos_of_a_revoked_phone_are_kept_in_bounds(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_OF_REVOKED", 2)
    phone = revoked(field)
    for shade in (10, 20, 10):
        photo = a_photo(shade)
        carry_photo(phone, photo, sha256=sha256(photo).hexdigest(), kind="face", visit=None, by="user:head", now=NOW)
    third = a_photo(30)
    with pytest.raises(Problem) as refused:
        carry_photo(phone, third, sha256=sha256(third).hexdigest(), kind="face", visit=None, by="user:head", now=NOW)
    assert refused.value.code == "photos_full"
    assert models.Media.objects.filter(phone=phone.id, state="complete").count() == 2


def test_photos_that_came_before_their_sealed_letter_was_opened_get_their_second_look(field: Field) -> None:
    face, house = a_photo(40), a_photo(50)
    told = pays(field.handset, field.debts[0], with_photos=False)
    phone = revoked(field)
    accept_carried(phone, field.handset.said, by="user:head", now=NOW)
    for kind, photo in (("face", face), ("house", house)):
        name = sha256(photo).hexdigest()
        carry_photo(phone, photo, sha256=name, kind=kind, visit=told.visit, by="user:head", now=NOW)
    jobs = apps.get_model("procrastinate", "ProcrastinateJob").objects
    assert not jobs.filter(args__told__0__word="visits.evidence_complete").exists()
    letters.open_letter(models.Inbox.objects.get().id, reason="the phone was found", by="user:head", now=NOW)
    assert jobs.filter(args__told__0__word="visits.evidence_complete").exists()

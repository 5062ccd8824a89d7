"""A supervisor's second phone: its code and its signed word count, for one visit, one day and its own office."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from amanah.access import commands as access
from amanah.access.types import Grant, Phone, Role
from amanah.values.ids import new_id
from amanah.vault import queries as vault
from amanah.vault import signing
from amanah.visits import models, queries
from amanah.visits.commands import accept
from amanah.visits.queries import codes as given_codes
from amanah.visits.queries.receipt_codes import code_of
from amanah.visits.rules import approvals, codes
from amanah.visits.types import Doubt
from tests.visits.cast import DAY, NOW, OFFICE, PASSWORD, Told, pays
from tests.visits.conftest import Field
from tests.visits.test_rungs import LINGGA, way

GIVEN = json.loads((Path(__file__).parents[2] / "contract/vectors/words_given.json").read_text())


def a_supervisor(name: str = "komang", role: Role = Role.SUPERVISOR) -> tuple[Phone, ec.EllipticCurvePrivateKey]:
    person = access.hire(name, "Bu Komang", PASSWORD, [Grant(role, f"nopen:{OFFICE}")], by="test")
    key = ec.generate_private_key(ec.SECP256R1())
    code = access.open_enrolment(person.id, office=OFFICE, by="test", now=NOW)
    return access.enrol_phone(code, public_key=signing.public_text(key), name=name, now=NOW).phone, key


def approval(visit: UUID, phone: Phone, key: ec.EllipticCurvePrivateKey, day: date = DAY) -> str:
    said = {"v": 1, "visit": str(visit), "day": str(day), "phone": str(phone.id), "at": "2026-11-24T02:00:00.000Z"}
    bytes_ = json.dumps(said, separators=(",", ":")).encode()
    return f"AMANAH-OK1:{signing.b64url(bytes_)}.{signing.sign(bytes_, key)}"


def in_brief(whole: str) -> str:
    """As the evidence of the visit itself carries it."""
    told, signature = whole.removeprefix("AMANAH-OK1:").split(".")
    said = json.loads(signing.from_b64url(told))
    return f"AMANAH-OK2:{said['phone']}/{said['at']}/{signature}"


def witnessed(field: Field, **evidence: object) -> frozenset[Doubt]:
    """Pays with a witness and this evidence, in a visit whose id is known before."""
    told = pays(field.handset, field.debts[0], other_way=way("witness", witness=LINGGA, **evidence))
    field.sends()
    return doubts(told)


def doubts(told: Told) -> frozenset[Doubt]:
    seen = queries.visit(told.visit)
    assert seen
    return seen.doubts


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch) -> UUID:
    """The id the next visit of a handset will have."""
    id_ = new_id()
    coming = iter([id_])
    monkeypatch.setattr("tests.visits.cast.new_id", lambda: next(coming, None) or new_id())
    return id_


def test_codes_are_those_of_the_vectors() -> None:
    raw = urlsafe_b64decode(GIVEN["day_key"] + "=" * (-len(GIVEN["day_key"]) % 4))
    for told in GIVEN["requests"]:
        assert approvals.request_number(UUID(told["visit"])) == told["number"]
        print_ = hmac.digest(raw, f"visit {told['number']}".encode(), "sha256")
        assert codes.code_of(print_)[:7] == told["seven"]


def test_the_second_phones_code_is_as_good_as_the_offices(field: Field, visit: UUID) -> None:
    code = given_codes.code_on_the_phone(visit, OFFICE, DAY)
    assert witnessed(field, code=code) == {Doubt.BY_WITNESS}


@pytest.mark.parametrize("whose", ["another visit", "another day", "another office"])
def test_the_second_phones_code_of(whose: str, field: Field, visit: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    code = {
        "another visit": given_codes.code_on_the_phone(new_id(), OFFICE, DAY),
        "another day": given_codes.code_on_the_phone(visit, OFFICE, DAY + timedelta(days=1)),
        "another office": given_codes.code_on_the_phone(visit, "80001", DAY),
    }[whose]
    assert witnessed(field, code=code) == {Doubt.BY_WITNESS, Doubt.CODE_WRONG}


def test_a_signed_approval_stands_for_the_code(field: Field, visit: UUID) -> None:
    phone, key = a_supervisor()
    assert witnessed(field, approval=approval(visit, phone, key)) == {Doubt.BY_WITNESS}


def test_an_approval_in_brief_stands_for_its_own_visit_only(field: Field, visit: UUID) -> None:
    phone, key = a_supervisor()
    own, others = (in_brief(approval(of, phone, key)) for of in (visit, new_id()))
    assert witnessed(field, approval=own) == {Doubt.BY_WITNESS}
    said = approvals.read(others, visit=visit, day=DAY)
    assert said is not None
    assert not signing.is_signed(said.signed, signature=said.signature, by=phone.public_key)


@pytest.mark.parametrize("wrong", ["another visit", "another day", "another's key", "a payer's phone", "rubbish"])
def test_a_wrong_approval_is_a_doubt_and_the_payment_stands(wrong: str, field: Field, visit: UUID) -> None:
    phone, key = a_supervisor()
    shown = {
        "another visit": lambda: approval(new_id(), phone, key),
        "another day": lambda: approval(visit, phone, key, DAY + timedelta(days=1)),
        "another's key": lambda: approval(visit, phone, ec.generate_private_key(ec.SECP256R1())),
        "a payer's phone": lambda: approval(visit, field.phone, field.handset.key),
        "rubbish": lambda: "AMANAH-OK1:e30.AAAA",
    }[wrong]()
    assert witnessed(field, approval=shown) == {Doubt.BY_WITNESS, Doubt.APPROVAL_WRONG}
    assert models.Settlement.objects.get(entitlement=field.debts[0].entitlement).is_paid


@given(start=st.sampled_from(["", "AMANAH-OK1:", "AMANAH-OK2:"]), text=st.text(max_size=300))
def test_no_text_breaks_the_reading_of_approvals(start: str, text: str) -> None:
    assert approvals.read(start + text, visit=UUID(int=1), day=DAY) is None


def test_only_a_supervisors_own_phone_gets_keys_and_every_phone_its_approvers(field: Field) -> None:
    phone, _ = a_supervisor()
    payers, supervisors = (queries.pack_for(one, now=NOW, epoch=1) for one in (field.phone, phone))
    assert payers
    assert supervisors
    assert payers["supervisor"] is None
    approver = {"phone": str(phone.id), "name": "Bu Komang", "public_key": phone.public_key}
    assert payers["approvers"] == [approver] == supervisors["approvers"]
    assert supervisors["families"] == []
    keys = supervisors["supervisor"]["keys"]
    assert [one["day"] for one in keys] == [str(DAY + timedelta(days=ahead)) for ahead in range(7)]
    assert keys[0]["key"] == signing.b64url(given_codes.day_key(OFFICE, DAY))
    assert payers["seal_key"] == vault.seal_public_key()


def test_a_revoked_supervisors_phone_is_nobodys_word(field: Field) -> None:
    phone, _ = a_supervisor()
    access.revoke_phone(phone.id, reason="hilang", by="user:head", now=NOW)
    pack = queries.pack_for(field.phone, now=NOW, epoch=1)
    assert pack
    assert pack["approvers"] == []


def test_one_letter_named_by_two_payments_is_a_doubt_of_the_second(field: Field) -> None:
    first, second = (pays(field.handset, field.debts[0], marked=marked(field)) for _ in range(2))
    accept(field.phone, field.handset.said, now=NOW)
    assert Doubt.LETTER_USED_TWICE not in doubts(first)
    assert Doubt.LETTER_USED_TWICE in doubts(second)


def test_it_is_found_days_later_too(field: Field) -> None:
    first = pays(field.handset, field.debts[0], marked=marked(field))
    field.sends()
    second = pays(field.handset, field.debts[0], marked=marked(field))
    field.sends()
    assert Doubt.LETTER_USED_TWICE not in doubts(first)
    assert Doubt.LETTER_USED_TWICE in doubts(second)
    assert queries.replay().differences == ()


def marked(field: Field) -> dict[str, object]:
    letter = vault.letter_id(field.debts[0].family, field.stage)
    return {"letter": str(letter), "code": code_of(letter), "written": True}

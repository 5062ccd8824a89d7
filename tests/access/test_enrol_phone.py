from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from amanah.access import commands, models, queries
from amanah.access.types import Enrolled, Person, PhoneState
from amanah.journal import queries as journal
from amanah.values.ids import new_id
from amanah.values.problem import Problem
from amanah.vault import queries as vault
from amanah.vault import signing

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


def new_key() -> str:
    return signing.public_text(ec.generate_private_key(ec.SECP256R1()))


def a_code(payer: Person) -> str:
    return commands.open_enrolment(payer.id, office="80100", by="user:sari", now=NOW)


def enrol(code: str, *, key: str | None = None, now: datetime = NOW) -> Enrolled:
    return commands.enrol_phone(code, public_key=key or new_key(), name="Samsung A05", now=now)


def test_a_phone_enrols_with_its_code(payer: Person) -> None:
    enrolled = enrol(a_code(payer))
    assert (enrolled.phone.payer, enrolled.phone.office) == (payer, "80100")
    assert enrolled.house_key == vault.house_public_key()
    assert enrolled.office.name == "KCP Renon"


def test_the_token_opens_the_door_afterwards(payer: Person) -> None:
    enrolled = enrol(a_code(payer))
    assert queries.phone_by_token(enrolled.token) == enrolled.phone


def test_of_the_token_only_a_hash_is_kept(payer: Person) -> None:
    enrolled = enrol(a_code(payer))
    row = models.Phone.objects.get()
    held = bytes(row.token_hash)
    assert signing.from_b64url(enrolled.token) != held
    assert len(held) == 32


def test_the_code_is_nowhere_kept(payer: Person) -> None:
    code = a_code(payer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM access_enrolmentticket AS t")
        tickets = cursor.fetchone()[0]
    said = " ".join(str(entry) for entry in journal.entries())
    assert code not in tickets + said
    assert code.replace("-", "") not in tickets + said


def test_a_code_is_good_however_it_was_typed(payer: Person) -> None:
    code = a_code(payer)
    assert enrol(" " + code.lower().replace("-", " ") + " ")


def test_a_code_works_once(payer: Person) -> None:
    code = a_code(payer)
    enrol(code)
    with pytest.raises(Problem, match="code_used"):
        enrol(code)
    assert models.Phone.objects.count() == 1


def test_a_code_is_good_for_fifteen_minutes(payer: Person) -> None:
    code = a_code(payer)
    with pytest.raises(Problem, match="code_expired"):
        enrol(code, now=NOW + timedelta(minutes=15))
    assert enrol(code, now=NOW + timedelta(minutes=14, seconds=59))


@pytest.mark.parametrize("code", ["", "ABCDE-FGHJK", "'; DROP TABLE", "\0", "é" * 5000])
def test_a_code_nobody_gave_is_unknown(payer: Person, code: str) -> None:
    with pytest.raises(Problem, match="code_unknown"):
        enrol(code)


def test_a_code_survives_a_key_that_cannot_be_used(payer: Person) -> None:
    code = a_code(payer)
    with pytest.raises(Problem, match="public_key_unusable"):
        enrol(code, key="AAAA")
    assert enrol(code)


def test_one_key_is_one_phone(payer: Person) -> None:
    key = new_key()
    enrol(a_code(payer), key=key)
    with pytest.raises(Problem, match="phone_known"):
        enrol(a_code(payer), key=key)


def test_nobody_enrols_for_somebody_who_is_no_payer_here(payer: Person) -> None:
    for someone, office in ((new_id(), "80100"), (payer.id, "80000")):
        with pytest.raises(Problem, match="payer_unknown"):
            commands.open_enrolment(someone, office=office, by="user:sari", now=NOW)


def test_nobody_enrols_for_somebody_who_left(payer: Person) -> None:
    commands.dismiss("made", by="user:sari")
    with pytest.raises(Problem, match="payer_unknown"):
        a_code(payer)


@pytest.mark.parametrize(("is_lost", "state"), [(False, PhoneState.REVOKED), (True, PhoneState.LOST)])
def test_a_revoked_phone_is_still_known_but_not_active(payer: Person, is_lost: bool, state: PhoneState) -> None:
    enrolled = enrol(a_code(payer))
    commands.revoke_phone(enrolled.phone.id, by="user:sari", now=NOW, reason="dicuri", is_lost=is_lost)
    phone = queries.phone_by_token(enrolled.token)
    assert phone is not None
    assert (phone.state, phone.is_active) == (state, False)


def test_a_lost_phone_stays_lost(payer: Person) -> None:
    phone_id = enrol(a_code(payer)).phone.id
    commands.revoke_phone(phone_id, by="user:sari", now=NOW, reason="hilang", is_lost=True)
    commands.revoke_phone(phone_id, by="user:sari", now=NOW, reason="diganti")
    phone = queries.phone(phone_id)
    assert phone is not None
    assert phone.state is PhoneState.LOST


def test_an_unknown_phone_cannot_be_revoked(offices: None) -> None:
    with pytest.raises(Problem, match="phone_unknown"):
        commands.revoke_phone(UUID(int=0), by="user:sari", now=NOW, reason="x")


@pytest.mark.parametrize("token", ["", "x", "not a token", "é", "A" * 43, "A" * 10_000])
def test_a_token_nobody_gave_opens_nothing(payer: Person, token: str) -> None:
    enrol(a_code(payer))
    assert queries.phone_by_token(token) is None


def test_who_enrolled_which_phone_is_on_record(payer: Person) -> None:
    enrolled = enrol(a_code(payer))
    [entry] = journal.entries(word="access.phone_enrolled")
    assert (entry.by, entry.about) == ("user:sari", f"phone:{enrolled.phone.id}")


def test_a_phone_that_spoke_was_seen_to_the_minute(payer: Person) -> None:
    phone_id = enrol(a_code(payer)).phone.id
    for seconds in (0, 30, 90, 120):
        commands.see_phone(phone_id, now=NOW + timedelta(seconds=seconds))
    phone = queries.phone(phone_id)
    assert phone is not None
    assert phone.last_seen_at == NOW + timedelta(seconds=90)

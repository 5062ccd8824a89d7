"""Two at once, in real threads with real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection

from amanah.access import commands, models
from amanah.access.types import Person
from amanah.values.problem import Problem
from amanah.vault import signing

NOW = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_two_phones_with_one_code_become_one_phone(payer: Person) -> None:
    code = commands.open_enrolment(payer.id, office="80100", by="user:sari", now=NOW)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: enrol(code), range(4)))
    assert sorted(answers) == ["code_used", "code_used", "code_used", "enrolled"]
    assert models.Phone.objects.count() == 1


def enrol(code: str) -> str:
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    try:
        commands.enrol_phone(code, public_key=key, name="Samsung A05", now=NOW)
    except Problem as problem:
        return problem.code
    finally:
        connection.close()
    return "enrolled"

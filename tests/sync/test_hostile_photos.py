"""Photos that no sound phone sends: pieces too large, and pieces for somebody else's photo."""

from __future__ import annotations

from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from amanah.access import commands as access
from amanah.values.clock import utc_now
from amanah.vault import signing
from amanah.visits import models
from tests.sync.test_door import Knock, a_knock, a_photo, piece, upload_part
from tests.visits import cast


@pytest.fixture
def knock(db: None) -> Knock:
    return a_knock()


def another_phone(knock: Knock) -> Knock:
    payer, handset = cast.a_phone("lain")
    code = access.open_enrolment(payer.payer.id, office=cast.OFFICE, by="test", now=utc_now())
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    enrolled = access.enrol_phone(code, public_key=key, name="lain", now=utc_now())
    return Knock(knock.client, handset, enrolled.token, enrolled.house_key, knock.debts)


def test_a_piece_larger_than_a_piece_is_sent_back(knock: Knock) -> None:
    upload_part(knock, a_photo(), 10)
    assert piece(knock, sha256(a_photo()).hexdigest(), 10, b"x" * (256 * 1024 + 1)).status_code == 413
    assert models.Media.objects.get().received_bytes == 10


def test_nobody_adds_to_or_asks_after_another_phones_photo(knock: Knock) -> None:
    upload_part(knock, a_photo(), 10)
    sha, other = sha256(a_photo()).hexdigest(), another_phone(knock)
    assert piece(other, sha, 10, a_photo()[10:]).status_code == 404
    assert other.client.head(f"/api/sync/media/{sha}", headers=other.auth).status_code == 404
    assert models.Media.objects.get().received_bytes == 10

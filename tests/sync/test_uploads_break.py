"""Fifty uploads at once over a server that really listens, cut, repeated and misplaced: not a byte is lost."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django.live_server_helper import LiveServer

from amanah.access import commands as access
from amanah.vault import queries as vault
from amanah.vault import signing
from amanah.visits import models
from bench.media_load import BREAKS, Plan, run
from bench.media_photos import write
from tests.visits import cast

PHONES = 10
PHOTOS = 25  # and the thumbnail of each


def a_token(name: str) -> str:
    """Of a phone that has just enrolled."""
    payer, _ = cast.a_phone(name)
    code = access.open_enrolment(payer.payer.id, office=cast.OFFICE, by="test", now=cast.NOW)
    key = signing.public_text(ec.generate_private_key(ec.SECP256R1()))
    return access.enrol_phone(code, public_key=key, name=name, now=cast.NOW).token


@pytest.mark.slow
def test_fifty_uploads_that_break_lose_no_byte(transactional_db: None, live_server: LiveServer, tmp_path: Path) -> None:
    files = list(write(tmp_path, photos=PHOTOS, seed=9))
    cast.an_office()
    shares = [
        (a_token(f"foto{number}"), [(str(file), kind, "") for file, kind in files[number::PHONES]])
        for number in range(PHONES)
    ]
    told = run(Plan(live_server.thread.port, seed=9, break_share=0.5, phones=shares))
    assert told["failed"] == []
    assert set(BREAKS) <= set(told["met"])
    for file, _ in files:
        photo = file.read_bytes()
        assert vault.photo(sha256(photo).hexdigest()) == photo
    assert set(models.Media.objects.values_list("state", flat=True)) == {"complete"}
    assert not models.MediaPiece.objects.exists()

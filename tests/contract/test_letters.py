"""A letter's code as papers prints it today says what the vectors say, which the phone's own test reads."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from amanah.papers.queries import letter_qr
from amanah.papers.rules import base45
from amanah.papers.types import Item
from amanah.values.money import Money

LETTERS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "contract" / "vectors" / "letters.json").read_text(encoding="utf-8")
)
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def claims(printed: str) -> object:
    text = printed.removeprefix("AMN1:")
    token = b"".join(octets(text[start : start + 3]) for start in range(0, len(text), 3))
    return cbor2.loads(cbor2.loads(token).value[2])


def octets(group: str) -> bytes:
    number = int(sum(DIGITS.index(letter) * 45**place for place, letter in enumerate(group)))
    return number.to_bytes(len(group) - 1, "big")


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    secret = LETTERS["private_jwk"]["d"]
    number = int.from_bytes(urlsafe_b64decode(secret + "=" * (-len(secret) % 4)), "big")
    return ec.derive_private_key(number, ec.SECP256R1())


def test_papers_prints_the_claims_that_the_phone_reads(key: ec.EllipticCurvePrivateKey) -> None:
    items = [Item(UUID(id_), programme, programme, Money(amount)) for id_, programme, amount in LETTERS["items"]]
    printed = letter_qr(
        UUID(LETTERS["letter"]),
        family=UUID(LETTERS["family"]),
        items=items,
        stage=LETTERS["stage"],
        key=key,
        at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    assert claims(printed) == claims(LETTERS["printed"])


def test_a_last_single_byte_is_two_letters() -> None:
    assert octets(base45(b"A")) == b"A"

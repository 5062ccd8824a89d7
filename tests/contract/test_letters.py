"""A letter's code as papers prints it today says what the vectors say, which the phone's own test reads."""

import json
import runpy
from base64 import urlsafe_b64decode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from amanah.papers import reading
from amanah.papers.queries import check_mark, letter_qr
from amanah.papers.rules import base45
from amanah.papers.types import Item, Mark
from amanah.values.money import Money

FOLDER = Path(__file__).parents[2] / "contract" / "vectors"
LETTERS: dict[str, Any] = json.loads((FOLDER / "letters.json").read_text(encoding="utf-8"))
SECRET: dict[str, Any] = LETTERS["secret"]
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def claims(printed: str) -> object:
    text = printed.removeprefix("AMN1:")
    token = b"".join(octets(text[start : start + 3]) for start in range(0, len(text), 3))
    return cbor2.loads(cbor2.loads(token).value[2])


def octets(group: str) -> bytes:
    number = int(sum(DIGITS.index(letter) * 45**place for place, letter in enumerate(group)))
    return number.to_bytes(len(group) - 1, "big")


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(raw(LETTERS["private_jwk"]["d"]), "big"), ec.SECP256R1())


def letter_of(key: ec.EllipticCurvePrivateKey, secret: bytes | None = None) -> str:
    items = [Item(UUID(id_), programme, programme, Money(amount)) for id_, programme, amount in LETTERS["items"]]
    return letter_qr(
        UUID(LETTERS["letter"]),
        family=UUID(LETTERS["family"]),
        items=items,
        stage=LETTERS["stage"],
        key=key,
        at=datetime(2026, 11, 20, tzinfo=UTC),
        secret=secret,
    )


def test_papers_prints_the_claims_that_the_phone_reads(key: ec.EllipticCurvePrivateKey) -> None:
    assert claims(letter_of(key)) == claims(LETTERS["printed"])


def test_papers_prints_the_one_time_secret_that_the_phone_reads(key: ec.EllipticCurvePrivateKey) -> None:
    assert claims(letter_of(key, raw(SECRET["bytes"]))) == claims(SECRET["printed"])


def test_the_secret_is_read_back_and_its_code_fits_the_letter(key: ec.EllipticCurvePrivateKey) -> None:
    read = reading.letter_read(SECRET["printed"], key=key.public_key())
    assert read is not None
    assert (read.id, read.secret) == (UUID(LETTERS["letter"]), raw(SECRET["bytes"]))
    assert check_mark(SECRET["printed"], SECRET["code"], key=key.public_key()) is Mark.FITS
    assert check_mark(SECRET["printed"], SECRET["code"][::-1], key=key.public_key()) is Mark.DIFFERS


@pytest.mark.parametrize("letter", SECRET["not_the_houses"], ids=lambda letter: letter["why"])
def test_a_letter_the_house_did_not_sign_is_not_ours(letter: dict[str, str], key: ec.EllipticCurvePrivateKey) -> None:
    assert check_mark(letter["text"], SECRET["code"], key=key.public_key()) is Mark.NOT_OURS


@pytest.mark.parametrize("letter", SECRET["none"], ids=lambda letter: letter["why"])
def test_a_letter_without_a_secret_proves_nothing(letter: dict[str, str], key: ec.EllipticCurvePrivateKey) -> None:
    assert check_mark(letter["text"], SECRET["code"], key=key.public_key()) is Mark.WITHOUT_CODE


def test_a_last_single_byte_is_two_letters() -> None:
    assert octets(base45(b"A")) == b"A"


def test_the_vectors_are_what_their_script_makes() -> None:
    assert runpy.run_path(str(FOLDER / "letters.py"))["made"]() == LETTERS

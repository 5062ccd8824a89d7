"""A sealed box opens here and nowhere else; a house that is older than boxes has a key for them all the same."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key
from hypothesis import given
from hypothesis import strategies as st

from amanah.vault import boxes, queries, signing
from amanah.vault.types import SealBroken

GIVEN = json.loads((Path(__file__).parents[2] / "contract/vectors/words_given.json").read_text())["box"]


def box(plain: bytes, public: str) -> str:
    """As a phone seals (phone/src/core), in Python."""
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    secret = HKDF(SHA256(), 32, salt=None, info=b"amanah.seal.v1").derive(
        ephemeral.exchange(ec.ECDH(), signing.public_key(public))
    )
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return signing.b64url(point + AESGCM(secret).encrypt(bytes(12), plain, None))


def test_the_contracts_box_opens() -> None:
    raw = urlsafe_b64decode(GIVEN["private"] + "=" * (-len(GIVEN["private"]) % 4))
    key = load_der_private_key(raw, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert boxes.open_box(GIVEN["sealed"], key) == GIVEN["plain"].encode()


@given(plain=st.binary(max_size=200))
def test_what_is_sealed_for_the_house_opens_in_the_house(plain: bytes) -> None:
    assert queries.open_box(box(plain, queries.seal_public_key())) == plain


@given(rubbish=st.text(max_size=200))
def test_rubbish_is_no_box(rubbish: str) -> None:
    with pytest.raises(SealBroken):
        queries.open_box(rubbish)


def test_a_box_altered_in_one_bit_does_not_open() -> None:
    raw = bytearray(signing.from_b64url(box(b"081234567890", queries.seal_public_key())))
    raw[-1] ^= 1
    with pytest.raises(SealBroken):
        queries.open_box(signing.b64url(bytes(raw)))


def test_another_house_cannot_open_it(other_keys: Path) -> None:
    with pytest.raises(SealBroken):
        queries.open_box(box(b"x", boxes_key_of_nobody()))


def boxes_key_of_nobody() -> str:
    return signing.public_text(boxes.box_key(bytes(32)))


def test_a_keys_file_from_before_boxes_has_its_key(other_keys: Path) -> None:
    """Nothing is added to the file: the key follows from what every keys file holds."""
    assert set(json.loads(other_keys.read_text())) == {"version", "current", "masters", "lookup", "house", "letter"}
    assert queries.open_box(box(b"0812", queries.seal_public_key())) == b"0812"

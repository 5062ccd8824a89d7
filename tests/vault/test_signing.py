from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from amanah.vault import queries, signing

BODY = b'{"ack_seq":7}'


def test_a_phone_can_check_the_houses_answer() -> None:
    signature = queries.sign_answer(BODY)
    assert len(signing.from_b64url(signature)) == 64
    assert queries.is_signed(BODY, signature=signature, by=queries.house_public_key())


def test_an_altered_answer_is_noticed() -> None:
    signature = queries.sign_answer(BODY)
    assert not queries.is_signed(BODY + b" ", signature=signature, by=queries.house_public_key())


def test_the_house_and_its_letters_have_keys_of_their_own() -> None:
    signature = queries.sign_answer(BODY)
    assert not queries.is_signed(BODY, signature=signature, by=queries.letter_public_key())


def test_the_letter_key_fits_the_public_one() -> None:
    assert signing.public_text(queries.letter_key()) == queries.letter_public_key()


@given(st.text(max_size=120))
def test_any_text_is_a_wrong_signature_and_no_crash(text: str) -> None:
    assert not queries.is_signed(BODY, signature=text, by=queries.house_public_key())


@given(st.text(max_size=120))
def test_any_text_is_no_public_key_and_no_crash(text: str) -> None:
    assert not queries.is_public_key(text)


def test_a_key_of_another_curve_is_no_public_key() -> None:
    assert not queries.is_public_key(signing.public_text(ec.generate_private_key(ec.SECP384R1())))


def test_an_rsa_key_is_no_public_key() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert not queries.is_public_key(signing.public_text(key))  # type: ignore[arg-type]  # on purpose


@given(st.binary(max_size=100))
def test_base64url_goes_there_and_back(data: bytes) -> None:
    assert signing.from_b64url(signing.b64url(data)) == data


@pytest.mark.parametrize("text", ["a+b/", "a b=", "é", "a"])
def test_what_is_not_base64url_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        signing.from_b64url(text)

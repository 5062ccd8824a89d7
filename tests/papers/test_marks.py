"""The code on a letter: fits, doesn't fit, or the letter isn't ours; and no text that comes in breaks anything."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from amanah.papers import queries, reading, rules
from amanah.papers.codes import LETTERS, letter_code
from amanah.papers.types import Item, Mark
from amanah.values.ids import new_id
from amanah.values.money import Money

KEY = ec.generate_private_key(ec.SECP256R1())
LETTER, SECRET = UUID(int=5 << 100), bytes(range(16))
RIGHT = letter_code(SECRET, LETTER)


def qr(key: ec.EllipticCurvePrivateKey = KEY, secret: bytes | None = SECRET) -> str:
    items = [Item(new_id(), "SEMBAKO", "Sembako", Money(600_000))]
    at = datetime(2026, 11, 24, tzinfo=UTC)
    return queries.letter_qr(LETTER, family=new_id(), items=items, stage="T4 2026", key=key, at=at, secret=secret)


def mark(text: str, written: str = RIGHT) -> Mark:
    return queries.check_mark(text, written, key=KEY.public_key())


def test_the_right_code_fits_however_it_is_written() -> None:
    assert {mark(qr(), RIGHT), mark(qr(), f" {RIGHT[:4].lower()}-{RIGHT[4:]} ")} == {Mark.FITS}


@given(place=st.integers(0, 7), letter=st.sampled_from(LETTERS))
def test_one_other_letter_does_not_fit(place: int, letter: str) -> None:
    wrong = RIGHT[:place] + letter + RIGHT[place + 1 :]
    assert mark(qr(), wrong) is (Mark.FITS if wrong == RIGHT else Mark.DIFFERS)


def test_a_letter_signed_by_another_is_not_ours_even_with_its_own_code() -> None:
    assert mark(qr(ec.generate_private_key(ec.SECP256R1()))) is Mark.NOT_OURS


def test_an_older_letter_is_genuine_and_has_no_code() -> None:
    assert mark(qr(secret=None)) is Mark.WITHOUT_CODE


@pytest.mark.parametrize("cut", [5, 6, 40, 200, -3, -1])
def test_a_letter_read_in_part_is_not_ours(cut: int) -> None:
    assert mark(qr()[:cut]) is Mark.NOT_OURS


@given(text=st.text(max_size=400) | st.text(alphabet=rules.BASE45, max_size=400).map(lambda text: "AMN1:" + text))
def test_no_text_is_ours_by_chance_or_breaks_the_reading(text: str) -> None:
    assert mark(text) is Mark.NOT_OURS


@given(octets=st.binary(max_size=300))
def test_any_bytes_signed_or_not_are_read_without_breaking(octets: bytes) -> None:
    assert mark(rules.PREFIX + rules.base45(octets)) is Mark.NOT_OURS
    assert reading.from_base45(rules.base45(octets)) == octets

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import cbor2
import cv2
import numpy as np
import pytest
import typst
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from amanah.papers import queries, rules, words
from amanah.papers.types import DanomRow, Item, Letter, Receipt, Sender
from amanah.values.ids import new_id
from amanah.values.money import Money
from amanah.values.problem import Language

NOW = datetime(2026, 11, 24, 6, 5, tzinfo=UTC)
SENDER = Sender("80000", "KCU Denpasar", "0800-1")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def items() -> tuple[Item, ...]:
    return (
        Item(new_id(), "SEMBAKO", "Sembako", Money(600_000)),
        Item(new_id(), "PKH", "PKH", Money(1_125_000)),
    )


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def letter(key: ec.EllipticCurvePrivateKey, name: str = "Ni Wayan Sari") -> Letter:
    number, family, owed = new_id(), new_id(), items()
    code = queries.letter_qr(number, family=family, items=owed, stage="Tahap 4 Tahun 2026", key=key, at=NOW)
    return Letter(number, family, name, ("Jl. Kartini No. 3", "Serangan"), "0002", "Tahap 4 Tahun 2026", owed, code)


def unbase45(text: str) -> bytes:
    octets = bytearray()
    for start in range(0, len(text), 3):
        some = [ALPHABET.index(one) for one in text[start : start + 3]]
        number = sum(digit * 45**place for place, digit in enumerate(some))
        octets += number.to_bytes(len(some) - 1, "big")
    return bytes(octets)


def test_base45_is_the_rfcs() -> None:
    assert [rules.base45(text) for text in (b"AB", b"Hello!!", b"ietf!")] == ["BB8", "%69 VD92EX0", "QED8WEX0"]


def test_the_code_holds_family_and_amounts_and_its_signature_verifies(key: ec.EllipticCurvePrivateKey) -> None:
    one = letter(key)
    token = cbor2.loads(unbase45(one.qr.removeprefix(rules.PREFIX)))
    protected, _, payload, signature = token.value
    claims = cbor2.loads(payload)
    assert (claims[rules.FAMILY], claims[rules.TOTAL]) == (one.family.bytes, 1_725_000)
    assert [(UUID(bytes=i), p, a) for i, p, a in claims[rules.ITEMS]] == [
        (item.entitlement, item.programme, item.amount.rupiah) for item in one.items
    ]
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    key.public_key().verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    with pytest.raises(InvalidSignature):
        other.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))


def test_a_printed_letters_code_can_be_scanned(
    key: ec.EllipticCurvePrivateKey, printed: Callable[[], list[bytes]]
) -> None:
    one = letter(key)
    queries.letters([one], sender=SENDER)
    (page,) = printed()
    picture = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    # the plain detector misses one in twenty of any QR at this size; this one, like phones, finds them all
    text, _, _ = cv2.QRCodeDetectorAruco().detectAndDecode(picture)
    assert text == one.qr


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[bytes]]:
    """The pages of the last paper as PNG, made from exactly what went to the printer."""
    pages: list[bytes] = []
    to_pdf = typst.compile

    def both(path: str, **how: object) -> object:
        seen = to_pdf(path, format="png", ppi=150, **how)  # type: ignore[call-overload]  # passed through
        pages[:] = seen if isinstance(seen, list) else [seen]
        return to_pdf(path, **how)  # type: ignore[call-overload]  # passed through

    monkeypatch.setattr(typst, "compile", both)
    return lambda: pages


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_paper_is_a_pdf_in_both_languages(language: Language, key: ec.EllipticCurvePrivateKey) -> None:
    row = DanomRow("S-1", "Ni Wayan Sari", "5171••••••••0001", "5171••••••••0002", "Jl. X", "Sembako", Money(600_000))
    receipt = Receipt("K7M2QX9P", "Ni Wayan Sari", "Tahap 4", items(), NOW, "I Made Bayu", "self")
    papers = [
        queries.letters([letter(key)], sender=SENDER, language=language),
        queries.danom([row] * 30, stage="Tahap 4", sender=SENDER, language=language),
        queries.receipt(receipt, sender=SENDER, language=language),
    ]
    assert [paper[:5] for paper in papers] == [b"%PDF-"] * 3


def test_a_name_is_never_typesetting(key: ec.EllipticCurvePrivateKey) -> None:
    assert queries.letters([letter(key, name='#panic("x") *_$\\ "]')], sender=SENDER)[:5] == b"%PDF-"


def test_every_family_gets_a_page(key: ec.EllipticCurvePrivateKey, printed: Callable[[], list[bytes]]) -> None:
    queries.letters([letter(key) for _ in range(3)], sender=SENDER)
    assert len(printed()) == 3


def test_a_whole_address_with_its_plus_code_leaves_the_letter_one_page(
    key: ec.EllipticCurvePrivateKey, printed: Callable[[], list[bytes]]
) -> None:
    address = ("Jl. Kartini No. 3", "Banjar Kaja, RT 001 RW 002", "Dangin Puri Kangin")
    queries.letters([replace(letter(key), address=address, plus_code="8QX3+2C Dangin Puri Kangin")], sender=SENDER)
    assert len(printed()) == 1


def test_every_word_is_said_in_both_languages() -> None:
    assert words.in_("id").keys() == words.in_("en").keys()
    assert [name for name in words.in_("id") if not words.in_("en")[name]] == []

"""What phone and house both swear to: contract/vectors, run here and by vitest."""

import hashlib
import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from amanah.vault.queries import is_signed
from amanah.visits.types.reading import read_event

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "contract" / "vectors" / "events.json").read_text(encoding="utf-8")
)
EVENTS: list[dict[str, str]] = VECTORS["events"]


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify(public_key: str, text: str, signature: str) -> None:
    key = load_der_public_key(unpadded(public_key))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    raw = unpadded(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.verify(der, text.encode(), ec.ECDSA(SHA256()))


@pytest.mark.parametrize("event", EVENTS, ids=[event["type"] for event in EVENTS])
def test_the_signature_holds_over_the_exact_text(event: dict[str, str]) -> None:
    verify(VECTORS["phone_key"]["public_key"], event["text"], event["signature"])


@pytest.mark.parametrize("event", EVENTS, ids=[event["type"] for event in EVENTS])
def test_the_house_reads_it_whole(event: dict[str, str]) -> None:
    read = read_event(event["text"])
    assert read.envelope.type == event["type"]
    assert read.body is not None


def test_the_house_knows_the_phones_signature() -> None:
    key = VECTORS["phone_key"]["public_key"]
    for event in EVENTS:
        assert is_signed(event["text"].encode(), signature=event["signature"], by=key)
        assert not is_signed(event["text"].encode() + b" ", signature=event["signature"], by=key)


def test_one_changed_letter_breaks_the_signature() -> None:
    changed = EVENTS[0]["text"].replace("18600000", "18600001")
    with pytest.raises(InvalidSignature):
        verify(VECTORS["phone_key"]["public_key"], changed, EVENTS[0]["signature"])


def test_each_event_names_the_hash_of_the_one_before() -> None:
    prev = "0" * 64
    for seq, event in enumerate(EVENTS, start=1):
        read = json.loads(event["text"])
        assert (read["seq"], read["prev"], read["type"]) == (seq, prev, event["type"])
        prev = hashlib.sha256(event["text"].encode()).hexdigest()
        assert prev == event["hash"]


def test_the_house_answer_is_signed_over_its_exact_bytes() -> None:
    answer = VECTORS["house_answer"]
    verify(VECTORS["house_key"]["public_key"], answer["body"], answer["signature"])


def test_the_lease_hash_is_of_sorted_lines() -> None:
    lines = sorted(f"{entitlement}:{fence}" for entitlement, fence in VECTORS["leases"]["open"])
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == VECTORS["leases"]["hash"]

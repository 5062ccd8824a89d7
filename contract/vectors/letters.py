"""Makes letters.json: letters' QR texts in every writing a phone reads, one with its one-time secret, and forgeries.

python contract/vectors/letters.py     (writes beside itself; the key is for tests only, the people are invented)
"""

from __future__ import annotations

import json
import runpy
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec

HERE = Path(__file__).parent
ANSWERS, WORDS = (runpy.run_path(str(HERE / name)) for name in ("answers.py", "words_given.py"))
Claims = dict[int, Any]
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
KEY_ID = b"letters-1"
ISS, IAT, CTI, FAMILY, TOTAL, ITEMS, STAGE, SECRET = 1, 6, 7, -70001, -70002, -70003, -70004, -70005

FAMILY_ID, LETTER = (UUID(f"019370f1-8000-7000-8000-{tail:0>12}") for tail in ("fa01", "a7"))
OWED = [
    (UUID("019370f1-8000-7000-8000-0000000000e1"), "SEMBAKO", 600_000),
    (UUID("019370f1-8000-7000-8000-0000000000e2"), "PKH", 600_000),
]
TOLD: Claims = {
    ISS: "amanah", IAT: 1_795_132_800, CTI: LETTER.bytes, FAMILY: FAMILY_ID.bytes, TOTAL: 1_200_000,
    ITEMS: [[id_.bytes, programme, amount] for id_, programme, amount in OWED], STAGE: "Tahap 4 2026",
}  # fmt: skip
AS_TEXT: Claims = {**TOLD, FAMILY: str(FAMILY_ID), ITEMS: [[str(id_), *rest] for id_, *rest in OWED]}
A_SECRET, ANOTHER = bytes(range(16)), bytes(range(1, 17))


def base45(octets: bytes) -> str:
    """RFC 9285: two bytes are three characters, the lowest digit first; a last single byte two."""
    text = ""
    for start in range(0, len(octets), 2):
        pair = octets[start : start + 2]
        number = int.from_bytes(pair, "big")
        text += "".join(DIGITS[number // 45**place % 45] for place in range(len(pair) + 1))
    return text


def token(claims: Claims, key: ec.EllipticCurvePrivateKey, *, shown: Claims | None = None) -> bytes:
    """COSE_Sign1 (RFC 9052), ES256 with the nonce of RFC 6979. `shown`: claims put in the place of the signed ones."""
    protected, payload = cbor2.dumps({1: -7}), cbor2.dumps(claims)
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    signature = ANSWERS["sign_bytes"](signed, key)
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {4: KEY_ID}, cbor2.dumps(shown) if shown else payload, signature]))


def printed(claims: Claims, key: ec.EllipticCurvePrivateKey, *, shown: Claims | None = None) -> str:
    return "AMN1:" + base45(token(claims, key, shown=shown))


def secrets(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """The letter that bears one, the same forged, and those that bear none."""
    bearing, other = {**TOLD, SECRET: A_SECRET}, {**TOLD, SECRET: ANOTHER}
    stranger = ec.derive_private_key(4112026, ec.SECP256R1())
    return {
        "bytes": WORDS["b64"](A_SECRET),
        "code": WORDS["code"](A_SECRET, LETTER),
        "printed": printed(bearing, key),
        "not_the_houses": [
            {"why": "another secret under the signature", "text": printed(bearing, key, shown=other)},
            {"why": "a secret put into a letter that had none", "text": printed(TOLD, key, shown=bearing)},
            {"why": "signed by another", "text": printed(bearing, stranger)},
        ],
        "none": [
            {"why": "printed before there were secrets", "text": printed(TOLD, key)},
            {"why": "too short to be one", "text": printed({**TOLD, SECRET: A_SECRET[:15]}, key)},
            {"why": "too long to be one", "text": printed({**TOLD, SECRET: A_SECRET + b"\0"}, key)},
            {"why": "a text", "text": printed({**TOLD, SECRET: WORDS["b64"](A_SECRET)}, key)},
        ],
    }


def made() -> dict[str, Any]:
    key = ec.derive_private_key(
        int.from_bytes(sha256(b"amanah letters, for tests only").digest(), "big"), ec.SECP256R1()
    )
    numbers = key.private_numbers()
    x, y, d = (
        WORDS["b64"](n.to_bytes(32, "big"))
        for n in (numbers.public_numbers.x, numbers.public_numbers.y, numbers.private_value)
    )
    public = key.public_key().public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
    return {
        "about": "Letters' QR texts; the key is for tests only.",
        "letter_key": WORDS["b64"](public),
        "private_jwk": {"kty": "EC", "crv": "P-256", "x": x, "y": y, "d": d},
        "family": str(FAMILY_ID), "letter": str(LETTER), "total": TOLD[TOTAL], "stage": TOLD[STAGE],
        "items": [[str(id_), programme, amount] for id_, programme, amount in OWED],
        "base45": printed(AS_TEXT, key),
        "base64url": "AMN1:" + urlsafe_b64encode(token(AS_TEXT, key)).decode().rstrip("="),
        "forged": printed(AS_TEXT, key, shown={**AS_TEXT, TOTAL: TOLD[TOTAL] + 1}),
        "printed": printed(TOLD, key),
        "secret": secrets(key),
    }  # fmt: skip


if __name__ == "__main__":
    (HERE / "letters.json").write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

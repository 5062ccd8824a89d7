"""Makes words_given.json: letter codes, requests, supervisors' codes and sealed boxes that phone and house swear to.

python contract/vectors/words_given.py     (writes beside itself; keys are for tests only)
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HERE = Path(__file__).parent


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def code(secret: bytes, letter: UUID) -> str:
    rest = int.from_bytes(hmac.digest(secret, f"amanah.letter.v1 {letter}".encode(), sha256)[:16], "big")
    found = ""
    for _ in range(8):
        rest, digit = divmod(rest, 30)
        found += LETTERS[digit]
    return found


def box(plain: bytes, key: ec.EllipticCurvePrivateKey, ephemeral: ec.EllipticCurvePrivateKey) -> bytes:
    shared = ephemeral.exchange(ec.ECDH(), key.public_key())
    secret = HKDF(SHA256(), 32, salt=None, info=b"amanah.seal.v1").derive(shared)
    raw = ephemeral.public_key().public_bytes(s.Encoding.X962, s.PublicFormat.UncompressedPoint)
    return raw + AESGCM(secret).encrypt(bytes(12), plain, None)


def made() -> dict[str, object]:
    key, ephemeral = (ec.derive_private_key(number, ec.SECP256R1()) for number in (20261124, 4112026))
    letters = [(bytes([n]) * 16, UUID(int=0x019370F180007000800000000000A000 + n)) for n in range(1, 6)]
    visits = [UUID(int=0x019370F180007000800000000000D000 + n) for n in range(1, 6)]
    day_key = bytes(range(32))
    numbers = [f"{int.from_bytes(sha256(str(v).encode()).digest()[:8], 'big') % 10**6:06d}" for v in visits]
    sevens = [int.from_bytes(hmac.digest(day_key, f"visit {n}".encode(), sha256)[:8], "big") % 10**7 for n in numbers]
    private = key.private_bytes(s.Encoding.DER, s.PrivateFormat.PKCS8, s.NoEncryption())
    public = key.public_key().public_bytes(s.Encoding.DER, s.PublicFormat.SubjectPublicKeyInfo)
    return {
        "about": "Codes and sealed boxes of contract 1.1; every key is for tests only.",
        "letters": [{"secret": b64(sec), "letter": str(let), "code": code(sec, let)} for sec, let in letters],
        "day_key": b64(day_key),
        "requests": [
            {"visit": str(v), "number": n, "seven": f"{c:07d}"} for v, n, c in zip(visits, numbers, sevens, strict=True)
        ],
        "box": {
            "private": b64(private),
            "public": b64(public),
            "plain": "081234567890",
            "sealed": b64(box(b"081234567890", key, ephemeral)),
        },
    }


if __name__ == "__main__":
    (HERE / "words_given.json").write_text(json.dumps(made(), indent=2) + "\n", encoding="utf-8")

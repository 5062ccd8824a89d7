"""ECDSA P-256 / SHA-256 as phones speak it: 64-byte r||s and SPKI keys, both base64url without padding."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

_B64URL = re.compile(r"[A-Za-z0-9_-]*")
_ALGORITHM = ec.ECDSA(SHA256())


def b64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64url(text: str) -> bytes:
    """Raises ValueError for text that isn't base64url without padding."""
    if not _B64URL.fullmatch(text):  # Python's own decoder skips what it doesn't know
        raise ValueError("not base64url")
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def sign(body: bytes, key: ec.EllipticCurvePrivateKey) -> str:
    r, s = decode_dss_signature(key.sign(body, _ALGORITHM))
    return b64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    return b64url(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@lru_cache(maxsize=4096)
def public_key(text: str) -> ec.EllipticCurvePublicKey:
    """Parses SPKI base64url. Raises ValueError for anything but a P-256 public key."""
    key = load_der_public_key(from_b64url(text))
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 public key")
    return key


def is_signed(body: bytes, *, signature: str, by: str) -> bool:
    """Did the holder of public key `by` sign exactly these bytes? False for a malformed signature too."""
    try:
        raw = from_b64url(signature)
    except ValueError:
        return False
    if len(raw) != 64:
        return False
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        public_key(by).verify(der, body, _ALGORITHM)
    except InvalidSignature:
        return False
    return True

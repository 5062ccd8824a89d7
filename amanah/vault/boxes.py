"""Sealed boxes: what a phone says to the house alone, and can't read again itself (contract 1.1).

A box is  `ephemeral P-256 public key(65, uncompressed) | AES-256-GCM ciphertext and tag(n + 16)`, base64url; its key
is HKDF-SHA256 (RFC 5869, no salt, info `amanah.seal.v1`) of the shared x-coordinate (NIST SP 800-56A, 5.7.1.2). The
nonce is zero: each box has an ephemeral key, so no cipher key is ever used twice.
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amanah.vault.signing import from_b64url
from amanah.vault.types import SealBroken

_POINT_BYTES = 65
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""n of P-256 (NIST SP 800-186, 3.2.1.3)."""


@lru_cache(maxsize=8)
def box_key(lookup: bytes) -> ec.EllipticCurvePrivateKey:
    """The house's key for boxes, from its lookup key: a keys file of before there were boxes has it too.

    48 bytes reduced modulo n - 1: no bias that matters (FIPS 186-5, A.2.1).
    """
    drawn = HKDF(SHA256(), 48, salt=None, info=b"amanah box key").derive(lookup)
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def open_box(sealed: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """What was sealed for this key. Raises SealBroken for anything else: a phone may send any text here."""
    try:
        raw = from_b64url(sealed)
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw[:_POINT_BYTES])
        shared = key.exchange(ec.ECDH(), theirs)
        secret = HKDF(SHA256(), 32, salt=None, info=b"amanah.seal.v1").derive(shared)
        return AESGCM(secret).decrypt(bytes(12), raw[_POINT_BYTES:], None)
    except (ValueError, InvalidTag):
        raise SealBroken("no box of ours, or altered") from None

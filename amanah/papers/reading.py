"""Reading a letter's QR back: only what this house signed is a letter. Pure; any text may come in."""

from __future__ import annotations

from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cwt import COSE, COSEKey
from cwt.exceptions import CWTError

from amanah.papers.codes import SECRET_BYTES
from amanah.papers.rules import BASE45, KEY_ID, PREFIX, SECRET, STAGE
from amanah.papers.types import LetterRead

LONGEST = 2_000
"""Characters; a letter has about 400. The largest QR there is holds 4,296 (ISO/IEC 18004, 40-L, alphanumeric)."""
_LETTER = 7


def letter_read(text: str, *, key: EllipticCurvePublicKey) -> LetterRead | None:
    """None for anything but a letter whose signature this key made."""
    token = from_base45(text.removeprefix(PREFIX)) if text.startswith(PREFIX) and len(text) <= LONGEST else None
    if token is None:
        return None
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        claims = cbor2.loads(COSE.new().decode(token, COSEKey.from_pem(pem, kid=KEY_ID, alg="ES256")))
        letter, stage, secret = UUID(bytes=claims[_LETTER]), str(claims[STAGE]), claims.get(SECRET)
    except (CWTError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError):
        return None
    is_secret = isinstance(secret, bytes) and len(secret) == SECRET_BYTES
    return LetterRead(letter, stage, secret if is_secret else None)


def from_base45(text: str) -> bytes | None:
    """RFC 9285: three characters are two bytes, a last two one. None where that isn't so."""
    values = [BASE45.find(one) for one in text]
    if -1 in values or len(values) % 3 == 1:
        return None
    octets = bytearray()
    for start in range(0, len(values), 3):
        digits = values[start : start + 3]
        number, width = sum(digit * 45**place for place, digit in enumerate(digits)), len(digits) - 1
        if number >= 256**width:
            return None
        octets += number.to_bytes(width, "big")
    return bytes(octets)

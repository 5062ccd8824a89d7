"""A letter's signed code: a CBOR web token (RFC 8392) in COSE_Sign1 with ES256, written in base45 (RFC 9285).

Base45 makes a QR of letters and digits, a third smaller than the same bytes in base64url.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cwt import COSE, COSEKey

from amanah.papers.types import Item

PREFIX = "AMN1:"
ISSUER = "amanah"
KEY_ID = b"letters-1"
FAMILY, TOTAL, ITEMS, STAGE, SECRET = -70001, -70002, -70003, -70004, -70005
_ISS, _IAT, _CTI = 1, 6, 7
BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def signed(
    letter: UUID,
    *,
    family: UUID,
    items: Sequence[Item],
    stage: str,
    key: EllipticCurvePrivateKey,
    at: datetime,
    secret: bytes | None = None,
) -> str:
    """`AMN1:…`, about 360 characters; ids as their 16 bytes, amounts in whole rupiah. It never expires by itself.

    `secret`: 16 bytes from which the code of a paid letter follows (`codes`).
    """
    claims: dict[int, object] = {
        _ISS: ISSUER,
        _IAT: int(at.timestamp()),
        _CTI: letter.bytes,
        FAMILY: family.bytes,
        TOTAL: sum(item.amount.rupiah for item in items),
        ITEMS: [[item.entitlement.bytes, item.programme, item.amount.rupiah] for item in items],
        STAGE: stage,
    }
    if secret is not None:
        claims[SECRET] = secret
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    token = COSE.new(alg_auto_inclusion=True, kid_auto_inclusion=True).encode(
        cbor2.dumps(claims), COSEKey.from_pem(pem, kid=KEY_ID, alg="ES256")
    )
    return PREFIX + base45(token)


def base45(octets: bytes) -> str:
    """Two bytes are three characters, a last single byte two (RFC 9285)."""
    text = []
    for start in range(0, len(octets), 2):
        pair = octets[start : start + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            text.append(BASE45[digit])
    return "".join(text)

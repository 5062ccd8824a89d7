"""The code that is written on a letter once it is paid: whoever has the letter can check it, without network. Pure."""

from __future__ import annotations

import hmac
from hashlib import sha256
from uuid import UUID

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None that is mixed up when read aloud or written by hand: no 0 O 1 I L U."""
LENGTH = 8
SECRET_BYTES = 16


def letter_code(secret: bytes, letter: UUID) -> str:
    """Eight characters from HMAC-SHA256 of the letter's id under the secret in its QR (30^8, one guess in 6.5e11).

    The digest's first 16 bytes as one number, its digits to the base of 30 from the lowest on: as the phone draws its
    receipt codes (contract/vectors/words_given.json).
    """
    rest = int.from_bytes(hmac.digest(secret, f"amanah.letter.v1 {letter}".encode(), sha256)[:16], "big")
    code = ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(LETTERS))
        code += LETTERS[digit]
    return code


def tidy(code: str) -> str:
    """As people write it: spaces, dashes and small letters don't matter."""
    return "".join(one for one in code.upper() if one in LETTERS)

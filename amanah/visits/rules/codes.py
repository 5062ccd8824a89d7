"""A supervisor's code: said over the telephone, typed at the door, good for one family on one day. Pure.

Seven digits from a keyed print and a check digit, so that a slip of the tongue is found on the phone and only the
house can say whether a code is right.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

DIGITS = 8
_TURNS = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def subject(family: UUID, day: date) -> str:
    """What the print is taken of: a code of another family or another day is another code."""
    return f"{family} {day.isoformat()}"


def code_of(print_: bytes) -> str:
    """Eight digits from a keyed print of at least 8 bytes: seven of it (10^7, one guess in ten million), one check."""
    digits = f"{int.from_bytes(print_[:8], 'big') % 10_000_000:07d}"
    return digits + str(check_digit(digits))


def check_digit(digits: str) -> int:
    """Damm 2004: finds every single wrong digit and every swap of neighbours; 0 over digits that end in it."""
    found = 0
    for digit in digits:
        found = int(_TURNS[found][int(digit)])
    return found

"""What leaves the vault: the keyring as a value, and the one way it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class SealBroken(Exception):
    """A sealed value was altered, moved to another column, cut short, or sealed by a key we don't have.

    Never expected: it means tampering, disk damage or the wrong keys file. It holds no part of the value.
    """


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one house. `masters` maps a key id (1..65535) to 32 bytes; new seals use `current`.

    `lookup` (32 bytes) makes fingerprints and can't be rotated without making them all anew.
    `house` and `letter` are P-256 private keys, PKCS8 PEM.
    """

    current: int
    masters: Mapping[int, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)
    house: bytes = field(repr=False)
    letter: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Resealed:
    """How far a column is after resealing: values sealed anew, and values that may not be changed (facts)."""

    column: str
    done: int
    kept: int

"""Seals of one regency: whoever opens the values of one needs no key of another.

A regency's key is 32 random bytes, kept in `vault_regionkey` sealed by the master key; rotating the master key
seals that one row anew and leaves what the regency sealed as it is. Nothing is remembered between two questions:
a key made in a transaction that was rolled back must never seal anything.
"""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amanah.vault import rules
from amanah.vault.models import RegionKey
from amanah.vault.types import SealBroken


class Region:
    """The seal of one regency in hand: for many values with a single question to the database."""

    __slots__ = ("_ciphers", "_key", "regency")

    def __init__(self, regency: str, key: bytes) -> None:
        self.regency = regency
        self._key = key
        self._ciphers: dict[str, AESGCM] = {}

    def seal(self, plain: bytes, *, where: str, row: str) -> bytes:
        """n + 29 bytes, for this column (`<table>.<column>`) and this row alone."""
        nonce = secrets.token_bytes(rules.NONCE_BYTES)
        bound = rules.bound_to(self.regency, where, row)
        return rules.seal_in(plain, cipher=self._cipher(where), bound=bound, nonce=nonce)

    def unseal(self, sealed: bytes, *, where: str, row: str) -> bytes:
        """Raises SealBroken when altered, or sealed for another regency, column or row."""
        return rules.unseal_in(sealed, cipher=self._cipher(where), bound=rules.bound_to(self.regency, where, row))

    def _cipher(self, where: str) -> AESGCM:
        if where not in self._ciphers:
            self._ciphers[where] = rules.region_column_key(self._key, where)
        return self._ciphers[where]


def region(regency: str) -> Region:
    """The regency's seal, made at its first use. Raises ValueError unless it is four digits."""
    if not RegionKey.objects.filter(pk=rules.four_digits(regency)).exists():
        fresh = RegionKey(regency=regency, key=regency.encode() + secrets.token_bytes(rules.KEY_BYTES))
        RegionKey.objects.bulk_create([fresh], ignore_conflicts=True)  # another process may be faster
    return region_known(regency)


def region_known(regency: str) -> Region:
    """The regency's seal, for opening. Raises SealBroken: one without a key has sealed nothing."""
    row = RegionKey.objects.filter(pk=regency).first()
    if row is None:
        raise SealBroken(f"there is no key of regency {regency}")
    kept = bytes(row.key)
    name, key = kept[:4], kept[4:]
    if name != regency.encode() or len(key) != rules.KEY_BYTES:
        raise SealBroken(f"the key of regency {regency} belongs to another")
    return Region(regency, key)

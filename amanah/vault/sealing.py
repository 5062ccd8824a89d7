"""Sealing and opening single values under the master key, each bound to its column."""

from __future__ import annotations

import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from amanah.vault import rules
from amanah.vault.keyring import keyring, keyring_anew
from amanah.vault.types import Keyring, SealBroken


def seal(plain: bytes, *, where: str) -> bytes:
    """Under the current master key, for the column `<table>.<column>`."""
    ring = keyring()
    cipher = _cipher(ring.masters[ring.current], where)
    nonce = secrets.token_bytes(rules.NONCE_BYTES)
    return rules.seal(plain, cipher=cipher, key_id=ring.current, where=where, nonce=nonce)


def unseal(sealed: bytes, *, where: str) -> bytes:
    """Raises SealBroken when altered, moved from another column, or sealed by a key we don't have."""
    return rules.unseal(sealed, cipher=_cipher(_master_of(sealed, keyring()), where), where=where)


@lru_cache(maxsize=1024)
def _cipher(master: bytes, where: str) -> AESGCM:
    return rules.column_key(master, where)


def _master_of(sealed: bytes, ring: Keyring) -> bytes:
    key_id = rules.key_id_of(sealed)
    if key_id not in ring.masters:  # sealed by another process after the key was rotated?
        ring = keyring_anew()
    if key_id not in ring.masters:
        raise SealBroken(f"sealed by master key {key_id}, which isn't in the keys file")
    return ring.masters[key_id]

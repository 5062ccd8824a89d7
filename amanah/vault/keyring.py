"""The keys file: JSON outside the database and outside the repository, readable by its owner only."""

from __future__ import annotations

import json
import os
import secrets
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from amanah.values.problem import Problem, Sentence
from amanah.vault.rules import KEY_BYTES
from amanah.vault.signing import b64url, from_b64url
from amanah.vault.types import Keyring


def keyring() -> Keyring:
    """This process's keys, read once from AMANAH_KEYS_FILE."""
    return read(str(settings.AMANAH_KEYS_FILE))


def keyring_anew() -> Keyring:
    """Reads the file again: somebody may have rotated its master key since this process began."""
    read.cache_clear()
    return keyring()


@lru_cache(maxsize=8)
def read(path: str) -> Keyring:
    try:
        _refuse_if_open_to_others(Path(path))
        return _parse(json.loads(Path(path).read_text()))
    except FileNotFoundError:
        raise _missing(path) from None
    except (KeyError, ValueError, TypeError, AttributeError):  # shown without its content: it holds keys
        raise _unreadable(path) from None


@lru_cache(maxsize=8)
def private_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the keys file holds a signing key that isn't P-256")
    return key


def write_new(path: Path) -> None:
    """A fresh keyring, mode 0600. Never replaces a file: the old keys may be the only way to old data."""
    ring = Keyring(
        current=1,
        masters={1: secrets.token_bytes(KEY_BYTES)},
        lookup=secrets.token_bytes(KEY_BYTES),
        house=_new_pem(),
        letter=_new_pem(),
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _write(path, ring)
    except FileExistsError:
        raise _exists(path) from None


def add_master(path: Path) -> int:
    """Adds a master key and makes it the current one; older seals still open. Gives its id."""
    ring = read(str(path))
    new = max(ring.masters) + 1
    masters = {**ring.masters, new: secrets.token_bytes(KEY_BYTES)}
    beside = path.with_name(path.name + ".new")
    _write(beside, Keyring(new, masters, ring.lookup, ring.house, ring.letter))
    beside.replace(path)
    read.cache_clear()
    return new


def _new_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, ring: Keyring) -> None:
    text = json.dumps(
        {
            "version": 1,
            "current": ring.current,
            "masters": {str(i): b64url(key) for i, key in ring.masters.items()},
            "lookup": b64url(ring.lookup),
            "house": ring.house.decode(),
            "letter": ring.letter.decode(),
        },
        indent=1,
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _parse(raw: dict[str, object]) -> Keyring:
    masters = raw["masters"]
    if raw["version"] != 1 or not isinstance(masters, dict):
        raise ValueError("unknown version")
    ring = Keyring(
        current=int(str(raw["current"])),
        masters={int(i): from_b64url(key) for i, key in masters.items()},
        lookup=from_b64url(str(raw["lookup"])),
        house=str(raw["house"]).encode(),
        letter=str(raw["letter"]).encode(),
    )
    if ring.current not in ring.masters or any(len(k) != KEY_BYTES for k in (*ring.masters.values(), ring.lookup)):
        raise ValueError("a key is missing or has another length")
    return ring


def _refuse_if_open_to_others(path: Path) -> None:
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Problem(
            "keys_file_open_to_others",
            Sentence(
                id=f"Berkas kunci {path} bisa dibaca orang lain. Jalankan: chmod 600 {path}",
                en=f"The keys file {path} can be read by others. Run: chmod 600 {path}",
            ),
            status=500,
        )


def _missing(path: str) -> Problem:
    return Problem(
        "keys_file_missing",
        Sentence(
            id=f"Berkas kunci {path} tidak ada. Buat dengan: amanah keys make, atau pulihkan dari cadangan.",
            en=f"There is no keys file {path}. Make one with: amanah keys make, or restore it from a backup.",
        ),
        status=500,
    )


def _unreadable(path: str) -> Problem:
    return Problem(
        "keys_file_unreadable",
        Sentence(
            id=f"Berkas kunci {path} rusak. Pulihkan dari cadangan; jangan membuat yang baru.",
            en=f"The keys file {path} is damaged. Restore it from a backup; don't make a new one.",
        ),
        status=500,
    )


def _exists(path: Path) -> Problem:
    return Problem(
        "keys_file_exists",
        Sentence(
            id=f"Berkas kunci {path} sudah ada dan tidak ditimpa: data lama hanya terbuka dengan kunci itu.",
            en=f"The keys file {path} exists and isn't overwritten: old data opens with those keys only.",
        ),
        status=409,
    )

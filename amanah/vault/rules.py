"""Sealing and fingerprints over values: keys and nonces come in as arguments, nothing is read or drawn here.

A sealed value is  `version(1) | key id(2, big endian) | nonce(12) | ciphertext and tag(n + 16)`.
A sealed photo has a data key of its own, wrapped as such a value, before its nonce and ciphertext.
A value sealed in a regency is  `version(2) | nonce(12) | ciphertext and tag(n + 16)`, bound to regency, column and row.
AES-256-GCM (NIST SP 800-38D); column keys by HKDF-SHA256 (RFC 5869) from a master key.
"""

from __future__ import annotations

import hmac
import struct
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amanah.vault.types import SealBroken

VERSION = 1
VERSION_IN_REGION = 2
NONCE_BYTES = 12
KEY_BYTES = 32
_HEAD = struct.Struct(">BH")
_TAG_BYTES = 16
_OVERHEAD = _HEAD.size + NONCE_BYTES + _TAG_BYTES
_WRAPPED_BYTES = _OVERHEAD + KEY_BYTES


def column_key(master: bytes, where: str) -> AESGCM:
    """The cipher of one column (`registry_person.nik`): its own key, so nonces are counted per column.

    Random 96-bit nonces are safe up to 2^32 values a key (SP 800-38D, 8.3).
    """
    key = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"amanah column " + where.encode()).derive(master)
    return AESGCM(key)


def seal(plain: bytes, *, cipher: AESGCM, key_id: int, where: str, nonce: bytes) -> bytes:
    return _HEAD.pack(VERSION, key_id) + nonce + cipher.encrypt(nonce, plain, where.encode())


def key_id_of(sealed: bytes) -> int:
    """Which master key sealed it. Raises SealBroken for bytes that are no seal of ours."""
    if len(sealed) < _OVERHEAD:
        raise SealBroken("too short to be a sealed value")
    version, key_id = _HEAD.unpack_from(sealed)
    if version != VERSION:
        raise SealBroken(f"sealed in an unknown way ({version})")
    return int(key_id)


def unseal(sealed: bytes, *, cipher: AESGCM, where: str) -> bytes:
    nonce = sealed[_HEAD.size : _HEAD.size + NONCE_BYTES]
    try:
        return cipher.decrypt(nonce, sealed[_HEAD.size + NONCE_BYTES :], where.encode())
    except InvalidTag:
        raise SealBroken(f"altered, or not sealed for {where}") from None


def seal_photo(data: bytes, *, wrapped_key: bytes, data_key: bytes, sha256_hex: str, nonce: bytes) -> bytes:
    return wrapped_key + nonce + AESGCM(data_key).encrypt(nonce, data, sha256_hex.encode())


def wrapped_key_of(sealed_photo: bytes) -> bytes:
    return sealed_photo[:_WRAPPED_BYTES]


def unseal_photo(sealed_photo: bytes, *, data_key: bytes, sha256_hex: str) -> bytes:
    nonce = sealed_photo[_WRAPPED_BYTES : _WRAPPED_BYTES + NONCE_BYTES]
    try:
        return AESGCM(data_key).decrypt(nonce, sealed_photo[_WRAPPED_BYTES + NONCE_BYTES :], sha256_hex.encode())
    except (InvalidTag, ValueError):  # ValueError: cut shorter than a nonce or a tag
        raise SealBroken(f"photo {sha256_hex} was altered or cut short") from None


def four_digits(regency: str) -> str:
    """A regency by its BPS code (`5171`). Raises ValueError for anything else: it becomes a key's name."""
    if len(regency) != 4 or not (regency.isascii() and regency.isdigit()):
        raise ValueError("a regency is named by four digits")
    return regency


def bound_to(regency: str, where: str, row: str) -> bytes:
    """What a regional seal vouches for besides its value; none of the three can hold the separator."""
    return f"amanah|{four_digits(regency)}|{where}|{row}".encode()


def region_column_key(key: bytes, where: str) -> AESGCM:
    """The cipher of one column within one regency, from that regency's key."""
    return AESGCM(HKDF(SHA256(), KEY_BYTES, salt=None, info=b"amanah regional column " + where.encode()).derive(key))


def seal_in(plain: bytes, *, cipher: AESGCM, bound: bytes, nonce: bytes) -> bytes:
    return bytes([VERSION_IN_REGION]) + nonce + cipher.encrypt(nonce, plain, bound)


def unseal_in(sealed: bytes, *, cipher: AESGCM, bound: bytes) -> bytes:
    """Raises SealBroken when altered, or bound to something else."""
    if sealed[:1] != bytes([VERSION_IN_REGION]):
        raise SealBroken("not a value sealed in a regency")
    try:
        return cipher.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], bound)
    except (InvalidTag, ValueError):  # ValueError: cut shorter than a nonce or a tag
        raise SealBroken(f"altered, or not sealed for {bound.decode()}") from None


def fingerprint(lookup: bytes, kind: str, text: str) -> bytes:
    """32 bytes, the same for the same kind and text: finds a NIK again without showing it."""
    return hmac.digest(lookup, kind.encode() + b"\x00" + text.encode(), "sha256")


def is_named_by_its_hash(data: bytes, sha256_hex: str) -> bool:
    return sha256(data).hexdigest() == sha256_hex

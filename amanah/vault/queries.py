"""Opening what is sealed, sealing in bulk for set-based writes, fingerprints, photos, and the house's signature."""

from __future__ import annotations

from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.storage import default_storage

from amanah.vault import boxes, regional, rules, sealing, signing
from amanah.vault.keyring import keyring, private_key
from amanah.vault.regional import Region as Region


def seal(plain: bytes, *, where: str) -> bytes:
    """Seals bytes for one column, named `<table>.<column>`; n + 31 bytes. For COPY and unnest writers:
    model fields do it by themselves.
    """
    return sealing.seal(plain, where=where)


def unseal(sealed: bytes, *, where: str) -> bytes:
    """Raises SealBroken when altered, moved from another column, or sealed by a key we don't have."""
    return sealing.unseal(sealed, where=where)


def seal_text(text: str, *, where: str) -> bytes:
    return sealing.seal(text.encode(), where=where)


def unseal_text(sealed: bytes, *, where: str) -> str:
    return sealing.unseal(sealed, where=where).decode()


def region(regency: str) -> Region:
    """The seal of one regency (BPS code, `5171`), for many values at once; made at its first use.

    Raises ValueError unless it is four digits; SealBroken when its key was moved from another row.
    """
    return regional.region(regency)


def seal_in(regency: str, plain: bytes, *, where: str, row: str) -> bytes:
    """Seals bytes in a regency for one column (`<table>.<column>`) and one row; n + 29 bytes."""
    return regional.region(regency).seal(plain, where=where, row=row)


def unseal_in(regency: str, sealed: bytes, *, where: str, row: str) -> bytes:
    """Raises SealBroken when altered, or moved from another regency, column or row."""
    return regional.region_known(regency).unseal(sealed, where=where, row=row)


def fingerprint(kind: str, text: str) -> bytes:
    """HMAC-SHA256, 32 bytes, kinds apart (`nik`, `kk`, `code`): equal for equal text, unreadable without the key."""
    return rules.fingerprint(keyring().lookup, kind, text)


def letter_id(family: UUID, stage: UUID) -> UUID:
    """A family's letter of a stage: printed again it is the same letter. Nobody outside can compute it."""
    return UUID(bytes=fingerprint("letter", f"{family} {stage}")[:16], version=5)


def letter_secret(letter: UUID) -> bytes:
    """16 bytes that stand in the letter's QR alone; the code written on it once it is paid follows from them."""
    return fingerprint("letter.secret", str(letter))[:16]


def has_photo(sha256: str) -> bool:
    return default_storage.exists(photo_name(sha256))


def photo(sha256: str) -> bytes:
    """The photo as it was taken. Raises FileNotFoundError, or SealBroken when it was altered."""
    with default_storage.open(photo_name(sha256)) as file:
        sealed: bytes = file.read()
    data_key = unseal(rules.wrapped_key_of(sealed), where=PHOTO_KEYS)
    return rules.unseal_photo(sealed, data_key=data_key, sha256_hex=sha256)


PHOTO_KEYS = "vault.photo"  # where the data keys of photos are sealed for


def photo_name(sha256: str) -> str:
    """Where a photo lies in the storage. Raises ValueError for a name that isn't a hash: it becomes a path."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("a photo is named by its SHA-256 in lower-case hex")
    return f"photos/{sha256[:2]}/{sha256}"


def sign_answer(body: bytes) -> str:
    """The house's signature over exactly these bytes, 64-byte r||s base64url: header `Amanah-Signature`."""
    return signing.sign(body, private_key(keyring().house))


def house_public_key() -> str:
    """SPKI base64url; a phone gets it at enrolment and checks every answer with it."""
    return public_text(keyring().house)


def letter_key() -> ec.EllipticCurvePrivateKey:
    """Signs letters' QR codes. `letter_key_pem` gives the same as PEM (PKCS8)."""
    return private_key(keyring().letter)


def letter_key_pem() -> bytes:
    return keyring().letter


def letter_public_key() -> str:
    """SPKI base64url; goes into every pack."""
    return public_text(keyring().letter)


def seal_public_key() -> str:
    """SPKI base64url; goes into every pack: what phones seal for the house alone."""
    return signing.public_text(boxes.box_key(keyring().lookup))


def open_box(sealed: str) -> bytes:
    """What a phone sealed for this house (base64url). Raises SealBroken for anything else."""
    return boxes.open_box(sealed, boxes.box_key(keyring().lookup))


def public_text(pem: bytes) -> str:
    """The public half of a private key (PKCS8 PEM) as SPKI base64url."""
    return signing.public_text(private_key(pem))


def is_signed(body: bytes, *, signature: str, by: str) -> bool:
    """Did the holder of public key `by` (SPKI base64url) make this signature (r||s base64url) over these bytes?"""
    return signing.is_signed(body, signature=signature, by=by)


def is_public_key(text: str) -> bool:
    """Is it a P-256 public key, SPKI base64url?"""
    try:
        signing.public_key(text)
    except ValueError:
        return False
    return True

"""Keeping photos sealed, and making keys."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model

from amanah.values.problem import Problem, Sentence
from amanah.vault import keyring, queries, resealing, rules
from amanah.vault.types import Resealed, SealBroken


def keep_photo(data: bytes, *, sha256: str) -> None:
    """Keeps one photo, sealed with a data key of its own, durably. Again with the same photo: quiet.

    Raises Problem `photo_hash_differs` when the bytes aren't those the name promises.
    """
    if not rules.is_named_by_its_hash(data, sha256):
        raise _hash_differs()
    name = queries.photo_name(sha256)
    if default_storage.exists(name):
        if _opens(sha256):
            return
        default_storage.delete(name)  # left half-written by a crash, and never acknowledged
    kept_as = default_storage.save(name, ContentFile(_sealed(data, sha256)))
    if kept_as != name:  # somebody else kept the same photo meanwhile
        default_storage.delete(kept_as)
    _make_durable(name)


def destroy_photo(sha256: str) -> None:
    """Deletes a photo with the data key that lies beside it. Again: quiet. Copies in backups end with the backups."""
    name = queries.photo_name(sha256)
    if default_storage.exists(name):
        default_storage.delete(name)


def make_keys(path: Path) -> None:
    """Writes a fresh keys file, mode 0600. Raises Problem `keys_file_exists` rather than replace one."""
    keyring.write_new(path)


def rotate_master_key(path: Path) -> int:
    """Adds a new current master key to the file; older values still open. Gives the new key's id."""
    return keyring.add_master(path)


def reseal(tables: Iterable[type[Model]] | None = None) -> list[Resealed]:
    """Seals anew, under the current master key, every column value sealed by an older one; in small transactions,
    while the house works. Tables of facts refuse to be changed, and photos are files: both keep their older key.
    """
    return [
        resealing.reseal_column(model, field)
        for model in (apps.get_models() if tables is None else tables)
        for field in resealing.sealed_fields(model)
    ]


def _sealed(data: bytes, sha256: str) -> bytes:
    data_key = secrets.token_bytes(rules.KEY_BYTES)
    return rules.seal_photo(
        data,
        wrapped_key=queries.seal(data_key, where=queries.PHOTO_KEYS),
        data_key=data_key,
        sha256_hex=sha256,
        nonce=secrets.token_bytes(rules.NONCE_BYTES),
    )


def _opens(sha256: str) -> bool:
    try:
        queries.photo(sha256)
    except SealBroken:
        return False
    return True


def _make_durable(name: str) -> None:
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # a bucket: durable once it answered
        return
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _hash_differs() -> Problem:
    return Problem(
        "photo_hash_differs",
        Sentence(
            id="Foto yang diterima tidak sama dengan yang dikirim. Kirim ulang foto itu.",
            en="The photo received isn't the one that was sent. Send it again.",
        ),
    )

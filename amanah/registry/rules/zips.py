"""A zip of photos read in memory: only its last name counts, and nothing is ever written where a name points."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from amanah.registry.types import PhotoRefused
from amanah.values.problem import Problem, Sentence

MAX_FILES = 200_000
MAX_PHOTO_BYTES = 5_000_000
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")

Entry = zipfile.ZipInfo


def opened(path: Path) -> zipfile.ZipFile:
    """Raises Problem photos_not_a_zip, photos_too_big, photos_password."""
    try:
        photos = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _not_a_zip() from None
    entries = photos.infolist()
    if len(entries) > MAX_FILES:
        photos.close()
        raise _too_many()
    if any(entry.flag_bits & 0x1 for entry in entries):
        photos.close()
        raise _password()
    return photos


def sorted_out(entries: Sequence[Entry]) -> tuple[dict[str, Entry], list[PhotoRefused]]:
    """Number -> the entry to read, and what is refused by its name, size or place alone."""
    good: dict[str, Entry] = {}
    refused: list[PhotoRefused] = []
    for entry in entries:
        why = _wrong_with(entry, good)
        if entry.is_dir() or _is_leftover(entry.filename):
            continue
        if why:
            refused.append(PhotoRefused(entry.filename[:200], why))
        else:
            good[number_of(entry)] = entry
    return good, refused


def number_of(entry: Entry) -> str:
    """`foto/5171….jpg` -> `5171…`."""
    return PurePosixPath(entry.filename.replace("\\", "/")).stem.strip()


def read(photos: zipfile.ZipFile, entry: Entry) -> bytes | None:
    """The photo's bytes, never more than the limit whatever the zip promises; None when damaged or bigger."""
    try:
        with photos.open(entry) as file:
            photo = file.read(MAX_PHOTO_BYTES + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
        return None
    return photo if len(photo) <= MAX_PHOTO_BYTES else None


def _wrong_with(entry: Entry, good: Mapping[str, Entry]) -> Sentence | None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name:
        return STRANGE_PATH
    if not name.lower().endswith(_PHOTO_ENDINGS):
        return NOT_A_PHOTO
    if entry.file_size > MAX_PHOTO_BYTES:
        return TOO_BIG
    return TWO_PHOTOS if number_of(entry) in good else None


def _is_leftover(name: str) -> bool:
    """What computers put in zips by themselves."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (".DS_Store", "Thumbs.db", "desktop.ini")


STRANGE_PATH = Sentence(
    id="Nama berkas memakai jalur folder yang aneh. Beri nama id_salur.jpg atau NIK.jpg.",
    en="The file's name holds a strange path. Name it id_salur.jpg or NIK.jpg.",
)
NOT_A_PHOTO = Sentence(
    id="Bukan foto JPEG, PNG atau WebP.",
    en="Not a JPEG, PNG or WebP photo.",
)
TOO_BIG = Sentence(
    id="Foto lebih dari 5 MB atau rusak. Perkecil lalu kirim lagi.",
    en="The photo is over 5 MB, or damaged. Make it smaller and send it again.",
)
TWO_PHOTOS = Sentence(
    id="Sudah ada foto lain untuk nomor yang sama. Kirim satu saja.",
    en="There is another photo for the same number. Send only one.",
)
NOBODY = Sentence(
    id="Nomor pada nama berkas tidak dikenal: bukan id_salur maupun NIK yang terdaftar.",
    en="Nobody has this number: neither a known id_salur nor a NIK.",
)
NO_FACE = Sentence(
    id="Tidak ditemukan wajah pada foto ini. Kirim foto lain.",
    en="No face was found. Send another photo.",
)
TWO_FACES = Sentence(
    id="Ada lebih dari satu wajah pada foto ini. Kirim foto orang itu saja.",
    en="There is more than one face. Send a photo of this person alone.",
)


def _not_a_zip() -> Problem:
    return Problem(
        "photos_not_a_zip",
        Sentence(
            id="Ini bukan berkas ZIP, atau ZIP-nya rusak. Kumpulkan foto dalam satu ZIP lalu unggah lagi.",
            en="This isn't a zip file, or it is damaged. Put the photos into one zip and upload again.",
        ),
    )


def _too_many() -> Problem:
    return Problem(
        "photos_too_many",
        Sentence(
            id=f"ZIP ini berisi lebih dari {MAX_FILES:,} berkas. Bagilah.".replace(",", "."),
            en=f"This zip holds more than {MAX_FILES:,} files. Split it.",
        ),
        status=413,
    )


def _password() -> Problem:
    return Problem(
        "photos_password",
        Sentence(
            id="ZIP ini dikunci kata sandi. Buat ulang tanpa kata sandi.",
            en="This zip is locked with a password. Make it again without one.",
        ),
    )

"""Which file is it, by its first bytes and never by its name; each wrong kind gets its own plain sentence."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Literal

from amanah.registry.rules import sheets
from amanah.values.problem import Problem, Sentence

MAX_BYTES = 300_000_000
MAX_LINES = 1_000_000
# An XLSX is a zip: what it unpacks to is bounded before anything is unpacked.
MAX_UNPACKED_BYTES = 700_000_000

Kind = Literal["xlsx", "csv"]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_KNOWN_OTHERS = {b"%PDF": "PDF", b"\xff\xd8\xff": "JPEG", b"\x89PNG": "PNG", b"\x1f\x8b": "gzip", b"Rar!": "RAR"}


def refuse_size(size_bytes: int) -> None:
    """Raises Problem `list_empty` or `list_too_big`."""
    if size_bytes == 0:
        raise empty()
    if size_bytes > MAX_BYTES:
        raise too_big()


def kind_of(content: bytes) -> Kind:
    """Raises Problem list_password, list_old_excel, list_macros, list_broken, list_not_a_list."""
    if content.startswith(_OLE):
        raise _password() if _ENCRYPTED_PACKAGE in content else _old_excel()
    if content.startswith(b"PK"):
        return _kind_of_zip(content)
    for magic, name in _KNOWN_OTHERS.items():
        if content.startswith(magic):
            raise _not_a_list(name)
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_a_list("biner/binary")
    return "csv"


def _kind_of_zip(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = {info.filename.lower() for info in parts.infolist()}
            unpacked = sum(info.file_size for info in parts.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise broken() from None
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _macros()
    if not any(name.startswith("xl/") for name in names):
        raise _not_a_list("ZIP")
    if unpacked > MAX_UNPACKED_BYTES or _is_endless(content):
        raise too_big()
    return "xlsx"


def _is_endless(content: bytes) -> bool:
    try:
        return sheets.is_endless(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError):
        raise broken() from None


def empty() -> Problem:
    return Problem(
        "list_empty",
        Sentence(
            id="Berkas ini kosong: tidak ada satu baris pun. Minta pengirim mengirim ulang.",
            en="This file is empty: there isn't a single line. Ask the sender to send it again.",
        ),
    )


def too_big() -> Problem:
    return Problem(
        "list_too_big",
        Sentence(
            id="Berkas ini terlalu besar. Bagilah menjadi beberapa berkas, paling banyak 1.000.000 baris atau 300 MB.",
            en="This file is too big. Split it into files of at most 1,000,000 lines or 300 MB.",
        ),
        status=413,
    )


def broken() -> Problem:
    return Problem(
        "list_broken",
        Sentence(
            id="Berkas ini rusak dan tidak dapat dibaca. Buka dan simpan ulang, atau minta dikirim lagi.",
            en="This file is damaged and can't be read. Open it and save it again, or ask for it anew.",
        ),
    )


def _password() -> Problem:
    return Problem(
        "list_password",
        Sentence(
            id="Berkas ini dikunci kata sandi. Buka di Excel, hapus kata sandinya, simpan, lalu unggah lagi.",
            en="This file is locked with a password. Open it in Excel, remove the password, save, upload again.",
        ),
    )


def _old_excel() -> Problem:
    return Problem(
        "list_old_excel",
        Sentence(
            id="Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau CSV, lalu unggah lagi.",
            en="This is an old Excel file (.xls). Save it as .xlsx or CSV, then upload again.",
        ),
    )


def _macros() -> Problem:
    return Problem(
        "list_macros",
        Sentence(
            id="Berkas ini berisi makro (program). Simpan sebagai .xlsx tanpa makro, lalu unggah lagi.",
            en="This file holds macros (programs). Save it as .xlsx without macros, then upload again.",
        ),
    )


def _not_a_list(what: str) -> Problem:
    return Problem(
        "list_not_a_list",
        Sentence(
            id=f"Ini bukan daftar, melainkan berkas {what}. Kirim CSV atau XLSX.",
            en=f"This isn't a list but a {what} file. Send CSV or XLSX.",
        ),
    )

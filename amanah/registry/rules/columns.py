"""Which heading means which of our columns. Headings are compared bare: lower case, letters and digits only."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from amanah.values.problem import Problem, Sentence

REQUIRED = ("id_salur", "program", "tahap", "tahun", "nik", "no_kk", "nama", "alamat", "kode_desa", "nominal")
OPTIONAL = ("gelombang", "termin", "no_sp2d", "rt", "rw", "dusun_banjar", "kode_pos", "nopen", "kebutuhan", "hubungan")
COLUMNS = REQUIRED + OPTIONAL

# What else senders were seen, or are likely, to call them.
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "id_salur": ("idsalur", "id penyaluran", "id transaksi"),
    "program": ("programme", "jenis bantuan", "bansos", "nama program"),
    "tahap": ("stage", "triwulan", "periode"),
    "tahun": ("year", "tahun anggaran"),
    "gelombang": ("wave", "gel", "batch"),
    "termin": ("tranche",),
    "no_sp2d": ("sp2d", "nomor sp2d"),
    "nik": ("nik kpm", "nik pengurus", "no nik", "nomor nik", "no ktp"),
    "no_kk": ("nomor kk", "kk", "nokk", "no kartu keluarga", "nomor kartu keluarga"),
    "nama": ("nama kpm", "nama pengurus", "nama penerima", "name"),
    "alamat": ("alamat kpm", "alamat lengkap", "address"),
    "dusun_banjar": ("dusun", "banjar", "lingkungan", "dusun banjar"),
    "kode_desa": ("kode kelurahan", "kode wilayah", "kode desa kelurahan", "kodedesa", "kode kemendagri"),
    "kode_pos": ("kodepos", "postcode"),
    "nopen": ("kantor", "kode kantor", "nomor dirian"),
    "nominal": ("jumlah", "jumlah uang", "nilai", "amount", "besaran"),
    "kebutuhan": ("needs", "keterangan kebutuhan", "komponen"),
    "hubungan": ("hubungan keluarga", "relation"),
}


def bare(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


_KNOWN = {bare(name): column for column in COLUMNS for name in (column, *_OTHER_NAMES.get(column, ()))}


def mapped(headings: Sequence[str], *, remembered: Mapping[str, str]) -> dict[str, str]:
    """Our column -> the sender's heading; what the sender told us before goes first, then the names we know.

    Raises Problem `list_columns_missing` that names what is missing and what was found instead.
    """
    found: dict[str, str] = {}
    for heading in headings:
        column = remembered.get(bare(heading)) or _KNOWN.get(bare(heading))
        if column and column not in found:
            found[column] = heading
    missing = [column for column in REQUIRED if column not in found]
    if missing:
        raise _missing(missing, [heading for heading in headings if heading not in found.values()])
    return found


def _missing(missing: list[str], strange: list[str]) -> Problem:
    wanted, others = ", ".join(missing), ", ".join(h for h in strange[:12] if h) or "-"
    return Problem(
        "list_columns_missing",
        Sentence(
            id=f"Kolom {wanted} tidak ditemukan. Judul yang belum dikenal: {others}. "
            "Perbaiki judul kolom, atau petakan sekali untuk pengirim ini.",
            en=f"The columns {wanted} were not found. Headings we don't know: {others}. "
            "Correct the headings, or map them once for this sender.",
        ),
    )

"""What this room refuses, in plain sentences."""

from __future__ import annotations

from amanah.programs.types import Sp2d
from amanah.values.money import Money
from amanah.values.problem import Problem, Sentence


def total_differs(lines: int, total: Money, sp2d: Sp2d) -> Problem:
    return Problem(
        "list_total_differs",
        Sentence(
            id=f"Daftar ini berisi {lines} baris senilai {total}, sedangkan SP2D {sp2d.number} menyebut {sp2d.lines} "
            f"baris senilai {sp2d.total}. Tidak ada yang dimasukkan. Periksa angka SP2D atau minta daftar yang benar.",
            en=f"This list holds {lines} lines worth {total}, but SP2D {sp2d.number} says {sp2d.lines} lines worth "
            f"{sp2d.total}. Nothing was taken in. Check the SP2D's figures or ask for the right list.",
        ),
    )


def sp2d_known(number: str) -> Problem:
    return Problem(
        "sp2d_known",
        Sentence(
            id=f"SP2D {number} sudah dipakai untuk daftar lain atau dengan angka lain. Periksa nomornya.",
            en=f"SP2D {number} was used for another list, or with other figures. Check its number.",
        ),
        status=409,
    )


def list_known(number: str) -> Problem:
    return Problem(
        "list_known",
        Sentence(
            id=f"Berkas yang sama sudah diterima untuk SP2D {number}. Periksa berkas atau nomor SP2D-nya.",
            en=f"The same file was taken in for SP2D {number}. Check the file, or the SP2D's number.",
        ),
        status=409,
    )


def batch_unknown() -> Problem:
    return Problem("batch_unknown", Sentence(id="Daftar ini tidak ditemukan.", en="There is no such list."), status=404)


def stage_unknown() -> Problem:
    return Problem("stage_unknown", Sentence(id="Tahap ini tidak ditemukan.", en="There is no such stage."), status=404)


def letters_none(nopen: str) -> Problem:
    return Problem(
        "letters_none",
        Sentence(
            id=f"Belum ada keluarga untuk kantor {nopen} pada tahap ini. Bagikan daftarnya ke kantor dulu.",
            en=f"Office {nopen} has no families in this stage yet. Allocate the list to offices first.",
        ),
        status=404,
    )

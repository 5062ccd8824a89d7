"""Pure thinking about stages, sums, and the file that tells a sender why lines were refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from amanah.programs.types import Remark
from amanah.values.money import Money
from amanah.values.problem import Sentence

STAGES_A_YEAR = 4


def next_stage(year: int, number: int) -> tuple[int, int]:
    """The quarter after; after the fourth comes the first of the next year."""
    return (year, number + 1) if number < STAGES_A_YEAR else (year + 1, 1)


def stage_label(year: int, number: int) -> str:
    return f"Tahap {number} Tahun {year}"


def sums(amounts: Iterable[tuple[str, int]]) -> dict[str, Money]:
    totals: dict[str, int] = {}
    for name, rupiah in amounts:
        totals[name] = totals.get(name, 0) + rupiah
    return {name: Money(total) for name, total in sorted(totals.items())}


def refusals_csv(remarks: Sequence[Remark], sentences: Mapping[str, Sentence]) -> bytes:
    """One row a reason: what Excel opens without running anything (UTF-8 with BOM, semicolons)."""
    head = ("baris", "id_salur", "akibat", "kode", "alasan", "reason")
    rows = [head, *(_row(remark, code, sentences[code]) for remark in remarks for code in remark.codes)]
    return ("\ufeff" + "\r\n".join(";".join(map(_cell, row)) for row in rows) + "\r\n").encode()


def _row(remark: Remark, code: str, why: Sentence) -> tuple[str, ...]:
    said = "ditolak / refused" if remark.is_refusal else "peringatan / warning"
    return (str(remark.line), remark.id_salur, said, code, why.id, why.en)


def _cell(text: str) -> str:
    """A cell that begins like a formula gets an apostrophe before it: spreadsheets would run it."""
    safe = f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%") else text
    return '"' + safe.replace('"', '""').replace("\r", " ").replace("\n", " ") + '"'

"""Bytes to a frame of text: every cell a string, nothing guessed, so that no number loses its last digits."""

from __future__ import annotations

import io
from collections.abc import Mapping

import fastexcel
import polars as pl

from amanah.registry.rules import columns, files
from amanah.values.problem import Problem, Sentence


def frame(content: bytes, *, remembered: Mapping[str, str]) -> pl.DataFrame:
    """One text column per name in `columns.COLUMNS`, and `line`, the line's number in the file (the heading is 1).

    Raises Problem: any of `files`, `list_columns_missing`.
    """
    raw = _from_xlsx(content) if files.kind_of(content) == "xlsx" else _from_csv(content)
    if raw.height > files.MAX_LINES:
        raise files.too_big()
    found = columns.mapped(raw.columns, remembered=remembered)
    named = raw.select(
        pl.col(found[name]).fill_null("").alias(name) if name in found else pl.lit("").alias(name)
        for name in columns.COLUMNS
    )
    numbered = named.with_row_index("line", offset=2)
    filled = numbered.filter(pl.any_horizontal(pl.col(columns.COLUMNS).str.strip_chars() != ""))
    if filled.is_empty():
        raise files.empty()
    return filled


def _from_xlsx(content: bytes) -> pl.DataFrame:
    try:
        book = fastexcel.read_excel(content)
        sheet = book.load_sheet(0, dtypes="string", header_row=0).to_polars()
    except fastexcel.FastExcelError as cause:
        raise files.broken() from cause
    if not sheet.columns:
        raise files.empty()
    return sheet.cast(pl.String)


def _from_csv(content: bytes) -> pl.DataFrame:
    text, head = _utf8(content)
    if not head:
        raise files.empty()
    try:
        return pl.read_csv(
            io.BytesIO(text), separator=_separator(head), infer_schema=False, truncate_ragged_lines=False,
            raise_if_empty=True,
        )  # fmt: skip
    except pl.exceptions.NoDataError:
        raise files.empty() from None
    except (pl.exceptions.ComputeError, pl.exceptions.DuplicateError) as cause:
        raise _uneven() from cause


def _utf8(content: bytes) -> tuple[bytes, str]:
    """The bytes as UTF-8 without BOM, and their first line that isn't blank.

    A file that isn't UTF-8 is CP1252: what Excel in this country saves as CSV.
    """
    for bom, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(bom):
            content = content.decode(encoding, errors="replace").encode()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content = content.decode("cp1252", errors="replace").encode()
    content = content.lstrip(b"\r\n \t")
    return content, content.split(b"\n", 1)[0].decode().strip()


def _separator(head: str) -> str:
    """Whichever of `;`, tab and `,` the heading holds most."""
    return max((";", "\t", ","), key=head.count)


def _uneven() -> Problem:
    return Problem(
        "list_broken",
        Sentence(
            id="Berkas CSV ini rusak: ada baris dengan jumlah kolom atau tanda kutip yang tidak cocok. "
            "Buka dan simpan ulang, atau kirim sebagai XLSX.",
            en="This CSV is damaged: some line has another number of columns, or a stray quotation mark. "
            "Open it and save it again, or send XLSX.",
        ),
    )

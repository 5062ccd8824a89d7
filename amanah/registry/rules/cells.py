"""Text cells to values: numbers as people and spreadsheets write them, codes with and without dots."""

from __future__ import annotations

from datetime import date

import polars as pl

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_PROGRAMME_NAMES = {
    "BPNT": "SEMBAKO", "PROGRAMSEMBAKO": "SEMBAKO", "SEMBAKOBPNT": "SEMBAKO", "BPNTSEMBAKO": "SEMBAKO",
    "PROGRAMKELUARGAHARAPAN": "PKH", "ATENSIYAPI": "YAPI",
}  # fmt: skip
_SCIENTIFIC = r"^\d([.,]\d*)?[eE]\+?\d+$"


def cleaned(raw: pl.DataFrame, *, today: date) -> pl.DataFrame:
    """Adds amount (rupiah), stage, year, wave, tranche, village, sex, born; trims every text."""
    texts = pl.col(pl.String)
    trimmed = raw.with_columns(texts.str.replace_all(r"[\s\u00a0\x00]+", " ").str.strip_chars(" '’`\ufeff"))
    return trimmed.with_columns(
        nik=digits(pl.col("nik")),
        nik_mangled=pl.col("nik").str.contains(_SCIENTIFIC),
        no_kk=digits(pl.col("no_kk")),
        program=_programme(),
        amount=rupiah(pl.col("nominal")),
        stage=_stage(),
        year=pl.col("tahun").str.extract(r"^(20\d\d)(?:[.,]0+)?$").cast(pl.Int16, strict=False),
        wave=_small(pl.col("gelombang")),
        tranche=_small(pl.col("termin")),
        village=village(pl.col("kode_desa")),
        rt=pl.col("rt").str.slice(0, 4),
        rw=pl.col("rw").str.slice(0, 4),
        dusun_banjar=pl.col("dusun_banjar").str.slice(0, 80),
        hubungan=pl.col("hubungan").str.slice(0, 30),
        nama=pl.col("nama").str.slice(0, 120),
        alamat=pl.col("alamat").str.slice(0, 300),
    ).with_columns(
        sex=pl.when(pl.col("nik").str.slice(6, 1).is_in(["4", "5", "6", "7"])).then(pl.lit("F")).otherwise(pl.lit("M")),
        born=_born(today),
    )  # fmt: skip


def digits(cell: pl.Expr) -> pl.Expr:
    """A number kept as text: without spaces, dots and dashes, and without a spreadsheet's `.0`."""
    return cell.str.replace(r"^(\d{5,})[.,]0+$", "$1").str.replace_all(r"[ .\-]", "")


def rupiah(cell: pl.Expr) -> pl.Expr:
    """600000, 600.000, Rp 600.000,00, 600,000.00, 600000.0 -> 600000; anything else (half a rupiah too) is null."""
    bare = cell.str.replace(r"(?i)^rp\.?\s*", "").str.replace(r",-$", "")
    plain = bare.str.extract(r"^(\d+)(?:[.,]0{1,2})?$")
    indonesian = bare.str.extract(r"^(\d{1,3}(?:\.\d{3})+)(?:,0{1,2})?$").str.replace_all(".", "", literal=True)
    english = bare.str.extract(r"^(\d{1,3}(?:,\d{3})+)(?:\.0{1,2})?$").str.replace_all(",", "", literal=True)
    return pl.coalesce(indonesian, english, plain).cast(pl.Int64, strict=False)


def village(cell: pl.Expr) -> pl.Expr:
    """Ten digits with or without dots -> `51.71.01.1001`; anything else is kept as it came, 13 characters of it."""
    bare = digits(cell)
    dotted = pl.concat_str(
        [bare.str.slice(0, 2), bare.str.slice(2, 2), bare.str.slice(4, 2), bare.str.slice(6, 4)], separator="."
    )
    return pl.when(bare.str.contains(r"^\d{10}$")).then(dotted).otherwise(cell.str.slice(0, 13))


def _programme() -> pl.Expr:
    bare = pl.col("program").str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    return bare.replace(_PROGRAMME_NAMES)


def _stage() -> pl.Expr:
    last = pl.col("tahap").str.to_uppercase().str.extract(r"(?:^|\D)(\d{1,2}|IV|I{1,3})(?:[.,]0+)?$")
    number = pl.coalesce(last.cast(pl.Int16, strict=False), last.replace_strict(_ROMAN, default=None).cast(pl.Int16))
    return pl.when(number.is_between(1, 12)).then(number)


def _small(cell: pl.Expr) -> pl.Expr:
    return cell.str.extract(r"(\d{1,3})(?:[.,]0+)?$").cast(pl.Int16, strict=False).fill_null(1)


def _born(today: date) -> pl.Expr:
    """The birth date a NIK claims, the latest century not after today; null for a day that doesn't exist."""
    nik = pl.col("nik")
    day = nik.str.slice(6, 2).cast(pl.Int32, strict=False)
    year = nik.str.slice(10, 2).cast(pl.Int32, strict=False)
    this_century = today.year // 100 * 100
    full = pl.when(year + this_century > today.year).then(year + this_century - 100).otherwise(year + this_century)
    text = pl.concat_str(
        [full.cast(pl.String), nik.str.slice(8, 2), (day % 40).cast(pl.String).str.zfill(2)], separator="-"
    )
    return text.str.to_date("%Y-%m-%d", strict=False)

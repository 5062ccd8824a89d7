"""A frame into a table by COPY, written behind: one table is sent while the next is being sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection
from psycopg import Connection, sql

_NULL = "\\N"
_SLICE_ROWS = 20_000  # a slice is sent while the next is written out: memory stays flat

Copy = Callable[[pl.DataFrame, str], None]


@contextmanager
def writing_behind() -> Iterator[Copy]:
    """Gives `copy(frame, table)`, which returns at once; all is written, or has raised, when the block ends.

    Columns are copied by name; Binary becomes bytea, lists of text become text[]. All goes, in order, over this
    thread's own connection and transaction: inside the block nothing else may be asked of the database.
    """
    connection.ensure_connection()
    raw: Connection[Any] = connection.connection
    sent: list[Future[None]] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="copy") as behind:
        yield lambda frame, table: sent.append(behind.submit(_copy, raw, frame, table))
    for one in sent:
        one.result()


def each(texts: pl.Series, change: Callable[[str], bytes]) -> pl.Series:
    """One Binary a text: sealed values and fingerprints."""
    return pl.Series(texts.name, [change(text) for text in texts], dtype=pl.Binary)


def _copy(raw: Connection[Any], frame: pl.DataFrame, table: str) -> None:
    if frame.is_empty():
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    with raw.cursor() as cursor, cursor.copy(command) as sink:
        for rows in frame.iter_slices(_SLICE_ROWS):
            sink.write(_csv(rows))


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

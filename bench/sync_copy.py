"""What a bare Postgres does with the same rows, 100 to a durable transaction: the limits beside the house's figure."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import psycopg
from psycopg.sql import SQL

COPIED = {
    # table -> its shape, and which columns of the stored events are copied
    "bare": ("(id uuid, phone_id uuid, seq bigint, text text, signature bytea)", "id, phone_id, seq, text, signature"),
    "laws": (
        "(LIKE visits_event INCLUDING ALL)",
        "id, phone_id, seq, prev_hash, hash, type, visit, day, text, signature, is_read, received_at",
    ),
}


def copies(url: str, *, batch: int, connections: int) -> dict[str, int]:
    """Events a second by COPY of every stored event again, over one connection and over as many as the server's.

    `bare`: the bytes that were sent, into a table without any law. `laws`: all columns, into a table with the real
    one's columns, checks and indexes, but neither triggers nor foreign keys. Both durable (fsync on), and of rows
    formatted beforehand: the client has nothing to do but send, so that the limit is Postgres' own.
    """
    found: dict[str, int] = {}
    for table, (shape, columns) in COPIED.items():
        lines = _lines(url, columns)
        blocks = [b"".join(lines[at : at + batch]) for at in range(0, len(lines), batch)]
        for many, name in ((1, f"copy_{table}_events_per_s"), (connections, f"copy_{table}_many_events_per_s")):
            _make(url, f"bench_{table}", shape)
            found[name] = round(len(lines) / _seconds(url, f"bench_{table} ({columns})", blocks, connections=many))
    return found


def _lines(url: str, columns: str) -> list[bytes]:
    """Stored events in the order of arrival, each a line of COPY's own text."""
    asked = SQL(f"COPY (SELECT {columns} FROM visits_event ORDER BY arrival) TO STDOUT")
    with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(asked) as copy:
        return [bytes(line) for line in copy]


def _make(url: str, table: str, shape: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL(f"DROP TABLE IF EXISTS {table}"))
        connection.execute(SQL(f"CREATE TABLE {table} {shape}"))


def _seconds(url: str, into: str, blocks: Sequence[bytes], *, connections: int) -> float:
    """A transaction a block, every connection with its own share of them."""
    opened = [psycopg.connect(url, autocommit=True) for _ in range(connections)]
    asked = SQL(f"COPY {into} FROM STDIN")

    def copy_share(number: int) -> None:
        for block in blocks[number::connections]:
            with opened[number].cursor() as cursor, cursor.copy(asked) as copy:
                copy.write(block)

    threads = [threading.Thread(target=copy_share, args=[number]) for number in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    for connection in opened:
        connection.close()
    return seconds

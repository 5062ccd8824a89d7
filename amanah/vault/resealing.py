"""Sealing one column's values anew under the current master key, a small batch a transaction."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg.errors import RestrictViolation
from psycopg.sql import SQL, Composable, Identifier, Literal

from amanah.vault import sealing
from amanah.vault.fields import SealedBytesField, SealedTextField
from amanah.vault.keyring import keyring_anew
from amanah.vault.types import Resealed

Names = dict[str, Composable]
BATCH = 500
# Bytes 2 and 3 of a seal name its master key (rules.py).
_OLDER = SQL(
    "SELECT {pk}, {column} FROM {table} WHERE {column} IS NOT NULL AND substr({column}, 2, 2) <> %s"
    " LIMIT {limit} FOR UPDATE"
)
_RESEAL = SQL("UPDATE {table} SET {column} = %s WHERE {pk} = %s")
_COUNT = SQL("SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND substr({column}, 2, 2) <> %s")


def sealed_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    fields = model._meta.concrete_fields if model._meta.managed and not model._meta.proxy else ()
    return [field for field in fields if isinstance(field, SealedTextField | SealedBytesField)]


def reseal_column(model: type[models.Model], field: models.Field[Any, Any]) -> Resealed:
    names: Names = {
        "table": Identifier(model._meta.db_table),
        "column": Identifier(str(field.column)),
        "pk": Identifier(str(model._meta.pk.column)),
        "limit": Literal(BATCH),
    }
    where = f"{model._meta.db_table}.{field.column}"
    current = keyring_anew().current.to_bytes(2, "big")
    done = 0
    try:
        while moved := _reseal_some(names, where=where, current=current):
            done += moved
    except IntegrityError as refused:
        if not isinstance(refused.__cause__, RestrictViolation):
            raise
    return Resealed(where, done, _count(names, current))


def _reseal_some(names: Names, *, where: str, current: bytes) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_OLDER.format(**names), [current])
        rows = [
            (sealing.seal(sealing.unseal(bytes(sealed), where=where), where=where), pk)
            for pk, sealed in cursor.fetchall()
        ]
        cursor.executemany(_RESEAL.format(**names), rows)
    return len(rows)


def _count(names: Names, current: bytes) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(**names), [current])
        return int(cursor.fetchone()[0])

"""Tests in real transactions must empty tables that refuse to be emptied: only here, and only the test database.

Django ends such a test with TRUNCATE. The journal, the ledger and the facts of visits refuse that, as they should,
so their triggers rest while Django empties them. The product has no such way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

# The queue's tables aren't Django's own: without this a test's jobs would be done in the next one.
UNDONE_JOBS = "TRUNCATE procrastinate_jobs CASCADE"


@pytest.fixture(scope="session", autouse=True)
def facts_may_be_emptied_between_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _resting(DatabaseOperations.sql_flush))
        yield


def _resting(flush: object) -> object:
    def sql_flush(self: DatabaseOperations, style: object, tables: Sequence[str], **options: object) -> list[str]:
        statements: list[str] = flush(self, style, tables, **options)  # type: ignore[operator]  # Django's own method
        rest = [f"ALTER TABLE {self.quote_name(table)} DISABLE TRIGGER USER" for table in tables]
        wake = [statement.replace("DISABLE", "ENABLE") for statement in rest]
        return [*rest, *statements, *wake, UNDONE_JOBS]

    return sql_flush

"""Many who write at once make one chain."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, transaction

from amanah.journal import commands, queries

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)


def say(number: int) -> None:
    commands.append("visits.accepted", by=f"phone:{number}", about="family:1", details={}, now=AT)


@pytest.mark.django_db(transaction=True)
def test_many_who_append_at_once_make_one_sound_chain() -> None:
    def work(number: int) -> None:
        for _ in range(20):
            with transaction.atomic():
                say(number)
                say(number)
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    found = queries.check()
    assert (found.ok, found.checked) == (True, 240)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_journal_while_another_is_still_working() -> None:
    """Both have appended before either ends: with a lock taken at append, this would never finish."""
    both_have_appended = Barrier(2, timeout=10)

    def work(number: int) -> None:
        with transaction.atomic():
            say(number)
            both_have_appended.wait()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert queries.check().checked == 2


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_was_never_said() -> None:
    say(1)
    with transaction.atomic():
        say(2)
        transaction.set_rollback(True)
    say(3)
    assert [entry.by for entry in queries.entries()] == ["phone:1", "phone:3"]
    assert queries.check().checked == 2

"""Postgres ends one of two transactions that wait for each other: that batch begins again, and nobody hears of it."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, QueryCanceled

from amanah.visits.commands.accepting import _again_after_deadlock


class Work:
    """Fails so often, then answers."""

    def __init__(self, failures: int, cause: Exception) -> None:
        self.failures, self.cause, self.tries = failures, cause, 0

    def __call__(self) -> str:
        self.tries += 1
        if self.tries <= self.failures:
            raise OperationalError("lost") from self.cause
        return "done"


def test_a_batch_that_lost_begins_again() -> None:
    work = Work(2, DeadlockDetected())
    assert _again_after_deadlock(work) == "done"
    assert work.tries == 3


def test_it_does_not_try_for_ever() -> None:
    work = Work(99, DeadlockDetected())
    with pytest.raises(OperationalError):
        _again_after_deadlock(work)
    assert work.tries == 4


def test_another_failure_is_not_hidden() -> None:
    work = Work(1, QueryCanceled())
    with pytest.raises(OperationalError):
        _again_after_deadlock(work)
    assert work.tries == 1

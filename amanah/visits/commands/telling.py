"""What happened, told twice in the same transaction: to the journal, and to the jobs that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app

from amanah.journal import commands as journal
from amanah.journal.types import Note

FOLLOW = "amanah.follow"
"""Name of the one task, in config/jobs.py, that knows which jobs follow from which word."""


def tell(notes: Sequence[Note]) -> None:
    """Appends to the journal and defers what follows. Nothing happens unless the caller's transaction commits."""
    if not notes:
        return
    journal.append_all(notes)
    told: list[dict[str, Any]] = [
        {"word": n.word, "by": n.by, "about": n.about, "at": n.at.isoformat(), "details": dict(n.details)}
        for n in notes
    ]
    app.configure_task(FOLLOW, queue="follow").defer(told=told)

"""What happened, told twice in the same transaction: to the journal, and to the jobs that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from amanah.journal import commands as journal
from amanah.journal.types import Note

FOLLOW = "amanah.follow"
"""Name of the one task, in config/jobs.py, that knows which jobs follow from which word."""


@dataclass(frozen=True, slots=True)
class Told:
    """`details` go to the journal, for ever; `follow` goes to the jobs. Without it nothing follows."""

    word: str
    about: str
    details: Mapping[str, Any]
    follow: Mapping[str, Any] | None = None


def tell(told: Sequence[Told], *, by: str, now: datetime) -> None:
    """Appends to the journal and defers what follows. Nothing happens unless the caller's transaction commits."""
    if not told:
        return
    journal.append_all([Note(one.word, by, one.about, one.details, now) for one in told])
    followed = [t for t in told if t.follow is not None]
    words: list[Any] = [
        {"word": t.word, "by": by, "about": t.about, "at": now.isoformat(), "details": dict(t.follow or {})}
        for t in followed
    ]
    if words:
        app.configure_task(FOLLOW, queue="follow").defer(told=words)


def followed(word: str, about: str, details: Mapping[str, Any]) -> Told:
    """Told to the journal and to the jobs in the same words."""
    return Told(word, about, details, details)

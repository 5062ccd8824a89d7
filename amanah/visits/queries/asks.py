"""What an outside verifier was asked about a visit, and what came of it."""

from __future__ import annotations

from uuid import UUID

from amanah.visits import models
from amanah.visits.types.verifying import Answer, Ask, Outcome


def asks_of(visit: UUID) -> list[Ask]:
    """Every asking, the newest first."""
    return [
        Ask(
            row.visit_id, row.verifier, Outcome(row.outcome), Answer(row.answer) if row.answer else None, row.score,
            row.ref, row.took_ms, row.at,
        )
        for row in models.OutsideAsk.objects.filter(visit=visit).order_by("-at", "-id")
    ]  # fmt: skip

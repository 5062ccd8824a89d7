"""Which hazards stand at a door. Noting one again confirms it; one that nobody confirmed for 180 days is let go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from amanah.registry.types import HazardNote, HazardTold

DECAY = timedelta(days=180)
"""Half a year: a dog dies, a stair is mended. The number is the project's own (issue 4), not measured."""


def standing(told: Iterable[HazardTold], *, now: datetime) -> list[HazardNote]:
    """What was told of one family, in any order -> what to say to the next visitor, last confirmed first.

    A kind is one hazard, save `other`, where each note is its own. `gone` ends it, until it is noted again. The
    newest words that say anything are kept: a short confirmation doesn't lose what helped.
    """
    found: dict[tuple[str, str], HazardNote] = {}
    for one in sorted(told, key=lambda one: one.at):
        named = (one.kind, one.note if one.kind == "other" else "")
        if one.gone:
            found.pop(named, None)
            continue
        before = found.get(named)
        found[named] = HazardNote(
            family=one.family,
            kind=one.kind,
            note=one.note or (before.note if before else ""),
            noted_at=before.noted_at if before else one.at,
            helped=one.helped or (before.helped if before else ""),
            confirmed_at=one.at,
        )
    fresh = [note for note in found.values() if now - note.confirmed_at <= DECAY]
    return sorted(fresh, key=lambda note: note.confirmed_at, reverse=True)

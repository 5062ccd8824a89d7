"""Games with the phone's clock, held against its own counter and the moment the house received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from amanah.oversight.rules.patterns.ground import flag
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, Scene


def clock_games(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """A clock set back between visits, an end before its start, an end after the house had it already.

    A counter may sleep with the phone, so a clock that runs *ahead* of it is honest; one that falls behind it isn't,
    beyond what the network corrects.
    """
    for day in scene.days:
        back = _set_back(day.calls, held_to)
        before = {c: -took for c in day.calls if (took := (c.ended_at - c.started_at).total_seconds()) < -1}
        ahead = {
            c: early
            for c in day.calls
            if (early := (c.ended_at - c.received_at).total_seconds()) > held_to.clock_ahead_s
        }
        worst = {**ahead, **before, **back}
        if worst:
            most_min = max(worst.values()) / 60
            numbers = {"back": len(back), "ends_first": len(before), "ahead": len(ahead), "most_min": most_min}
            yield flag(Pattern.CLOCK, day, worst, numbers, held_to)


def _set_back(calls: Sequence[Call], held_to: Limits) -> dict[Call, float]:
    """Visits told by a clock that was set back, and by how many seconds: from the drop until it has caught up."""
    found, behind_s = {}, 0.0
    for one, later in pairwise(calls):
        lost_s = _lost_s(one, later)
        if lost_s > held_to.clock_back_s or behind_s > 0:
            behind_s = max(0.0, behind_s + lost_s)
        if behind_s > held_to.clock_back_s:
            found[later] = behind_s
    return found


def _lost_s(one: Call, later: Call) -> float:
    """Seconds the clock lost against the counter between two visits; an app begun anew counts from 0 again.

    Then only the clock itself can be asked, for it must not go back at all.
    """
    passed_s = (later.started_at - one.started_at).total_seconds()
    counted_s = max(0.0, (later.started_ms - one.started_ms) / 1000)
    return counted_s - passed_s


RULES = (clock_games,)

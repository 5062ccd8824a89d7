"""Games with the phone's clock, held against its own counter and the moment the house received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf

from amanah.oversight.rules.patterns.ground import flag
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene


def clock_games(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """A clock set back between visits, an end before its start, an end after the house had it already.

    A counter may sleep with the phone, so a clock that runs *ahead* of it is honest; one that falls behind it isn't,
    beyond what the network corrects. Set back before the first door it never falls: then it is doubted where the day
    begins well before anybody's and the clock leaps ahead of the counter later on.
    """
    early_h = _earliest_h(scene, held_to)
    for day in scene.days:
        back = _set_back(day.calls, held_to) or _unborn(day, early_h, scene, held_to)
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


def _unborn(day: PayerDay, early_h: float, scene: Scene, held_to: Limits) -> dict[Call, float]:
    """Visits from a morning hours before the office's until the clock leaps by as much, and by how many seconds."""
    early_s = (early_h - _begins_h(day, scene)) * 3600 if day.calls else 0.0
    if early_s <= 0:
        return {}
    for i, (one, later) in enumerate(pairwise(day.calls), 1):
        if -_lost_s(one, later) > max(early_s, held_to.clock_back_s):
            return dict.fromkeys(day.calls[:i], -_lost_s(one, later))
    return {}


def _earliest_h(scene: Scene, held_to: Limits) -> float:
    """An hour that hardly any of the office's days begins before; none where few were out."""
    begins = sorted(_begins_h(day, scene) for day in (*scene.days, *scene.earlier) if day.calls)
    return begins[len(begins) // 4] - held_to.clock_early_s / 3600 if len(begins) > held_to.peers_min else -inf


def _begins_h(day: PayerDay, scene: Scene) -> float:
    """Hours since the day's midnight in the office's zone, by the phone's clock; below 0 on the day before."""
    midnight = datetime.combine(day.day, datetime.min.time(), UTC) - timedelta(hours=scene.utc_offset_h)
    return (day.calls[0].started_at - midnight).total_seconds() / 3600


def _lost_s(one: Call, later: Call) -> float:
    """Seconds the clock lost against the counter between two visits; an app begun anew counts from 0 again.

    Then only the clock itself can be asked, for it must not go back at all.
    """
    passed_s = (later.started_at - one.started_at).total_seconds()
    counted_s = max(0.0, (later.started_ms - one.started_ms) / 1000)
    return counted_s - passed_s


RULES = (clock_games,)

"""A payer beside their peers: dwell and pace, night and holidays, failures and other ways. Few visits say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from statistics import median

from scipy.stats import betabinom

from amanah.oversight.rules.patterns.ground import far_m, flag, robust_z, seconds, windows
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene

_ALIKE = 0.02  # intra-payer correlation: streets differ, so honest payers spread wider than a binomial says
_UNREACHED = frozenset({"no_access", "unsafe_place"})
_DOOR_S = 60.0
_WALK_MPS = 3.0


def short_dwell(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Paid visits far shorter than those of the office's other payers."""
    yield from _quicker(scene, held_to, Pattern.SHORT_DWELL, _dwell_s)


def fast_pace(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """From door to door faster than peers, the way between them taken off: a dense lane is quick and honest."""
    yield from _quicker(scene, held_to, Pattern.FAST_PACE, _pace)


def _quicker(
    scene: Scene, held_to: Limits, kind: Pattern, measure: Callable[[PayerDay, Limits], float | None]
) -> Iterator[Flag]:
    measured = [(day, measure(day, held_to)) for day in (*scene.days, *scene.earlier)]
    known = [(day, value) for day, value in measured if value]
    for day in scene.days:
        own = next((value for one, value in known if one is day), None)
        others = [value for one, value in known if one.payer != day.payer]
        if own is None or len({one.payer for one, _ in known if one.payer != day.payer}) < held_to.peers_min:
            continue
        z, usual = robust_z(own, others), median(others)
        if z < -held_to.robust_z and (kind is Pattern.FAST_PACE or own < held_to.dwell_floor_s):
            calls = [call for call in day.calls if call.ending == "paid"]
            yield flag(kind, day, calls, {"own": own, "peers": usual, "z": z}, held_to)


def _dwell_s(day: PayerDay, held_to: Limits) -> float | None:
    took = [max(1.0, seconds(call)) for call in day.calls if call.ending == "paid"]
    return median(took) if len(took) >= held_to.pace_min else None


def _pace(day: PayerDay, held_to: Limits) -> float | None:
    """Of the time that a door and the way to it take, the share that was taken (median)."""
    shares = []
    for a, b in pairwise(day.calls):
        gap_s = (b.started_at - a.started_at).total_seconds()
        if gap_s > 0 and a.spot and b.spot:
            shares.append(gap_s / (_DOOR_S + far_m(a.spot, b.spot) / _WALK_MPS))
    return median(shares) if len(shares) >= held_to.pace_min else None


def night(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Several payments at night: one old man who is home late is honest."""
    for day in scene.days:
        late = [call for call in day.calls if call.ending == "paid" and _is_night(call, scene, held_to)]
        if len(late) >= held_to.night_min:
            paid = sum(call.ending == "paid" for call in day.calls)
            hours = {"from_h": held_to.night_from_h, "to_h": held_to.night_to_h}
            yield flag(Pattern.NIGHT, day, late, {"paid": paid, **hours}, held_to)


def _is_night(call: Call, scene: Scene, held_to: Limits) -> bool:
    at = call.started_at + timedelta(hours=scene.utc_offset_h)
    hour = at.hour + at.minute / 60
    return hour >= held_to.night_from_h or hour < held_to.night_to_h


def holiday(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Several payments on a holiday, or a day of rest, on which the office's others rested."""
    everybody = max(scene.payers, len({day.payer for day in (*scene.days, *scene.earlier)}))
    for day in scene.days:
        if day.day not in held_to.holidays and day.day.weekday() not in held_to.rest_weekdays:
            continue
        working = {one.payer for one in scene.days if one.day == day.day and one.calls}
        paid = [call for call in day.calls if call.ending == "paid"]
        if len(paid) >= held_to.holiday_min and len(working) <= held_to.holiday_peers_share * everybody:
            yield flag(Pattern.HOLIDAY, day, paid, {"working": len(working), "payers": everybody}, held_to)


def failures(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Failed visits more than the peers' rate explains; a lane that can't be reached fails once."""
    yield from _more_often(scene, held_to, Pattern.FAILURES, lambda call: call.ending == "failed")


def other_ways(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Payments without a face that matched, more than the peers' rate explains."""
    yield from _more_often(scene, held_to, Pattern.OTHER_WAYS, lambda call: bool(call.way))


def _more_often(scene: Scene, held_to: Limits, kind: Pattern, is_hit: Callable[[Call], bool]) -> Iterator[Flag]:
    """The day by itself, for one bad day drowns in a month, and the month, for a little more each day adds up.

    Corrected for both and for how many payers are looked at; a month counts only where the day stands out too.
    """
    looked = [(day, _events(day.calls, held_to), _events(calls, held_to)) for day, calls in windows(scene)]
    all_hits, all_calls = (sum(f(calls) for _, _, calls in looked) for f in (lambda c: sum(map(is_hit, c)), len))
    for day, today, month in looked:
        here = [call for call in day.calls if is_hit(call)]
        rest, hits = all_calls - len(month), sum(map(is_hit, today))
        usual = (all_hits - sum(map(is_hit, month)) + 0.5) / (rest + 1)  # never 0: others' luck proves nothing
        if len(looked) <= held_to.peers_min or not rest or hits <= held_to.rate_above * usual * len(today):
            continue
        counted = [(sum(map(is_hit, calls)), len(calls)) for calls in (today, month)]
        chance, n, of = min((_chance(n, of, usual), n, of) for n, of in counted)
        if of >= held_to.rate_min and 2 * chance * len(looked) < held_to.rate_p:
            yield flag(kind, day, here, {"hits": n, "of": of, "peers": usual, "chance": chance}, held_to)


def _chance(hits: int, of: int, usual: float) -> float:
    """Of so many hits or more, for one whose streets differ as streets do (beta-binomial tail)."""
    tight = (1 - _ALIKE) / _ALIKE
    return float(betabinom.sf(hits - 1, of, usual * tight, (1 - usual) * tight))


def _events(calls: Sequence[Call], held_to: Limits) -> list[Call]:
    """The calls, with doors of one place and time that nobody could reach counted as one."""
    kept: list[Call] = []
    last: Call | None = None
    for call in calls:
        if call.reason in _UNREACHED and last and _is_one_event(last, call, held_to):
            last = call
            continue
        kept.append(call)
        last = call if call.reason in _UNREACHED else last
    return kept


def _is_one_event(one: Call, later: Call, held_to: Limits) -> bool:
    here, there = one.spot or one.home, later.spot or later.home
    soon = abs((later.started_at - one.started_at).total_seconds()) <= held_to.one_event_s
    return soon and here is not None and there is not None and far_m(here, there) <= held_to.one_event_m


RULES = (short_dwell, fast_pace, night, holiday, failures, other_ways)

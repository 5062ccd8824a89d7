"""A payer beside their peers: dwell and pace, night and holidays, failures and other ways. Few visits say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median

from scipy.stats import betabinom

from amanah.oversight.rules.patterns.ground import far_m, flag, robust_z, seconds, windows
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene

_ALIKE = 0.02  # intra-payer correlation: streets differ, so honest payers spread wider than a binomial says
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
    """Several payments on a holiday on which the office's others rested: a planned day of all is honest."""
    everybody = {day.payer for day in (*scene.days, *scene.earlier)}
    for day in scene.days:
        if day.day not in held_to.holidays:
            continue
        working = {one.payer for one in scene.days if one.day == day.day and one.calls}
        paid = [call for call in day.calls if call.ending == "paid"]
        if len(paid) >= held_to.holiday_min and len(working) <= held_to.holiday_peers_share * len(everybody):
            yield flag(Pattern.HOLIDAY, day, paid, {"working": len(working), "payers": len(everybody)}, held_to)


def failures(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Failed visits more than the peers' rate explains; corrected for how many payers are looked at."""
    yield from _more_often(scene, held_to, Pattern.FAILURES, lambda call: call.ending == "failed")


def other_ways(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Payments without a face that matched, more than the peers' rate explains."""
    yield from _more_often(scene, held_to, Pattern.OTHER_WAYS, lambda call: bool(call.way))


def _more_often(scene: Scene, held_to: Limits, kind: Pattern, is_hit: Callable[[Call], bool]) -> Iterator[Flag]:
    counted = [(day, sum(map(is_hit, calls)), len(calls)) for day, calls in windows(scene)]
    all_hits, all_calls = sum(hits for _, hits, _ in counted), sum(of for _, _, of in counted)
    for day, hits, of in counted:
        rest = all_calls - of
        here = [call for call in day.calls if is_hit(call)]
        if not here or of < held_to.rate_min or len(counted) <= held_to.peers_min or not rest:
            continue
        usual = (all_hits - hits + 0.5) / (rest + 1)  # never 0: others' luck proves nothing
        tight = (1 - _ALIKE) / _ALIKE
        chance = float(betabinom.sf(hits - 1, of, usual * tight, (1 - usual) * tight))
        if chance * len(counted) < held_to.rate_p:
            yield flag(kind, day, here, {"hits": hits, "of": of, "peers": usual, "chance": chance}, held_to)


RULES = (short_dwell, fast_pace, night, holiday, failures, other_ways)

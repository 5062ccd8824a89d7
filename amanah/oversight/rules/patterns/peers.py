"""A payer beside their peers: dwell and pace, night and holidays, failures and other ways. Few visits say nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from math import exp, log
from statistics import median

from scipy.stats import betabinom, mannwhitneyu

from amanah.oversight.rules.patterns.ground import far_m, flag, robust, seconds
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene

_ALIKE = 0.02  # intra-payer correlation: streets differ, so honest payers spread wider than a binomial says
_UNREACHED = frozenset({"no_access", "unsafe_place"})
_DOOR_S = 60.0
_WALK_MPS = 3.0
_FEWEST_FAILED = 4


def short_dwell(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Paid visits far shorter than those of the office's other payers."""
    yield from _quicker(scene, held_to, Pattern.SHORT_DWELL, _dwell_s, held_to.dwell_floor_s)


def fast_pace(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """From door to door faster than peers, the way between them taken off: a dense lane is quick and honest."""
    yield from _quicker(scene, held_to, Pattern.FAST_PACE, _pace, held_to.pace_floor)


def _quicker(
    scene: Scene, held_to: Limits, kind: Pattern, measure: Callable[[PayerDay, Limits], float | None], floor: float
) -> Iterator[Flag]:
    """Below the office's middle (everybody's, one's own days too: a median of many asks nobody) and below a floor."""
    days = (*scene.days, *scene.earlier)
    known = {id(day): value for day in days if (value := measure(day, held_to))}
    if len({day.payer for day in days if id(day) in known}) <= held_to.peers_min:
        return
    middle, spread = robust(list(known.values()))
    for day in scene.days:
        own = known.get(id(day))
        if own is None or own >= floor:
            continue
        z = (log(own) - middle) / spread
        if z < -held_to.robust_z:
            calls = [call for call in day.calls if call.ending == "paid"]
            yield flag(kind, day, calls, {"own": own, "peers": exp(middle), "z": z}, held_to)


def _dwell_s(day: PayerDay, held_to: Limits) -> float | None:
    took = [long for call in day.calls if call.ending == "paid" and (long := seconds(call)) > 0]  # 0: nobody wrote it
    return median(took) if len(took) >= held_to.dwell_min else None


def _pace(day: PayerDay, held_to: Limits) -> float | None:
    """Of the time that a door and the way to it take, the share that was taken (median)."""
    shares = []
    for a, b in pairwise(day.calls):
        gap_s = (b.started_at - a.started_at).total_seconds()
        if gap_s > 0 and a.spot and b.spot:
            ways_m = [far_m(a.spot, b.spot), *([far_m(a.home, b.home)] if a.home and b.home else [])]
            shares.append(gap_s / (_DOOR_S + min(ways_m) / _WALK_MPS))  # a false mark makes no way longer
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
    """Failed visits more than the peers' rate explains; a lane that can't be reached fails once.

    Somebody who was at a closed door called, waited and asked: failures told far quicker than peers' weigh too.
    """
    yield from _more_often(scene, held_to, Pattern.FAILURES, lambda call: call.ending == "failed")


def other_ways(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Payments without a face that matched, more than the peers' rate explains."""
    yield from _more_often(scene, held_to, Pattern.OTHER_WAYS, lambda call: bool(call.way))


@dataclass(frozen=True, slots=True)
class _Rate:
    """Hits of so many events."""

    hits: int = 0
    of: int = 0

    def __add__(self, other: _Rate) -> _Rate:
        return _Rate(self.hits + other.hits, self.of + other.of)


def _more_often(scene: Scene, held_to: Limits, kind: Pattern, is_hit: Callable[[Call], bool]) -> Iterator[Flag]:
    """The day by itself, for one bad day drowns in a month, and the month, for a little more each day adds up.

    Corrected for both and for how many payers are looked at; a month counts only where the day stands out too, and
    without its worst day before, which was told when it was: an honest today isn't stained by it.
    """
    before: dict[object, list[_Rate]] = defaultdict(list)
    for day in scene.earlier:
        before[day.payer].append(_rate(day, is_hit, held_to))
    of_day = [(day, _rate(day, is_hit, held_to)) for day in scene.days]
    everybody = sum((rate for rates in before.values() for rate in rates), sum((rate for _, rate in of_day), _Rate()))
    calls = [call for day in (*scene.days, *scene.earlier) for call in day.calls if call.ending == "failed"]
    failed_s = [long for call in calls if (long := seconds(call)) > 0]
    for day, today in of_day:
        own = sorted(before[day.payer], key=lambda rate: rate.hits)
        rest = everybody.of - today.of - sum(each.of for each in own)
        usual = (everybody.hits - today.hits - sum(each.hits for each in own) + 0.5) / (rest + 1)  # never 0
        if len(of_day) <= held_to.peers_min or not rest or today.hits <= held_to.rate_above * usual * today.of:
            continue
        counted = [rate for rate in (today, sum(own[:-1], today)) if rate.of >= held_to.rate_min]
        if not counted:
            continue
        chance, most = min((_chance(rate, usual), (rate.hits, rate.of)) for rate in counted)
        here = [call for call in day.calls if is_hit(call)]
        if kind is Pattern.FAILURES and chance < held_to.quick_from_p:
            chance = _both(chance, _quick(here, failed_s))
        if 2 * chance * len(of_day) < held_to.rate_p:
            numbers = {"hits": most[0], "of": most[1], "peers": usual, "chance": chance}
            yield flag(kind, day, here, numbers, held_to)


def _rate(day: PayerDay, is_hit: Callable[[Call], bool], held_to: Limits) -> _Rate:
    events = _events(day.calls, held_to)
    return _Rate(sum(map(is_hit, events)), len(events))


def _quick(failed: Sequence[Call], all_s: Sequence[float]) -> float:
    """Chance that one's failed visits are so much shorter than the office's (Mann-Whitney, one-sided)."""
    if len(failed) < _FEWEST_FAILED or len(all_s) < 2 * len(failed):
        return 1.0
    return float(mannwhitneyu([seconds(call) for call in failed], all_s, alternative="less").pvalue)


def _both(one: float, other: float) -> float:
    """Two chances of which each says little, together (Fisher 1932)."""
    product = max(one * other, 1e-300)
    return product * (1 - log(product))


def _chance(rate: _Rate, usual: float) -> float:
    """Of so many hits or more, for one whose streets differ as streets do (beta-binomial tail)."""
    tight = (1 - _ALIKE) / _ALIKE
    return float(betabinom.sf(rate.hits - 1, rate.of, usual * tight, (1 - usual) * tight))


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

"""Where a payer says they were: places nobody could have reached, that are copied, too perfect, or not the homes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from scipy.stats import binom

from amanah.geo import movement
from amanah.oversight.rules.patterns.ground import cell, far_m, flag, is_placed, surely_far_m
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene, Spot


def teleports(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Marks that no traveller reaches and leaves in the time (`geo.movement`, with its own limits)."""
    for day in scene.days:
        calls = [call for call in day.calls if call.spot]
        seen = [one for call in calls for one in _stayed(call)]
        false = sorted({one.index // 2 for one in movement.flags(seen) if one.kind is movement.Kind.TELEPORT})
        if false:
            yield flag(Pattern.TELEPORT, day, [calls[i] for i in false], {"marks": len(calls)}, held_to)


def _stayed(call: Call) -> list[movement.Seen]:
    """Whoever pays at a door is there from the first to the last of it: the way leaves only the time between doors."""
    assert call.spot is not None
    at = call.spot.lat, call.spot.lng, call.spot.accuracy_m
    return [movement.Seen(call.started_at, *at), movement.Seen(max(call.started_at, call.ended_at), *at)]


def copied(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """The same coordinates to the last decimal for two families: noise never falls twice on one centimetre.

    A phone may repeat its last fix at a neighbour's door: minutes apart and homes together is honest.
    """
    met: dict[tuple[float, float], list[tuple[PayerDay, Call]]] = defaultdict(list)
    for day in (*scene.earlier, *scene.days):
        for call in day.calls:
            if call.spot and is_placed(call.spot, held_to) and _has_decimals(call.spot, held_to):
                met[(call.spot.lat, call.spot.lng)].append((day, call))
    of_day: dict[int, dict[Call, int]] = defaultdict(dict)
    for same in met.values():
        if len({call.family for _, call in same}) < 2:
            continue
        for day, call in same:
            others = {other.family for _, other in same if _copies(call, other, held_to)}
            if others:
                of_day[id(day)][call] = len(others) + 1
    for day in scene.days:
        if calls := of_day.get(id(day)):
            yield flag(Pattern.COPIED_PLACE, day, calls, {"families": max(calls.values())}, held_to)


def _has_decimals(spot: Spot, held_to: Limits) -> bool:
    """A town's centre, typed or from a mast, is met by everybody: both its numbers are round."""
    return any(round(each, held_to.copied_min_decimals) != each for each in (spot.lat, spot.lng))


def _copies(one: Call, other: Call, held_to: Limits) -> bool:
    if one.family == other.family:
        return False
    apart_s = abs((one.started_at - other.started_at).total_seconds())
    far = one.home and other.home and surely_far_m(one.home, other.home) > held_to.far_m
    return bool(far) or apart_s > held_to.copied_apart_s


def perfect(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Bursts without any jitter, more of them than an honest phone's share explains (binomial tail)."""
    for day in scene.days:
        bursts = [call for call in day.calls if call.spot and call.spot.fixes >= held_to.perfect_min_fixes]
        still = [call for call in bursts if call.spot and call.spot.spread_m <= held_to.perfect_spread_m]
        chance = float(binom.sf(len(still) - 1, len(bursts), held_to.perfect_honest_share)) if bursts else 1.0
        if len(still) >= held_to.perfect_min and chance < held_to.chance_p:
            yield flag(Pattern.PERFECT_FIXES, day, still, {"bursts": len(bursts), "chance": chance}, held_to)


def camping(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Many families paid from one spot whose homes are elsewhere.

    A compound's homes are there; a counter or community point is known (`points`), or another payer pays there too.
    """
    side_m = 2 * held_to.camp_radius_m
    listed: dict[tuple[int, int], set[object]] = defaultdict(set)
    for family, home in scene.homes.items():
        listed[cell(home, side_m)].add(family)
    by_payer = [(day, _away(day, listed, held_to)) for day in scene.days]
    payers: dict[tuple[int, int], set[object]] = defaultdict(set)
    for day, away in by_payer:
        for call, _ in away:
            if call.spot:
                payers[cell(call.spot, side_m)].add(day.payer)
    for day, away in by_payer:
        spots: dict[tuple[int, int], list[tuple[Call, bool]]] = defaultdict(list)
        for call, is_known in away:
            if call.spot:
                spots[cell(call.spot, side_m)].append((call, is_known))
        for key in list(spots):
            near = [one for k in _around(key) for one in spots.get(k, [])]
            for k in _around(key):  # each call in one group only, the first that is met
                spots.pop(k, None)
            if _camps(near, held_to) and len(payers[key]) < 2 and not _is_point(near[0][0], scene, held_to):
                yield _camp(day, [call for call, _ in near], held_to)


def _around(key: tuple[int, int]) -> list[tuple[int, int]]:
    return [(key[0] + up, key[1] + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]


def _away(day: PayerDay, listed: dict[tuple[int, int], set[object]], held_to: Limits) -> list[tuple[Call, bool]]:
    """Payments marked away from home; where no home is known, at a house listed for somebody else."""
    found = []
    for call in day.calls:
        if call.ending != "paid" or call.spot is None or not is_placed(call.spot, held_to):
            continue
        if call.home:
            if surely_far_m(call.spot, call.home) > held_to.far_m:
                found.append((call, True))
        elif listed[cell(call.spot, 2 * held_to.camp_radius_m)] - {call.family}:
            found.append((call, False))
    return found


def _camps(near: list[tuple[Call, bool]], held_to: Limits) -> bool:
    known = {call.family for call, is_known in near if is_known}
    return len(known) >= held_to.camp_min or len({call.family for call, _ in near}) >= held_to.camp_min_unknown


def _is_point(call: Call, scene: Scene, held_to: Limits) -> bool:
    return call.spot is not None and any(far_m(call.spot, point) <= held_to.far_m for point in scene.points)


def _camp(day: PayerDay, calls: list[Call], held_to: Limits) -> Flag:
    paid = sum(call.ending == "paid" for call in day.calls)
    away_m = median([far_m(call.spot, call.home) for call in calls if call.spot and call.home] or [0.0])
    return flag(Pattern.CAMPING, day, calls, {"paid": paid, "away_m": away_m}, held_to)


def distance_ratio(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Families marked again far from where they were marked before, as far as from one family to the next.

    Before: by a visit of the last month, else the place learnt from older ones; stages are a quarter apart. True
    marks gather by family however poor they are; invented ones don't.
    """
    for day in scene.days:
        placed = [call for call in day.calls if call.spot and is_placed(call.spot, held_to)]
        known = [(call, call.before or call.home) for call in placed]
        again = [(call, surely_far_m(call.spot, before)) for call, before in known if call.spot and before]
        hops = [far_m(a.spot, b.spot) for a, b in pairwise(placed) if a.spot and b.spot and a.family != b.family]
        if len(again) < held_to.ratio_min or not hops:
            continue
        moved_m, hop_m = median(far for _, far in again), max(median(hops), 1.0)
        if moved_m > held_to.far_m and moved_m / hop_m > held_to.ratio_most:
            yield flag(
                Pattern.DISTANCE_RATIO, day, [call for call, far in again if far > held_to.far_m],
                {"moved_m": moved_m, "hop_m": hop_m, "ratio": moved_m / hop_m, "again": len(again)},
                held_to,
            )  # fmt: skip


RULES = (teleports, copied, perfect, camping, distance_ratio)

"""Where a payer says they were: places nobody could have reached, that are copied, too perfect, or not the homes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from scipy.stats import binom

from amanah.geo import movement
from amanah.oversight.rules.patterns.ground import cell, far_m, flag, is_placed, misfits, seconds, surely_far_m
from amanah.oversight.rules.patterns.limits import Limits
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene, Spot

_SEVERAL = 2


def teleports(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Marks that no traveller reaches and leaves in the time (`geo.movement`, with its own limits)."""
    for day in scene.days:
        at = _soonest(day.calls)
        calls = [call for call in day.calls if call.spot]
        seen = [one for call in calls for one in _stayed(call, *at[call])]
        false = sorted({one.index // 2 for one in movement.flags(seen) if one.kind is movement.Kind.TELEPORT})
        if false:
            yield flag(Pattern.TELEPORT, day, [calls[i] for i in false], {"marks": len(calls)}, held_to)


def _soonest(calls: Sequence[Call]) -> dict[Call, tuple[datetime, datetime]]:
    """From when to when each visit was, as long after the one before as its clock or its counter allows.

    A clock set back hides no way, put right again it gives no time, and a counter that slept takes none.
    """
    found, behind_s = dict[Call, tuple[datetime, datetime]](), 0.0
    for before, call in zip((None, *calls), calls, strict=False):
        begun = call.started_at
        if before:
            clock_s = (call.started_at - before.ended_at).total_seconds()
            lost_s = max(0.0, (call.started_ms - before.ended_ms) / 1000) - clock_s
            righted_s = min(behind_s, max(0.0, -lost_s))
            behind_s += max(0.0, lost_s) - righted_s
            begun = found[before][1] + timedelta(seconds=max(0.0, clock_s + max(0.0, lost_s) - righted_s))
        found[call] = begun, begun + timedelta(seconds=max(0.0, seconds(call)))
    return found


def _stayed(call: Call, begun: datetime, ended: datetime) -> list[movement.Seen]:
    """Whoever pays at a door is there from the first to the last of it: the way leaves only the time between doors."""
    assert call.spot is not None
    at = call.spot.lat, call.spot.lng, call.spot.accuracy_m
    return [movement.Seen(begun, *at), movement.Seen(ended, *at)]


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
    """Bursts without any jitter, more of them than an honest phone's share explains (binomial tail).

    What invents places mostly says one radius for ever: then only those bursts are named, and not the honest still one.
    """
    for day in scene.days:
        bursts = [call for call in day.calls if call.spot and call.spot.fixes >= held_to.perfect_min_fixes]
        still = [call for call in bursts if call.spot and call.spot.spread_m <= held_to.perfect_spread_m]
        radii = Counter(call.spot.accuracy_m for call in still if call.spot)
        alike = [call for call in still if call.spot and radii[call.spot.accuracy_m] >= held_to.perfect_min]
        for named in (alike, still):
            chance = float(binom.sf(len(named) - 1, len(bursts), held_to.perfect_honest_share)) if bursts else 1.0
            if len(named) >= held_to.perfect_min and chance < held_to.chance_p:
                yield flag(Pattern.PERFECT_FIXES, day, named, {"bursts": len(bursts), "chance": chance}, held_to)
                break


def camping(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Many families paid from one spot whose homes are elsewhere.

    A compound's homes are there; a counter or community point is known (`points`), or another payer pays there too.
    """
    side_m = 2 * held_to.camp_radius_m
    listed: dict[tuple[int, int], set[object]] = defaultdict(set)
    for family, home in scene.homes.items():
        listed[cell(home, side_m)].add(family)
    by_payer = [(day, _away(day, listed, held_to)) for day in scene.days]
    shared = _shared([(day, [call for call, _ in away]) for day, away in by_payer], held_to)
    for day, away in by_payer:
        spots: dict[tuple[int, int], list[tuple[Call, bool]]] = defaultdict(list)
        for call, is_known in away:
            if call.spot:
                spots[cell(call.spot, side_m)].append((call, is_known))
        for key in list(spots):
            near = [one for k in _around(key) for one in spots.get(k, [])]
            for k in _around(key):  # each call in one group only, the first that is met
                spots.pop(k, None)
            if _camps(near, held_to) and key not in shared and not _is_point(near[0][0], scene, held_to):
                yield _camp(day, near, held_to)


def _shared(paid: Sequence[tuple[PayerDay, Sequence[Call]]], held_to: Limits) -> set[tuple[int, int]]:
    """Squares, with those around, in which several payers paid people from elsewhere: a hall, a queue."""
    payers: dict[tuple[int, int], dict[UUID, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for day, calls in paid:
        for call in calls:
            for key in _around(cell(call.spot, 2 * held_to.camp_radius_m)) if call.spot else ():
                payers[key][day.payer].add(call.family)
    return {key for key, by in payers.items() if sum(len(met) >= held_to.shared_min for met in by.values()) >= _SEVERAL}


def _around(key: tuple[int, int]) -> list[tuple[int, int]]:
    return [(key[0] + up, key[1] + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]


def _away(day: PayerDay, listed: dict[tuple[int, int], set[object]], held_to: Limits) -> list[tuple[Call, bool]]:
    """Payments marked away from home; where no home is known, at a house listed for somebody else."""
    found = []
    for call in day.calls:
        if call.ending != "paid" or call.spot is None or not is_placed(call.spot, held_to):
            continue
        if call.home:
            if surely_far_m(call.spot, call.home) > held_to.camp_radius_m:
                found.append((call, True))
        elif listed[cell(call.spot, 2 * held_to.camp_radius_m)] - {call.family}:
            found.append((call, False))
    return found


def _camps(near: list[tuple[Call, bool]], held_to: Limits) -> bool:
    return _known_camp(near, held_to) or _marks([call for call, _ in near]) >= held_to.camp_min_unknown


def _known_camp(near: list[tuple[Call, bool]], held_to: Limits) -> bool:
    return _marks([call for call, is_known in near if is_known]) >= held_to.camp_min


def _marks(calls: Sequence[Call]) -> int:
    """Families with a mark of their own: of one mark sent for many, `copied` tells."""
    return min(
        len({call.family for call in calls}), len({(call.spot.lat, call.spot.lng) for call in calls if call.spot})
    )


def _is_point(call: Call, scene: Scene, held_to: Limits) -> bool:
    return call.spot is not None and any(far_m(call.spot, point) <= held_to.far_m for point in scene.points)


def _camp(day: PayerDay, near: list[tuple[Call, bool]], held_to: Limits) -> Flag:
    """Where the known homes say enough, families that may live at that very spot aren't named."""
    calls = [call for call, is_known in near if is_known or not _known_camp(near, held_to)]
    paid = sum(call.ending == "paid" for call in day.calls)
    away_m = median([far_m(call.spot, call.home) for call in calls if call.spot and call.home] or [0.0])
    return flag(Pattern.CAMPING, day, calls, {"paid": paid, "away_m": away_m}, held_to)


def distance_ratio(scene: Scene, held_to: Limits) -> Iterator[Flag]:
    """Families marked again far from where they were marked before, as far as from one family to the next.

    Before: by a visit of the last month, else the place learnt from older ones; stages are a quarter apart. True
    marks gather by family however poor they are; invented ones don't. Where several payers pay tells of no home. Far:
    100 m, or in a dense lane more marks that fit no home than chance and the office's others bring (binomial tail).
    """
    side_m = 2 * held_to.camp_radius_m
    all_marked = [(day, _again(day, held_to)) for day in scene.days]
    shared = _shared([(day, [call for call, *two in again if misfits(*two)]) for day, again in all_marked], held_to)
    marked = [
        (day, [one for one in again if cell(one[1], side_m) not in shared and not _is_point(one[0], scene, held_to)])
        for day, again in all_marked
    ]
    fits = [(sum(misfits(spot, before) for _, spot, before in again), len(again)) for _, again in marked]
    all_off, all_again = sum(off for off, _ in fits), sum(n for _, n in fits)
    for (day, again), (off, n) in zip(marked, fits, strict=True):
        hops = [far_m(a[1], b[1]) for a, b in pairwise(again) if a[0].family != b[0].family]
        if n < held_to.ratio_min or not hops:
            continue
        moved_m, hop_m = median(far_m(spot, before) for _, spot, before in again), max(median(hops), 1.0)
        surely_m = median(surely_far_m(spot, before) for _, spot, before in again)
        usual = max(held_to.misfit_share, (all_off - off) / max(all_again - n, 1))
        is_far = surely_m > held_to.far_m or float(binom.sf(off - 1, n, usual)) < held_to.chance_p
        if is_far and moved_m / hop_m > held_to.ratio_most:
            yield flag(
                Pattern.DISTANCE_RATIO, day, [call for call, spot, before in again if misfits(spot, before)],
                {"moved_m": moved_m, "hop_m": hop_m, "ratio": moved_m / hop_m, "again": n},
                held_to,
            )  # fmt: skip


def _again(day: PayerDay, held_to: Limits) -> list[tuple[Call, Spot, Spot]]:
    """Visits to families marked before: where now, and where then."""
    known = [(call, call.spot, call.before or call.home) for call in day.calls if is_placed(call.spot, held_to)]
    return [(call, spot, before) for call, spot, before in known if spot and before]


RULES = (teleports, copied, perfect, camping, distance_ratio)

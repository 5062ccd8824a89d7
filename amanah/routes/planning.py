"""An office's day: who can't be served, trips of two to red places, then rounds, each told as it will be walked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from amanah.routes.frail import frail_first
from amanah.routes.ground import Ground, ground
from amanah.routes.leaving import first_who_fit, impossible, unserved
from amanah.routes.searching import Asked, search
from amanah.routes.types import Hazard, Limits, Plan, Round, Stop, Together, Top, Why
from amanah.routes.walking import Payer, Walk, walk

Roads = tuple[NDArray[np.float64], NDArray[np.float64]]
SECONDS = 8.0
"""Of CPU, for the search. 2,500 stops in Denpasar need them to come within 3 % of PyVRP's whole minute."""


@dataclass(slots=True)
class _Day:
    """What is being planned."""

    stops: list[Stop]
    ground: Ground
    payers: list[Payer]
    limits: Limits
    reasons: dict[int, Why] = field(default_factory=dict)
    trips: list[tuple[int, Walk]] = field(default_factory=list)
    """(first of two payers, their trip to red places)"""


@dataclass(frozen=True, slots=True)
class _Think:
    seconds: float
    seed: int
    guard: float


def plan_day(
    stops: Sequence[Stop],
    *,
    payers: int,
    depot: tuple[float, float] | None = None,
    limits: Limits | None = None,
    seconds: float = SECONDS,
    seed: int = 1,
    roads: Roads | None = None,
    guard: float = 1.2,
) -> Plan:
    """Rounds for at most `payers` payers; the same for the same stops in any order.

    `depot`: the office (lat, lng), else the middle of the stops. `seconds` of CPU for the search, made into a count
    of tries; the clock ends it only beyond `guard` times as many. `roads`: (metres,
    seconds) from place to place, the office first, then the stops as given. Ids are unique (`wire` sees to it).
    """
    limits = limits or Limits()
    sorted_from = sorted(range(len(stops)), key=lambda i: (stops[i].lat, stops[i].lng, stops[i].id))
    some = [stops[i] for i in sorted_from]
    if roads:
        kept = np.array([0, *(i + 1 for i in sorted_from)])
        roads = (roads[0][np.ix_(kept, kept)], roads[1][np.ix_(kept, kept)])
    day = _Day(some, ground(some, depot or middle(some), limits, roads=roads), _payers(payers, limits), limits)
    think = _Think(seconds, seed, guard)
    open_ = _possible(day)
    red = [place for place in open_ if some[place - 1].hazard is Hazard.RED]
    if red:
        _go_together(day, np.array(red), think)
    others = np.array([place for place in open_ if place not in set(red)], dtype=np.int64)
    rounds, lands = _others(day, others, think)
    territory = {int(place): i for i, land in enumerate(lands, start=1) for place in land}
    by_place = [territory.get(place, 0) for place in range(1, len(some) + 1)]
    as_asked = dict(zip(sorted_from, by_place, strict=True))
    left = tuple(unserved(some[place - 1], why) for place, why in sorted(day.reasons.items()))
    return Plan(_told(day, rounds), left, _together(day), tuple(as_asked[i] for i in range(len(stops))))


def middle(stops: Sequence[Stop]) -> tuple[float, float]:
    """The median of latitudes and of longitudes; (0, 0) without stops."""
    if not stops:
        return (0.0, 0.0)
    return float(np.median([stop.lat for stop in stops])), float(np.median([stop.lng for stop in stops]))


def _payers(count: int, limits: Limits) -> list[Payer]:
    start = round(60 * limits.start)
    most = int(3600 * limits.hours)
    late = max(round(60 * limits.home_by), start + most)
    return [Payer(start, late, most, limits.cash_cap, round(60 * limits.top_up_min)) for _ in range(count)]


def _possible(day: _Day) -> list[int]:
    found = []
    for place, stop in enumerate(day.stops, start=1):
        why = impossible(day.ground, place, stop, day.payers[0], len(day.payers), day.limits)
        if why:
            day.reasons[place] = why
        else:
            found.append(place)
    return found


def _go_together(day: _Day, red: NDArray[np.int64], think: _Think) -> None:
    """Trips of two payers, the first thing of the day; afterwards both go their own rounds in what is left."""
    pairs = tuple(day.payers[: len(day.payers) // 2])
    fifth = 0.2 * think.seconds
    rounds, _ = search(day.ground, red, Asked(pairs, day.limits.even, False, fifth, think.seed, think.guard))
    payers = list(day.payers)
    trips = [walk(day.ground, frail_first(day.ground, one, pairs[0]), pairs[0]) for one in rounds if one]
    for i, trip in enumerate(one for one in trips if one.is_kept):
        day.trips.append((2 * i, trip))
        whole = payers[2 * i]
        early, late = trip.home + whole.top_up, min(whole.late, trip.leaves + whole.most)
        done = early - trip.leaves
        rest = replace(whole, early=min(early, late), late=late, most=max(0, late - early), done=done)
        payers[2 * i] = payers[2 * i + 1] = rest
    day.payers = payers
    served = {place for _, trip in day.trips for place in trip.order}
    day.reasons |= {int(place): Why.RED_ALONE for place in red if int(place) not in served}


def _others(day: _Day, some: NDArray[np.int64], think: _Think) -> tuple[list[list[int]], list[NDArray[np.int64]]]:
    """Rounds by payer as they'll be walked; whoever is in none is `day_full`."""
    fit = first_who_fit(day.ground, some, day.payers) if len(some) else some
    rounds: list[list[int]] = [[] for _ in day.payers]
    lands: list[NDArray[np.int64]] = []
    if len(fit):
        limits = day.limits
        asked = Asked(tuple(day.payers), limits.even, limits.everybody, think.seconds, think.seed, think.guard)
        rounds, lands = search(day.ground, fit, asked)
        frail = fit[day.ground.frail[fit] > 0]
        if len(np.setdiff1d(frail, [place for one in rounds for place in one])):
            kept, _ = search(day.ground, frail, asked)
            rounds, _ = search(day.ground, fit, asked, kept=kept)
    rounds = [
        frail_first(day.ground, _kept(day.ground, one, payer), payer)
        for one, payer in zip(rounds, day.payers, strict=True)
    ]
    served = {place for one in rounds for place in one}
    day.reasons |= {int(place): Why.DAY_FULL for place in some if int(place) not in served}
    return rounds, lands


def _kept(ground: Ground, order: list[int], payer: Payer) -> list[int]:
    """The round without the visits that make it impossible: whatever a search says, no limit is told as kept
    that isn't."""
    while order and not walk(ground, order, payer).is_kept:
        shorter = [order[:i] + order[i + 1 :] for i in range(len(order))]
        order = min(shorter, key=lambda one: (not walk(ground, one, payer).is_kept, walk(ground, one, payer).seconds))
    return order


def _told(day: _Day, rounds: list[list[int]]) -> tuple[Round, ...]:
    trips = {first + i: (trip, i) for first, trip in day.trips for i in (0, 1)}
    told = []
    for payer, order in enumerate(rounds):
        trip, second = trips.get(payer, (None, 0))
        if trip or order:
            beside = None if trip is None else payer + (0 if second else 2)
            told.append(_round(day, payer, walk(day.ground, order, day.payers[payer]), trip, beside, bool(second)))
    return tuple(told)


def _round(day: _Day, payer: int, own: Walk, trip: Walk | None, beside: int | None, is_second: bool) -> Round:
    """`is_second`: walks beside the one who pays, and brings no cash to the red places."""
    paid = [one for one in (None if is_second else trip, own if own.order else None) if one]
    places = [place for one in paid for place in one.order]
    walked = [one for one in (trip, own if own.order else None) if one]
    tops, done = list[Top](), 0
    for one in paid:
        tops += [Top(done + after, cash) for after, cash in one.tops]
        done += len(one.order)
    return Round(
        payer=payer + 1, stops=tuple(day.stops[place - 1].id for place in places),
        km=sum(one.metres for one in walked) / 1000,
        hours=(walked[-1].home - walked[0].leaves) / 3600,
        cash=max((top.cash for top in tops), default=0), cash_total=sum(top.cash for top in tops),
        leaves=walked[0].leaves / 60, arrivals=tuple(begin / 60 for one in paid for begin in one.begins),
        tops=tuple(tops), beside=beside,
    )  # fmt: skip


def _together(day: _Day) -> tuple[Together, ...]:
    return tuple(
        Together(
            (first + 1, first + 2), tuple(day.stops[place - 1].id for place in trip.order),
            trip.leaves / 60, trip.home / 60,
        )
        for first, trip in day.trips
    )  # fmt: skip

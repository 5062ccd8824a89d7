"""A day planned anew while its payers are out: who takes the doors of one who fell ill, or behind a flood.

Cheapest insertion into what the others still have before them, then a short search of each round that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amanah.routes.queries import order_round

Numbers = NDArray[np.float64]
Place = tuple[float, float]
Minutes = Callable[[Numbers, Numbers], Numbers]
"""(n, 2) and (m, 2) degrees to (n, m) minutes on the way, whatever lies between them."""

_SEARCH_S = 2.0
"""For all changed rounds together: the office waits for it, and ten seconds are all it may wait."""
_LEAST_S = 0.02


@dataclass(frozen=True, slots=True)
class Door:
    """A family whose leases are all open: unpaid, and no payment begun. `amount` in rupiah."""

    family: UUID
    place: Place
    minutes: float
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Out:
    """A payer on the way. `cash_left`: rupiah beyond what the own doors need; None: cash can still be handed out."""

    round: UUID
    here: Place
    doors: tuple[Door, ...]
    minutes_left: float
    cash_left: int | None = None


class Stays(StrEnum):
    """Why a door couldn't be given to anybody today."""

    NOBODY_OUT = "nobody_out"
    NO_TIME = "no_time"
    NO_CASH = "no_cash"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class Anew:
    """`orders`: families of each round that changed; `moved`: family -> its new round; `stays`: who, and why."""

    orders: dict[UUID, tuple[UUID, ...]]
    moved: dict[UUID, UUID]
    stays: dict[UUID, Stays]


@dataclass(slots=True)
class _Way:
    out: Out
    doors: list[Door]
    minutes_left: float
    cash_left: int | None
    changed: bool = field(default=False)


def share_out(doors: Sequence[Door], outs: Sequence[Out], office: Place, minutes: Minutes) -> Anew:
    """The doors of somebody who can't go on, given to those who are out, cheapest first."""
    ways = [_way(out, out.doors, office, minutes) for out in outs]
    moved, stays = _insert(list(doors), ways, office, minutes)
    return Anew(_orders(ways, office, minutes), moved, stays)


def go_round(
    outs: Sequence[Out], office: Place, minutes: Minutes, *, is_cut_off: Callable[[Door], bool], touches: set[UUID]
) -> Anew:
    """After a road was lost: the rounds it `touches` are ordered anew, and what no longer fits goes to others.

    `minutes` knows of the flood already. Doors that are cut off stay where they are, last of their round.
    """
    cut = {out.round: [door for door in out.doors if is_cut_off(door)] for out in outs}
    stays = {door.family: Stays.CUT_OFF for doors in cut.values() for door in doors}
    ways = [_way(out, [d for d in out.doors if d.family not in stays], office, minutes) for out in outs]
    given_up: list[tuple[Door, _Way]] = []
    for way in ways:
        if way.out.round in touches:
            way.changed = True
            way.doors = _short(way, office, minutes, seconds=_LEAST_S)
            given_up += [(door, way) for door in _too_much(way, office, minutes)]
    owners = {door.family: way for door, way in given_up}
    moved, unplaced = _insert([door for door, _ in given_up], ways, office, minutes)
    for door, way in given_up:
        if door.family in unplaced:
            way.doors.append(door)
    moved = {family: into for family, into in moved.items() if into != owners[family].out.round}
    orders = _orders(ways, office, minutes)
    for round_, doors in cut.items():
        if round_ in orders or doors:
            kept = orders.get(round_) or tuple(d.family for w in ways if w.out.round == round_ for d in w.doors)
            orders[round_] = (*kept, *(door.family for door in doors))
    return Anew(orders, moved, stays | unplaced)


def length(here: Place, doors: Sequence[Door], office: Place, minutes: Minutes) -> float:
    """Minutes of what is left of a day: all ways and all doors, back to the office."""
    nodes = _nodes(here, doors, office)
    ways = minutes(nodes[:-1], nodes[1:])
    return float(np.trace(ways)) + sum(door.minutes for door in doors)


def _way(out: Out, doors: Sequence[Door], office: Place, minutes: Minutes) -> _Way:
    return _Way(out, list(doors), out.minutes_left - length(out.here, doors, office, minutes), out.cash_left)


def _nodes(here: Place, doors: Sequence[Door], office: Place) -> Numbers:
    return np.array([here, *(door.place for door in doors), office], dtype=np.float64)


def _insert(
    doors: list[Door], ways: Sequence[_Way], office: Place, minutes: Minutes
) -> tuple[dict[UUID, UUID], dict[UUID, Stays]]:
    """The cheapest of all possible insertions again and again; only the round that changed is asked anew."""
    if not doors:
        return {}, {}
    if not ways:
        return {}, {door.family: Stays.NOBODY_OUT for door in doors}
    best = {id(way): _cheapest(doors, way, office, minutes) for way in ways}
    moved: dict[UUID, UUID] = {}
    waiting = set(range(len(doors)))
    while waiting:
        fitting = [
            (best[id(way)][0][i], n, i)
            for n, way in enumerate(ways)
            for i in waiting
            if _fits(doors[i], best[id(way)][0][i], way) is None
        ]
        if not fitting:
            break
        longer, n, i = min(fitting)
        way = ways[n]
        way.doors.insert(int(best[id(way)][1][i]), doors[i])
        way.minutes_left -= longer
        way.cash_left = None if way.cash_left is None else way.cash_left - doors[i].amount
        way.changed = True
        moved[doors[i].family] = way.out.round
        waiting.discard(i)
        best[id(way)] = _cheapest(doors, way, office, minutes)
    return moved, {doors[i].family: _why(doors[i], i, ways, best) for i in sorted(waiting)}


def _cheapest(doors: Sequence[Door], way: _Way, office: Place, minutes: Minutes) -> tuple[Numbers, NDArray[np.int64]]:
    """For each door: minutes the round would grow by, and where the door would stand."""
    nodes = _nodes(way.out.here, way.doors, office)
    places = np.array([door.place for door in doors], dtype=np.float64)
    to, away = minutes(nodes[:-1], places), minutes(places, nodes[1:])
    longer = to.T + away - np.diagonal(minutes(nodes[:-1], nodes[1:]))[None, :]
    where = longer.argmin(axis=1)
    service = np.array([door.minutes for door in doors])
    return longer[np.arange(len(doors)), where] + service, where


def _fits(door: Door, longer: float, way: _Way) -> Stays | None:
    if longer > way.minutes_left:
        return Stays.NO_TIME
    if way.cash_left is not None and door.amount > way.cash_left:
        return Stays.NO_CASH
    return None


def _why(door: Door, i: int, ways: Sequence[_Way], best: Mapping[int, tuple[Numbers, NDArray[np.int64]]]) -> Stays:
    whys = {_fits(door, float(best[id(way)][0][i]), way) for way in ways}
    return Stays.NO_CASH if Stays.NO_CASH in whys else Stays.NO_TIME


def _too_much(way: _Way, office: Place, minutes: Minutes) -> list[Door]:
    """Takes out of a round what its day can't hold any more: each time the door that costs most."""
    out = list[Door]()
    way.minutes_left = way.out.minutes_left - length(way.out.here, way.doors, office, minutes)
    while way.doors and way.minutes_left < 0:
        nodes = _nodes(way.out.here, way.doors, office)
        between = minutes(nodes, nodes)
        k = np.arange(1, len(nodes) - 1)
        saved = between[k - 1, k] + between[k, k + 1] - between[k - 1, k + 1]
        saved = saved + np.array([door.minutes for door in way.doors])
        worst = int(saved.argmax())
        way.minutes_left += float(saved[worst])
        out.append(way.doors.pop(worst))
    if out and way.cash_left is not None:
        way.cash_left += sum(door.amount for door in out)
    return out


def _orders(ways: Sequence[_Way], office: Place, minutes: Minutes) -> dict[UUID, tuple[UUID, ...]]:
    changed = [way for way in ways if way.changed]
    seconds = max(_LEAST_S, min(0.3, _SEARCH_S / max(1, len(changed))))
    return {
        way.out.round: tuple(door.family for door in _short(way, office, minutes, seconds=seconds)) for way in changed
    }


def _short(way: _Way, office: Place, minutes: Minutes, *, seconds: float) -> list[Door]:
    """The doors in a short order from where the payer stands; never longer than the order they were in."""
    if len(way.doors) < 2:
        return way.doors
    places = np.array([door.place for door in way.doors], dtype=np.float64)
    nodes = np.vstack([np.array([way.out.here]), places])
    seconds_between = 60 * minutes(nodes, nodes)
    seconds_between[:, 0] = 60 * minutes(nodes, np.array([office]))[:, 0]
    found = [way.doors[i] for i in order_round(seconds_between.tolist(), seconds=seconds)]
    return min((found, way.doors), key=lambda doors: length(way.out.here, doors, office, minutes))

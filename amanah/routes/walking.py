"""A round walked through on paper: when each visit begins, when the payer is home, where cash is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amanah.routes.ground import Ground


@dataclass(frozen=True, slots=True)
class Payer:
    """When a payer may be out, seconds of the day; `most` seconds at a time; `cash_cap` rupiah at once.

    `done`: seconds already worked, on a trip of two; they count when days are evened, not in `most`.
    """

    early: int
    late: int
    most: int
    cash_cap: int | None = None
    top_up: int = 600
    done: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """A round as it would go. `tops` is (stops done before, cash fetched); the first is the morning's."""

    order: tuple[int, ...]
    leaves: int
    home: int
    begins: tuple[int, ...]
    metres: int
    tops: tuple[tuple[int, int], ...]
    is_kept: bool
    """Windows, hours and the cap are kept."""

    @property
    def seconds(self) -> int:
        return self.home - self.leaves


def walk(ground: Ground, order: Sequence[int], payer: Payer) -> Walk:
    """Places in order, cash fetched as late as possible, leaving as late as costs nothing."""
    if not order:
        return Walk((), payer.early, payer.early, (), 0, (), is_kept=True)
    loads = _loads(ground, order, payer.cash_cap)
    legs = _legs(ground, order, {done for done, _ in loads if done}, payer.top_up)
    _, slack, _ = _timed(ground, order, legs, payer.early)
    leaves = payer.early + slack
    begins, _, home = _timed(ground, order, legs, leaves)
    is_kept = all(begin <= ground.late[place] for place, begin in zip(order, begins, strict=True))
    is_kept &= home <= payer.late and home - leaves <= payer.most
    is_kept &= payer.cash_cap is None or all(cash <= payer.cash_cap for _, cash in loads)
    return Walk(tuple(order), leaves, home, begins, sum(metres for metres, _ in legs), loads, is_kept)


def even_s(ground: Ground, rounds: Sequence[Sequence[int]], payers: Sequence[Payer], times: float, over: int) -> int:
    """Seconds an even day may last: `times` the mean over so many days, or over those walked where `over` is 0."""
    there = [(one, payer) for one, payer in zip(rounds, payers, strict=False) if one or payer.done]
    days = [payer.done + walk(ground, one, payer).seconds for one, payer in there]
    return round(times * sum(days) / (over or len(days))) if days else 0


def _legs(ground: Ground, order: Sequence[int], fetch_before: set[int], top_up: int) -> list[tuple[int, int]]:
    """(metres, seconds) to each stop and home; by way of the office where cash is fetched."""
    legs, here = list[tuple[int, int]](), 0
    for i, place in enumerate([*order, 0]):
        metres, seconds = int(ground.metres[here, place]), int(ground.seconds[here, place])
        if i in fetch_before:
            metres = int(ground.metres[here, 0] + ground.metres[0, place])
            seconds = int(ground.seconds[here, 0] + ground.seconds[0, place]) + top_up
        legs.append((metres, seconds))
        here = place
    return legs


def _timed(
    ground: Ground, order: Sequence[int], legs: list[tuple[int, int]], leaves: int
) -> tuple[tuple[int, ...], int, int]:
    """(when visits begin, seconds by which leaving later would only shorten waits, home): Savelsbergh's slack."""
    begins, now, waited, slack = list[int](), leaves, 0, 86_400
    for place, (_, seconds) in zip(order, legs, strict=False):
        now += seconds
        waited += max(0, int(ground.early[place]) - now)
        now = max(now, int(ground.early[place]))
        slack = min(slack, waited + int(ground.late[place]) - now)
        begins.append(now)
        now += int(ground.service[place])
    return tuple(begins), max(0, min(waited, slack)), now + legs[-1][1]


def _loads(ground: Ground, order: Sequence[int], cap: int | None) -> tuple[tuple[int, int], ...]:
    loads, carried, since = list[tuple[int, int]](), 0, 0
    for i, place in enumerate(order):
        amount = int(ground.amount[place])
        if cap is not None and carried + amount > cap and carried:
            loads.append((since, carried))
            carried, since = 0, i
        carried += amount
    return (*loads, (since, carried))

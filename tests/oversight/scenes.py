"""Hand-made scenes: an honest office of payers whose days differ as people's do, to be bent by one line a test."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from amanah.oversight.rules.patterns.limits import limits
from amanah.oversight.rules.patterns.look import look
from amanah.oversight.rules.patterns.types import Call, Flag, Pattern, PayerDay, Scene, Spot

DAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # half past eight in Denpasar
_DEGREE_M = 111_195.0


def spot(east_m: float, north_m: float, **other: Any) -> Spot:
    """Metres from the middle of a village."""
    return Spot(
        -8.6512345 + north_m / _DEGREE_M,
        115.2123456 + east_m / _DEGREE_M,
        8.0,
        **{"spread_m": 2.4, "fixes": 7, **other},
    )


def family(payer: int, i: int) -> UUID:
    return UUID(int=payer * 10_000 + i + 1)


def call(payer: int, i: int, chance: random.Random, **other: Any) -> Call:
    """A payer's i-th visit: 80 m further along a lane, some four minutes long, marked within metres of the home."""
    start, took = timedelta(minutes=8 * i + chance.uniform(0, 2)), chance.uniform(180, 330)
    home = spot(payer * 2_000 + 80 * i, chance.uniform(-5, 5))
    marked = spot(payer * 2_000 + 80 * i + chance.gauss(0, 4), chance.gauss(0, 4), spread_m=chance.uniform(1, 5))
    made = Call(
        visit=UUID(int=payer * 10_000 + i + 5_000_000), family=family(payer, i), started_at=MORNING + start,
        ended_at=MORNING + start + timedelta(seconds=took), received_at=MORNING + timedelta(hours=9), ending="paid",
        started_ms=60_000 + round(start.total_seconds() * 1000),
        ended_ms=60_000 + round((start.total_seconds() + took) * 1000), spot=marked, home=home,
        photos=(("house", f"{payer:032d}{i:032d}"),),
    )  # fmt: skip
    return replace(made, **other)


def payer_day(payer: int, *, calls: int = 20, day: date = DAY, seed: int = 1) -> PayerDay:
    chance = random.Random(seed * 1_000 + payer)
    return PayerDay(UUID(int=payer), "80000", day, tuple(call(payer, i, chance) for i in range(calls)))


def office(payers: int = 8, *, calls: int = 20, seed: int = 1) -> Scene:
    days = tuple(payer_day(payer, calls=calls, seed=seed) for payer in range(1, payers + 1))
    homes = {one.family: one.home for day in days for one in day.calls if one.home}
    return Scene(days=days, homes=homes)


def bent(scene: Scene, change: Callable[[int, Call], Call], *, payer: int = 1) -> Scene:
    """The scene with one payer's calls changed."""
    days = tuple(
        replace(day, calls=tuple(change(i, one) for i, one in enumerate(day.calls)))
        if day.payer == UUID(int=payer)
        else day
        for day in scene.days
    )
    return replace(scene, days=days)


def found(scene: Scene, kind: Pattern, **limits_: Any) -> list[Flag]:
    return [flag for flag in look(scene, replace(limits(), **limits_)) if flag.kind is kind]


def kinds(scene: Scene) -> set[Pattern]:
    return {flag.kind for flag in look(scene)}


def only(scene: Scene, kind: Pattern) -> Flag:
    """The one flag of a kind, of payer 1."""
    (flag,) = found(scene, kind)
    assert flag.payer == UUID(int=1)
    return flag

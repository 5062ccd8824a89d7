"""All offices' rounds: planned here, or by every core of a Ray cluster, office by office."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

from amanah.national import shelf
from amanah.national.types import NationPlanned, OfficeDay, OfficePlanned
from amanah.routes.queries import plan_day

Told = Callable[[int, int], None]
Made = tuple[str, dict[str, Any], float]
"""An office's name, its plan, and the CPU seconds it took."""
Spread = Callable[[Iterable[OfficeDay], float, int], Iterator[Made]]
"""What plans many offices, in any order."""


GUARD = 30.0
"""Times its seconds before the clock ends an office's search: the count ends it first on any machine."""


def plan_nation(
    days: Iterable[OfficeDay], folder: Path, *, seconds: float, seed: int = 1,
    spread: Spread | None = None, told: Told = lambda _done, _of: None,
) -> NationPlanned:  # fmt: skip
    """Every office's plan as a file in `folder`; what lies there from the same day isn't made again.

    `seconds` of CPU an office, turned into a count: a plan must not differ by the machine that made it. `spread`: who
    plans (default: this process; `clusters.on_ray`). A day is taken from `days` when there is room to plan it, and let
    go with its plan: the country's families and roads are never in memory at once. `told`: (done, seen so far).
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked, done = dict[str, str](), dict[str, OfficePlanned]()
    kept = 0

    def missing() -> Iterator[OfficeDay]:
        nonlocal kept
        for day in days:
            asked[day.nopen] = shelf.asked_of(day, seconds, seed)
            known = shelf.planned_before(folder, day.nopen, asked[day.nopen])
            if known:
                done[day.nopen] = known
                kept += 1
                told(len(done), len(asked))
            else:
                yield day

    for nopen, plan, cpu_s in (spread or here)(missing(), seconds, seed):
        shelf.keep(folder, nopen, asked[nopen], plan)
        done[nopen] = shelf.summed(nopen, plan, cpu_s=cpu_s)
        told(len(done), len(asked))
    offices = tuple(done[nopen] for nopen in sorted(done))
    return NationPlanned(offices, kept, sha256("".join(one.digest for one in offices).encode()).hexdigest())


def here(days: Iterable[OfficeDay], seconds: float, seed: int) -> Iterator[Made]:
    """One after the other, in this process."""
    for day in days:
        yield plan_office(day, seconds, seed)


def plan_office(day: OfficeDay, seconds: float, seed: int) -> Made:
    begun = process_time()
    plan = plan_day(
        day.stops, payers=day.payers, depot=day.depot, seconds=seconds, seed=seed, roads=day.roads, guard=GUARD
    )
    told = {
        "rounds": [
            {"payer": one.payer, "stops": list(one.stops), "km": round(one.km, 3), "hours": round(one.hours, 4),
             "cash": one.cash}
            for one in plan.rounds
        ],
        "unserved": [{"id": one.id, "reason": str(one.reason)} for one in plan.unserved],
    }  # fmt: skip
    return day.nopen, told, process_time() - begun

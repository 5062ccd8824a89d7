"""PyVRP on one neighbourhood of rounds at a time, from rounds there already are to shorter ones."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import IteratedLocalSearchParams
from pyvrp.search import (
    OPERATORS,
    LocalSearch,
    NeighbourhoodParams,
    PerturbationManager,
    PerturbationParams,
    compute_neighbours,
)

from amanah.routes.ground import Ground
from amanah.routes.walking import Payer, walk

_OVERTIME_M = 20
"""Metres a second beyond an even day: evenness is bought, but not at any price."""

_OUT_M = 100
"""Metres one more payer out must save: where everybody lives at the office's door, none would cost anything."""


@dataclass(frozen=True, slots=True)
class Way:
    """How PyVRP searches."""

    neighbours: int
    shaken: int
    """Most stops shaken at once."""
    history: int
    is_thorough: bool
    """Each new best is searched wholly, and payers alike are one kind of vehicle, not one each."""


QUICK = Way(20, 12, 100, is_thorough=False)
"""From rounds there are: half of what PyVRP shakes by itself, for twice the tries a second."""
THOROUGH = Way(80, 25, 200, is_thorough=True)
"""From nothing, with windows: a near door at the wrong hour is no neighbour, so more of them are asked."""


@dataclass(slots=True)
class Purse:
    """Seconds of this process's CPU that may be spent; iterations end first, unless the machine is slow."""

    until: float

    @classmethod
    def of(cls, seconds: float) -> Purse:
        return cls(time.process_time() + seconds)

    def is_empty(self) -> bool:
        return time.process_time() >= self.until


@dataclass(slots=True)
class _Stop:
    """PyVRP's stopping criterion: so many calls, or an empty purse."""

    left: int
    purse: Purse

    def __call__(self, best_cost: float) -> bool:
        self.left -= 1
        return self.left < 0 or (self.left % 16 == 0 and self.purse.is_empty())


def shorten(
    ground: Ground,
    rounds: Sequence[Sequence[int]],
    payers: Sequence[Payer],
    *,
    even: int,
    tries: int,
    purse: Purse,
    seed: int,
    waiting: Sequence[int] = (),
    must: AbstractSet[int] = frozenset(),
    way: Way = QUICK,
) -> list[list[int]]:
    """Rounds over the same places and those `waiting`, one a payer (maybe empty), in their payers' limits.

    `even`: seconds a day should not be longer than. Each visit has a prize beyond any detour, the frail's the highest:
    places no round can take are in none. Those that `must` be served are in the given rounds, and stay in some.
    """
    some = np.array(sorted({*waiting, *(place for one in rounds for place in one)}), dtype=np.int64)
    if not len(some):
        return [[] for _ in payers]
    part, where = ground.part(some), {int(place): i for i, place in enumerate(some)}
    kinds = _kinds(payers, way)
    data = _data(part, payers, kinds, even=even, must={where[place] for place in must if place in where})
    kind_of = {i: kind for kind, alike in enumerate(kinds) for i in alike}
    start = pyvrp.Solution(data, [
        _route(data, part, [where[place] for place in one], kind_of[i], payers[i])
        for i, one in enumerate(rounds) if len(one)
    ])  # fmt: skip
    best = _search(data, start, _Stop(tries, purse), seed, way)
    found: list[list[int]] = [[] for _ in payers]
    for route in best.routes():
        payer = kinds[route.vehicle_type()].pop(0)
        found[payer] = [int(some[step.idx]) for step in route.schedule() if step.is_client()]
    return found


def _kinds(payers: Sequence[Payer], way: Way) -> list[list[int]]:
    """Payers (indices) that PyVRP may take for each other; each by itself where rounds should stay whose they are."""
    if not way.is_thorough:
        return [[i] for i in range(len(payers))]
    return [[i for i, one in enumerate(payers) if one == kind] for kind in dict.fromkeys(payers)]


def _data(
    ground: Ground, payers: Sequence[Payer], kinds: Sequence[Sequence[int]], *, even: int, must: AbstractSet[int]
) -> pyvrp.ProblemData:
    count = len(ground.metres)
    has_cap = payers[0].cash_cap is not None
    prize = 3 * int(ground.metres[0].max()) + 60_000
    clients = [
        pyvrp.Client(
            i, delivery=[int(ground.amount[i])] if has_cap else [], service_duration=int(ground.service[i]),
            tw_early=int(ground.early[i]), tw_late=int(ground.late[i]), required=i - 1 in must,
            prize=0 if i - 1 in must else prize * (3 if ground.frail[i] else 1),
        )
        for i in range(1, count)
    ]  # fmt: skip
    vehicles = [_vehicle(payers[alike[0]], len(alike), even, str(i)) for i, alike in enumerate(kinds)]
    depots = [pyvrp.Depot(0), *([pyvrp.Depot(0, service_duration=payers[0].top_up)] if has_cap else [])]
    places = [pyvrp.Location(float(x), float(y)) for x, y in ground.places]
    far, long = [ground.metres], [ground.seconds]
    return pyvrp.ProblemData(places, clients, depots, vehicles, far, long)  # type: ignore[arg-type]  # shapes as `int`


def _vehicle(payer: Payer, alike: int, even: int, name: str) -> pyvrp.VehicleType:
    """Overtime begins where the day, with what was `done` before, is longer than an even one."""
    left = min(max(0, even - payer.done), payer.most)
    return pyvrp.VehicleType(
        alike, capacity=[payer.cash_cap] if payer.cash_cap is not None else [],
        tw_early=payer.early, tw_late=payer.late, shift_duration=left,
        max_overtime=payer.most - left, unit_overtime_cost=_OVERTIME_M, fixed_cost=0 if payer.done else _OUT_M,
        reload_depots=[1] if payer.cash_cap is not None else [], name=name,
    )  # fmt: skip


def _route(data: pyvrp.ProblemData, ground: Ground, clients: list[int], vehicle: int, payer: Payer) -> pyvrp.Route:
    """With a visit to the office wherever the cash would run out."""
    tops = {done for done, _ in walk(ground, [client + 1 for client in clients], payer).tops if done}
    steps = list[pyvrp.Activity]()
    for i, client in enumerate(clients):
        if i in tops:
            steps.append(pyvrp.Activity(pyvrp.ActivityType.DEPOT, 1))
        steps.append(pyvrp.Activity(pyvrp.ActivityType.CLIENT, client))
    return pyvrp.Route(data, steps, vehicle)


def _search(data: pyvrp.ProblemData, start: pyvrp.Solution, stop: _Stop, seed: int, way: Way) -> pyvrp.Solution:
    """As `pyvrp.solve`, but mending the whole start first: shaking alone would leave what it doesn't touch."""
    chance = pyvrp.RandomNumberGenerator(seed=seed)
    neighbours = compute_neighbours(data, NeighbourhoodParams(num_neighbours=way.neighbours))
    local = LocalSearch(data, chance, neighbours, PerturbationManager(PerturbationParams(1, way.shaken)))
    for operator in OPERATORS:
        if operator.supports(data):
            local.add_operator(operator(data))
    params = pyvrp.PenaltyParams()
    penalties = pyvrp.PenaltyManager(params.midpoint_penalties(data), params)
    if way.is_thorough and not start.routes():
        start = pyvrp.Solution.make_random(data, chance)
    mended = local(start, penalties.max_cost_evaluator(), exhaustive=True)
    search = pyvrp.IteratedLocalSearch(
        data, penalties, local, mended,
        IteratedLocalSearchParams(history_length=way.history, exhaustive_on_best=way.is_thorough),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PenaltyBoundWarning)  # a full day; those left out are told one by one
        return search.run(stop, collect_stats=False).best

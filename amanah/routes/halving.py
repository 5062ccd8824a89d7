"""A large problem thought about in parts, one to a core, cut anew around the depot again and again.

PyVRP searches on one core. What it finds in a minute for a thousand places is short of what it finds for five hundred
in half of one, so the routes are cut by the angle at which they lie from the depot, each part is searched from where
it stands, and the next cut falls elsewhere: routes that lay on two sides of a border meet. (The idea is Taillard's,
"Parallel iterative search methods for vehicle routing problems", Networks 23, 1993; figures in decision 0043.)
A small problem gains nothing by it: there, each core searches the whole from a seed of its own, one of them exactly
as plain PyVRP would, and the best is kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from math import atan2, tau
from multiprocessing import get_context
from random import Random
from time import monotonic

from pyvrp import CostEvaluator, ProblemData, Solution, VehicleType, solve
from pyvrp.stop import MaxRuntime

FEW = 700
"""Clients up to which the whole is searched: at 502 cutting was no better in the same time (69,344 to 69,351)."""
CUTS = 8
"""Times the borders fall anew; 8 were better than 4 on three problems of a thousand clients."""
CUT_S = 1.5
"""Seconds a cut is searched at least: PyVRP needs some of them to begin."""
LEAST = 250
"""Clients a part holds at least: four parts of 250 of X-n1001-k43 were worse than two of 500."""

Routes = list[list[int]]
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """`cost` in the data's own units; `routes` are clients by their index in the data."""

    cost: int
    feasible: bool
    routes: Routes
    how: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some clients, the routes they are on (none yet: empty), the vehicles they may use, and the search's terms."""

    clients: Sequence[int]
    routes: Sequence[Sequence[int]]
    vehicles: int
    seconds: float
    seed: int


def search(
    data: ProblemData, seconds: float, *, seed: int = 0, cores: int | None = None, told: Told = lambda _done, _of: None
) -> Solved:
    """The best found within `seconds` of wall time on all cores (`cores`: so many)."""
    begun, cores = monotonic(), cores or len(os.sched_getaffinity(0))
    with _workers(data, cores) as pool:
        if data.num_clients > FEW and _can_be_cut(data):
            return _in_parts(data, pool, begun + seconds, cores=cores, seed=seed, told=told)
        return _whole(data, pool, seconds, cores=cores, seed=seed)


def _can_be_cut(data: ProblemData) -> bool:
    """One depot, one kind of vehicle, every client must be visited, alone, and lies somewhere on a map."""
    is_plain = data.num_depots == 1 and data.num_vehicle_types == 1 and data.num_shipments == 0
    if len({(place.x, place.y) for place in data.locations()}) < data.num_clients // 2:
        return False  # a table of distances without places
    return is_plain and not data.groups() and all(client.required for client in data.clients())


def _whole(data: ProblemData, pool: ProcessPoolExecutor, seconds: float, *, cores: int, seed: int) -> Solved:
    whole = range(data.num_clients)
    parts = [Part(whole, (), data.num_vehicles, seconds, seed + i) for i in range(cores)]
    found = [_joined(data, routes, "whole") for routes in pool.map(_search, parts)]
    return min(found, key=lambda one: (not one.feasible, one.cost))


def _in_parts(
    data: ProblemData, pool: ProcessPoolExecutor, until: float, *, cores: int, seed: int, told: Told
) -> Solved:
    rng = Random(seed)  # noqa: S311 - a search, no secret
    count = max(2, min(cores, data.num_clients // LEAST))
    angles = _angles(data)
    best: Solved | None = None
    cuts = max(2, min(CUTS, int((until - monotonic()) / CUT_S)))
    for cut in range(cuts):
        told(cut, cuts)
        each_s = max(until - monotonic(), 0.1) / (cuts - cut) * min(cores, count) / count
        if best is None:
            pieces = _pieces([[client] for client in range(data.num_clients)], angles, count, rng.random() * tau)
            parts = _first(data, [[one for [one] in piece] for piece in pieces], each_s, rng)
        elif not best.feasible:  # too few vehicles in a part, or too little room: the whole has them all
            return _whole(data, pool, max(until - monotonic(), 0.1), cores=cores, seed=seed)
        else:
            pieces = _pieces(best.routes, angles, count, _start(cut, count, rng))
            parts = [_again(data, best, piece, count, each_s, rng) for piece in pieces]
        joined = _joined(data, [route for routes in pool.map(_search, parts) for route in routes], "parts")
        if best is None or (not joined.feasible, joined.cost) <= (not best.feasible, best.cost):
            best = joined
    assert best is not None
    told(cuts, cuts)
    return best


def _start(cut: int, count: int, rng: Random) -> float:
    """Borders fall into the middle of the last parts, not quite: the third cut isn't the first again."""
    return (cut * 0.5 + rng.random() * 0.2) / count * tau


def _first(data: ProblemData, pieces: Sequence[list[int]], seconds: float, rng: Random) -> list[Part]:
    """Vehicles by number of clients, together never more than there are."""
    parts, before, given = list[Part](), 0, 0
    for clients in pieces:
        before += len(clients)
        share = data.num_vehicles * before // data.num_clients - given
        parts.append(Part(clients, (), max(share, 1), seconds, rng.randrange(2**30)))
        given += share
    return parts


def _again(data: ProblemData, best: Solved, routes: Routes, count: int, seconds: float, rng: Random) -> Part:
    spare = max(data.num_vehicles - len(best.routes), 0) // count
    clients = [client for route in routes for client in route]
    return Part(clients, routes, len(routes) + spare, seconds, rng.randrange(2**30))


def _angles(data: ProblemData) -> list[float]:
    places = data.locations()
    depot = places[data.depots()[0].location]
    at = [places[client.location] for client in data.clients()]
    return [atan2(place.y - depot.y, place.x - depot.x) % tau for place in at]


def _pieces(routes: Routes, angles: Sequence[float], count: int, start: float) -> list[Routes]:
    """Routes by the angle they begin to lie at, from `start` on, in `count` pieces of about as many clients."""
    ordered = sorted(routes, key=lambda route: (_middle(route, angles) - start) % tau)
    whole = sum(len(route) for route in routes)
    pieces: list[Routes] = [[] for _ in range(count)]
    before = 0
    for route in ordered:
        pieces[min(before * count // whole, count - 1)].append(route)
        before += len(route)
    return [piece for piece in pieces if piece]


def _middle(route: Sequence[int], angles: Sequence[float]) -> float:
    """The angle of the client in the middle of the route: a mean would turn the wrong way at a full turn."""
    return angles[route[len(route) // 2]]


def _joined(data: ProblemData, routes: Routes, how: str) -> Solved:
    whole = Solution(data, routes)
    cost = CostEvaluator([0] * data.num_load_dimensions, 0, 0).penalised_cost(whole)
    return Solved(cost, whole.is_feasible(), routes, how)


_data: ProblemData  # of a worker process: inherited by the fork, never sent


@contextmanager
def _workers(data: ProblemData, cores: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that have `data` already: a fork costs milliseconds where sending a matrix costs seconds."""
    with ProcessPoolExecutor(cores, mp_context=get_context("fork"), initializer=_know, initargs=(data,)) as pool:
        yield pool


def _know(data: ProblemData) -> None:
    global _data
    _data = data


def _search(part: Part) -> Routes:
    """In a worker: the part's routes after its seconds, in the whole's numbers."""
    clients, place = _data.clients(), {client: i for i, client in enumerate(part.clients)}
    data = _data.replace(
        clients=[clients[client] for client in part.clients], vehicle_types=[_so_many(part.vehicles)]
        if _data.num_vehicle_types == 1 else _data.vehicle_types(),
    )  # fmt: skip
    begun = Solution(data, [[place[client] for client in route] for route in part.routes]) if part.routes else None
    stop = MaxRuntime(part.seconds)
    best = solve(data, stop, seed=part.seed, collect_stats=False, display=False, initial_solution=begun).best
    return [[part.clients[one.idx] for one in route.schedule() if one.is_client()] for route in best.routes()]


def _so_many(vehicles: int) -> VehicleType:
    return _data.vehicle_types()[0].replace(num_available=vehicles)

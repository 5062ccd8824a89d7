"""Sharing places among payers, and the order of one round."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

from pyvrp import Model
from pyvrp.stop import MaxRuntime

from amanah.routes.planning import plan_day as plan_day

Matrix = Sequence[Sequence[float]]
"""Metres from place to place, row to column; place 0 is the office. Roads or straight lines: the asker knows."""

_FEW = 8
"""Up to so many stops are walked nearest first: a search would gain nothing a payer could notice."""


def order_round(far_m: Matrix, *, seconds: float = 0.3, seed: int = 1) -> list[int]:
    """The stops (1 … n of the matrix, here counted from 0) in a short order, from the office and back to it.

    `seconds` is the time PyVRP may think.
    """
    stops = len(far_m) - 1
    if stops <= _FEW:
        return _nearest_first(far_m)
    model = Model()
    places = [model.add_location(x=i, y=0) for i in range(stops + 1)]
    model.add_depot(places[0])
    for place in places[1:]:
        model.add_client(place, delivery=1)
    model.add_vehicle_type(1, capacity=stops)
    for i, one in enumerate(places):
        for j, other in enumerate(places):
            if i != j:
                model.add_edge(one, other, distance=round(far_m[i][j]))
    best = model.solve(stop=MaxRuntime(seconds), seed=seed, display=False, collect_stats=False).best
    order = [step.idx for route in best.routes() for step in route.schedule() if step.is_client()]
    # the solver may leave a stop out when it finds no feasible round in its time; a payer may not
    return order if sorted(order) == list(range(stops)) else _nearest_first(far_m)


def _nearest_first(far_m: Matrix) -> list[int]:
    left, here, order = list(range(1, len(far_m))), 0, list[int]()
    while left:
        here = min(left, key=lambda place: far_m[here][place])
        left.remove(here)
        order.append(here - 1)
    return order


def share(places: Sequence[tuple[float, float]], payers: int) -> list[list[int]]:
    """Indices of `places` (lat, lng in degrees), one list a payer; sizes differ by at most a few.

    The map is cut in two again and again, across its longer side: neighbours stay together.
    """
    return _cut(places, list(range(len(places))), payers)


def _cut(places: Sequence[tuple[float, float]], some: list[int], payers: int) -> list[list[int]]:
    if payers <= 1:
        return [some]
    left = payers // 2
    ordered = _across(places, some)
    middle = round(len(ordered) * left / payers)
    return _cut(places, ordered[:middle], left) + _cut(places, ordered[middle:], payers - left)


def _across(places: Sequence[tuple[float, float]], some: list[int]) -> list[int]:
    """In order along the longer side of their bounding box."""
    if not some:
        return []
    lats, lngs = [places[i][0] for i in some], [places[i][1] for i in some]
    north_south = max(lats) - min(lats)
    east_west = (max(lngs) - min(lngs)) * cos(radians(lats[0]))
    is_tall = north_south >= east_west
    return sorted(some, key=lambda i: places[i] if is_tall else places[i][::-1])

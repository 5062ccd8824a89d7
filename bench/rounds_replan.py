"""Replanning while out: 40 payers, 1,250 open doors in a town; one falls ill, then a road is lost. JSON.

The thinking alone (`visits.rules.replanning`), without the database. `./run bench rounds_replan --json -`
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from amanah.cli.answer import write_json
from amanah.routes.queries import order_round, share
from amanah.routes.travel import Travel, crow_km
from amanah.visits.rules.replanning import Anew, Door, Numbers, Out, go_round, length, share_out

PAYERS, DOORS, LIMIT_S = 40, 1_250, 10.0
OFFICE = (-8.6560, 115.2165)


def _flooded(area: shapely.Polygon, times: float) -> Callable[[Numbers, Numbers], Numbers]:
    def minutes(a: Numbers, b: Numbers) -> Numbers:
        found = _dry(a, b)
        ends = np.stack(np.broadcast_arrays(a[:, None, ::-1], b[None, :, ::-1]), axis=2)
        return np.where(shapely.intersects(area, shapely.linestrings(ends)), times * found, found)

    return minutes


def _dry(a: Numbers, b: Numbers) -> Numbers:
    return Travel().minutes(crow_km(a, b), "51.71")


def _town(seed: int) -> list[Out]:
    rng = np.random.default_rng(seed)
    places = np.array(OFFICE) + rng.normal(0, 0.022, (DOORS, 2))
    outs = []
    for number, some in enumerate(share([(lat, lng) for lat, lng in places], PAYERS)):
        nodes = np.vstack([OFFICE, places[some]])
        order = order_round((60 * _dry(nodes, nodes)).tolist(), seconds=0.02)
        doors = [Door(UUID(int=some[i] + 1), (float(places[some[i]][0]), float(places[some[i]][1])), 5.0, 600_000)
                 for i in order]  # fmt: skip
        outs.append(Out(UUID(int=10_000 + number), doors[0].place, tuple(doors), 360.0))
    return outs


def _timed(call: Callable[[], Anew]) -> tuple[Anew, dict[str, float]]:
    wall, cpu = time.monotonic(), time.process_time()
    found = call()
    taken = time.monotonic() - wall
    return found, {
        "wall_s": round(taken, 2), "cpu_s": round(time.process_time() - cpu, 2), "of_limit": round(taken / LIMIT_S, 3)
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-", metavar="FILE|-")
    asked = parser.parse_args()
    outs = _town(seed=5)
    ill, rest = outs[7], [*outs[:7], *outs[8:]]
    shared, took = _timed(lambda: share_out(ill.doors, rest, OFFICE, _dry))
    area = shapely.box(115.20, -8.67, 115.225, -8.645)
    wet = _flooded(area, 4.0)
    lines = {o.round: shapely.linestrings([(d.place[1], d.place[0]) for d in o.doors]) for o in outs}
    touched = {id_ for id_, line in lines.items() if shapely.intersects(area, line)}
    around, took_flood = _timed(lambda: go_round(outs, OFFICE, wet, is_cut_off=lambda door: False, touches=touched))
    doors = {door.family: door for out in outs for door in out.doors}
    said = {
        "payers": PAYERS, "doors": DOORS, "limit_s": LIMIT_S,
        "ill": {**took, "moved": len(shared.moved), "stays": len(shared.stays), "rounds": len(shared.orders)},
        "flood": {
            **took_flood, "touched": len(touched), "moved": len(around.moved), "stays": len(around.stays),
            "minutes_as_they_were": round(sum(length(o.here, o.doors, OFFICE, wet) for o in outs)),
            "minutes_anew": round(sum(
                length(o.here, [doors[f] for f in around.orders.get(o.round, tuple(d.family for d in o.doors))],
                       OFFICE, wet)
                for o in outs
            )),
        },
    }  # fmt: skip
    write_json(said, asked.json)


if __name__ == "__main__":
    main()

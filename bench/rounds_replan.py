"""Replanning while out: 40 payers, 1,250 doors in a town; one falls ill, then a road is lost. JSON.

`command`: in a house of its own (embedded Postgres), everything leased and out: the whole command with its
transaction. `thinking`: `visits.rules.replanning` alone. `./run bench rounds_replan --json -`
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from amanah.cli.answer import write_json
from amanah.cli.rehearsal.house import ROOT, House
from amanah.routes.queries import order_round, share
from amanah.routes.travel import Travel, crow_km
from amanah.visits.rules.replanning import Anew, Door, Numbers, Out, go_round, length, share_out

PAYERS, DOORS, LIMIT_S = 40, 1_250, 10.0
OFFICE = (-8.6560, 115.2165)
SPREAD_DEG = 0.022


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
    places = np.array(OFFICE) + rng.normal(0, SPREAD_DEG, (DOORS, 2))
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
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        sys.stdout.write(json.dumps(_inside()))
        return
    with House() as house:
        words = [sys.executable, "-m", "bench.rounds_replan", "--inside"]
        told = subprocess.run(words, cwd=ROOT, env=house.environment(), check=True, capture_output=True, text=True)
    command = json.loads(told.stdout.splitlines()[-1])
    for one in (command["flood"], command["slow"], command["ill"]):
        one["of_limit"] = round(one["wall_s"] / LIMIT_S, 3)
    write_json({"payers": PAYERS, "doors": DOORS, "limit_s": LIMIT_S, "command": command, "thinking": _thinking()},
               asked.json)  # fmt: skip


def _inside() -> dict[str, Any]:
    """In the house: a place is closed, then slow, while everybody is out; then one of them falls ill."""
    import django

    django.setup()
    from bench import replan_house

    begun = time.monotonic()
    out = replan_house.make(PAYERS, DOORS, spread_deg=SPREAD_DEG)
    made = {"rounds_out": len(out.phones), "leased": len(out.families()), "made_s": round(time.monotonic() - begun, 1)}
    return {
        **made,
        "flood": replan_house.a_road_floods(out, times=None),
        "slow": replan_house.a_road_floods(out, times=3.0),
        "ill": replan_house.one_falls_ill(out),
    }


def _thinking() -> dict[str, Any]:
    outs = _town(seed=5)
    ill, rest = outs[7], [*outs[:7], *outs[8:]]
    shared, took = _timed(lambda: share_out(ill.doors, rest, OFFICE, _dry))
    area = shapely.box(115.20, -8.67, 115.225, -8.645)
    wet = _flooded(area, 4.0)
    lines = {o.round: shapely.linestrings([(d.place[1], d.place[0]) for d in o.doors]) for o in outs}
    touched = {id_ for id_, line in lines.items() if shapely.intersects(area, line)}
    around, took_flood = _timed(lambda: go_round(outs, OFFICE, wet, is_cut_off=lambda door: False, touches=touched))
    doors = {door.family: door for out in outs for door in out.doors}
    return {
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


if __name__ == "__main__":
    main()

"""Rounds: ours against PyVRP over the whole office for a minute, in the same run. `./run bench rounds --json -`."""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyvrp
from pyvrp.stop import MaxRuntime

from amanah.routes.ground import Ground, ground
from amanah.routes.types import Limits, Stop

DEPOT = (-8.6705, 115.2330)
HOURS = 8


def centres() -> list[tuple[float, float]]:
    """Denpasar's villages; the depot's surroundings where the shared data is missing."""
    path = Path(__file__).resolve().parents[2] / "shared" / "data" / "geo" / "denpasar_village_centres.csv"
    if not path.exists():
        sys.stderr.write("village centres are missing: a round town instead\n")
        return [DEPOT]
    return [(float(row["lat"]), float(row["lng"])) for row in csv.DictReader(path.open())]


def denpasar(count: int, seed: int) -> list[Stop]:
    chance, villages = random.Random(seed), centres()
    places = [chance.choice(villages) for _ in range(count)]
    return [
        Stop(f"h{i}", lat + chance.gauss(0, 0.006), lng + chance.gauss(0, 0.006), amount=600_000)
        for i, (lat, lng) in enumerate(places)
    ]


def mountain(count: int, seed: int) -> list[Stop]:
    """Hamlets along valleys up to 25 km away, two in five with hours of their own."""
    chance, stops = random.Random(seed), list[Stop]()
    hamlets = [(DEPOT[0] + chance.uniform(-0.02, 0.22), DEPOT[1] + chance.gauss(0, 0.05)) for _ in range(40)]
    for i in range(count):
        lat, lng = chance.choice(hamlets)
        stop = Stop(f"h{i}", lat + chance.gauss(0, 0.003), lng + chance.gauss(0, 0.003), amount=600_000)
        morning, afternoon = replace(stop, latest=720), replace(stop, earliest=720, latest=930)
        stops.append(chance.choice([stop, stop, stop, morning, afternoon]))
    return stops


def island(count: int, seed: int) -> list[Stop]:
    """Few doors far apart on 40 by 20 km, every second with hours of its own."""
    chance, stops = random.Random(seed), list[Stop]()
    for i in range(count):
        stop = Stop(f"h{i}", DEPOT[0] + chance.uniform(-0.09, 0.09), DEPOT[1] + chance.uniform(-0.18, 0.18))
        hours = chance.choice([(0.0, 1440.0), (0.0, 1440.0), (480.0, 720.0), (720.0, 930.0)])
        stops.append(replace(stop, amount=600_000, earliest=hours[0], latest=hours[1]))
    return stops


def fifth(count: int, seed: int) -> list[Stop]:
    """Denpasar, every fifth with hours of its own."""
    chance, stops = random.Random(seed), list[Stop]()
    for stop in denpasar(count, seed):
        morning, afternoon = replace(stop, latest=720), replace(stop, earliest=720, latest=930)
        stops.append(chance.choices([stop, morning, afternoon], [8, 1, 1])[0])
    return stops


def ours(stops: list[Stop], payers: int, seconds: float) -> dict[str, float]:
    """The command line as an office has it, with everything it spends counted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stops.csv")
        names = ("id", "lat", "lng", "service_min", "amount", "earliest", "latest")
        with path.open("w") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows([getattr(stop, name) for name in names] for stop in stops)
        words = ["routes", "plan", str(path), "--payers", str(payers), "--seconds", str(seconds), "--json", "-"]
        before, begun = _children_s(), time.perf_counter()
        run = [sys.executable, "-m", "amanah.cli.main", *words, f"--depot={DEPOT[0]},{DEPOT[1]}"]
        plan = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    return {
        "seconds": seconds, "km": plan["km_total"], "rounds": len(plan["rounds"]), "unserved": len(plan["unserved"]),
        "hours_max": plan["hours_max"], "balance": plan["balance"], "cpu_s": round(_children_s() - before, 2),
        "wall_s": round(time.perf_counter() - begun, 2),
    }  # fmt: skip


def _children_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def whole_office(stops: list[Stop], payers: int, seconds: float) -> dict[str, float]:
    """PyVRP as it comes, over everybody at once, on the same metres and seconds."""
    land = ground(stops, DEPOT, Limits(hours=HOURS))
    begun = time.process_time()
    found = pyvrp.solve(problem(land, payers), MaxRuntime(seconds), seed=1, collect_stats=False).best
    days = [route.duration() / 3600 for route in found.routes()]
    return {
        "km": found.distance() / 1000, "rounds": len(days), "unserved": found.num_missing_clients(),
        "is_feasible": found.is_feasible(), "hours_max": round(max(days, default=0), 4),
        "cpu_s": round(time.process_time() - begun, 2),
    }  # fmt: skip


def problem(land: Ground, payers: int) -> pyvrp.ProblemData:
    clients = [
        pyvrp.Client(i, service_duration=int(land.service[i]), tw_early=int(land.early[i]), tw_late=int(land.late[i]))
        for i in range(1, len(land.metres))
    ]
    day = pyvrp.VehicleType(payers, tw_early=28_800, tw_late=64_800, shift_duration=3600 * HOURS)
    places = [pyvrp.Location(float(x), float(y)) for x, y in np.asarray(land.places)]
    return pyvrp.ProblemData(places, clients, [pyvrp.Depot(0)], [day], [land.metres], [land.seconds])  # type: ignore[list-item]  # shapes as `int`


SHAPES: dict[str, tuple[Callable[[int, int], list[Stop]], int, int]] = {
    "denpasar": (denpasar, 2500, 40),
    "mountain": (mountain, 600, 16),
    "island": (island, 200, 8),
    "fifth": (fifth, 2500, 40),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", default="-", metavar="FILE|-")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--against", type=float, default=60.0, help="seconds PyVRP has for the whole office")
    parser.add_argument("--curve", default="1,2,4", help="further --seconds, for km by CPU")
    asked = parser.parse_args()
    found: list[dict[str, object]] = []
    for name, (make, count, payers) in SHAPES.items():
        for seed in range(1, asked.seeds + 1):
            stops = make(count, seed)
            mine, theirs = ours(stops, payers, 8.0), whole_office(stops, payers, asked.against)
            curve = [ours(stops, payers, float(s)) for s in asked.curve.split(",") if s] if seed == 1 else []
            found.append({
                "office": name, "stops": count, "payers": payers, "seed": seed, "ours": mine, "whole_office": theirs,
                "km_ratio": round(mine["km"] / theirs["km"], 4), "curve": [*curve, mine] if curve else [],
            })  # fmt: skip
    text = json.dumps({"rounds": found}, indent=2)
    if asked.json == "-":
        sys.stdout.write(text + "\n")
    else:
        Path(asked.json).write_text(text + "\n")


if __name__ == "__main__":
    main()

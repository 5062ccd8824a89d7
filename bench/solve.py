"""Published problems: ours against plain PyVRP at the same seconds, one after the other in the same run.

    ./run bench solve --seconds 20 --json - [FILE.vrp …]

Without files: those of ../shared/data/routing. `ratio` below 1: ours is shorter.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import pyvrp
from pyvrp.stop import MaxRuntime

from amanah.routes import files, halving

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "routing"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--json", default="-", metavar="FILE|-")
    asked = parser.parse_args()
    found = []
    for path in asked.files or sorted(DATA.glob("*.vrp")):
        found.append(_pair(path, asked.seconds))
        sys.stderr.write(f"{found[-1]}\n")
    text = json.dumps({"seconds": asked.seconds, "cores": len(os.sched_getaffinity(0)), "pairs": found}, indent=2)
    if asked.json == "-":
        sys.stdout.write(text + "\n")
    else:
        Path(asked.json).write_text(text + "\n")


def _pair(path: Path, seconds: float) -> dict[str, object]:
    published = files.read(path)
    waiting = os.getloadavg()[0]
    plain = pyvrp.solve(published.data, MaxRuntime(seconds), seed=0, collect_stats=False, display=False).best
    mine = halving.search(published.data, seconds)
    far = plain.distance() / published.scale
    return {
        "name": published.name, "clients": published.data.num_clients, "plain": far,
        "plain_feasible": plain.is_feasible(), "ours": mine.cost / published.scale, "ours_feasible": mine.feasible,
        "how": mine.how, "ratio": round(mine.cost / published.scale / far, 5), "best_known": published.best_known,
        "jobs_waiting": round(waiting, 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
